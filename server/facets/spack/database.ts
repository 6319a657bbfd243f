import { objectOf } from '../conda/json.ts';
import type { Problem } from '../facet.ts';
import { problemOf } from '../reading.ts';
import { type Json, type Lookup, nodeOf, packageOf } from './node.ts';
import type { Package } from './schema.ts';

export interface Found {
  packages: Package[];
  problems: Problem[];
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

export function sorted(packages: Package[]): Package[] {
  return packages.sort(
    (a, b) => byText(a.name, b.name) || byText(a.version, b.version) || byText(a.hash, b.hash),
  );
}

/** The database inside index.json; null when a value is none. */
export function databaseOf(value: unknown): Json | null {
  const database = objectOf(objectOf(value)?.database);
  return database && objectOf(database.installs) ? database : null;
}

/** The records of a database of any version, 0.9 to 8; `store` is the folder it lies in. */
export function readDatabase(database: Json, store: string, where: string): Found {
  const installs = objectOf(database.installs) ?? {};
  const lookup: Lookup = (hash) =>
    Object.hasOwn(installs, hash) ? nodeOf(objectOf(installs[hash])?.spec) : null;
  const found: Found = { packages: [], problems: [] };
  for (const [hash, value] of Object.entries(installs)) {
    const record = objectOf(value);
    const node = nodeOf(record?.spec);
    if (!record || !node) {
      const row = JSON.stringify(value) ?? '';
      found.problems.push(problemOf('spack', where, 'index', 0, `${hash}: ${row}`, 'no record of a package'));
      continue;
    }
    const told = packageOf(node, hash, lookup);
    const path = typeof record.path === 'string' && record.path !== 'None' ? record.path : '';
    const isExternal = node.facts.external !== undefined && node.facts.external !== null;
    const deprecatedFor = typeof record.deprecated_for === 'string' ? record.deprecated_for : '';
    found.packages.push({
      ...told,
      state: stateOf(record, isExternal, deprecatedFor),
      explicit: typeof record.explicit === 'boolean' ? record.explicit : null,
      prefix: path === '' ? told.prefix : inside(path, store),
      deprecatedFor,
    });
  }
  return { packages: sorted(found.packages), problems: found.problems };
}

/** As InstallRecord.install_type_matches tells them apart; records of old databases lack `installed` when it is false. */
function stateOf(record: Json, isExternal: boolean, deprecatedFor: string): Package['state'] {
  if (record.installed === true) return isExternal ? 'external' : 'installed';
  if (deprecatedFor !== '') return 'deprecated';
  return record.in_buildcache === true ? 'cached' : 'missing';
}

function inside(path: string, store: string): string {
  return store !== '' && path.startsWith(`${store}/`) ? path.slice(store.length + 1) : path;
}
