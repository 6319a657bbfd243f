import { problemOf } from '../reading.ts';
import { channelName } from './channel.ts';
import { distributionParts } from './distribution.ts';
import { listOf, objectOf, textOfKey } from './json.ts';
import { shown } from './lists.ts';
import { hex, sortedWords } from './lockConda.ts';
import { type ListedLock, LockRows, lockedPackage } from './lockRows.ts';
import { keyLine, type Place, problemAt, rowPlaces } from './rowPlaces.ts';

/** Up to which version rattler has described the form (rattler_lock's file_format_version.rs). */
const NEWEST = 7;

/**
 * A lock of pixi and rattler, version 4 and later: `environments` name packages per platform, `packages` describe
 * them. Versions 4 and 5 say `kind` and `url` or `path`, later ones have the address under the kind's name; 7
 * names what is built from source `conda_source: name[hash] @ place`.
 */
export function readRattlerLock(
  file: Record<string, unknown>,
  where: string,
  lockText: string,
): ListedLock | null {
  const environments = objectOf(file.environments);
  const version = textOfKey(file)('version');
  if (!environments || !Array.isArray(file.packages) || !/^\d{1,9}$/.test(version)) return null;
  const rows = new LockRows();
  if (Number(version) > NEWEST) {
    const message = `version ${version} of this lock is newer than what is known; read as version ${NEWEST}`;
    rows.problems.push(
      problemOf('conda', where, 'pixi-lock', keyLine(lockText, 'version'), `version: ${version}`, message),
    );
  }
  const uses = usesOf(environments);
  // Before version 6 a package may be described twice, and each part may lack what the other has.
  const described = new Map<string, Record<string, unknown>>();
  let places: ((at: number) => Place) | null = null;
  const wrong = (at: number, row: unknown, message: string) => {
    places ??= rowPlaces(lockText, 'packages');
    rows.problems.push(problemAt(places(at), where, 'pixi-lock', shown(row), message));
  };
  const firstAt = new Map<string, number>();
  for (const [at, row] of file.packages.entries()) {
    const record = objectOf(row) ?? {};
    const [manager, address] = addressOf(record);
    const key = [manager, address, ...(isArchive(address) ? [] : IDENTITY.map(textOfKey(record)))].join('\0');
    described.set(key, { ...record, ...described.get(key) });
    if (!firstAt.has(key)) firstAt.set(key, at);
    if (manager === '') wrong(at, row, 'expected a conda or a PyPI package');
  }
  for (const [key, record] of described) {
    const [manager, address] = addressOf(record);
    if (manager === '') continue;
    const used = uses.of(manager, address, record);
    const text = textOfKey(record);
    if (manager === 'pypi') {
      const parts = distributionParts(address);
      const name = text('name') || parts?.name || '';
      if (name !== '') {
        const own = { name, version: text('version') || parts?.version || '', sha256: hex(text('sha256')) };
        rows.addPip(own, used);
        continue;
      }
    } else {
      // `name[hash] @ place`, whose place may be an address.
      const named = manager === 'conda_source' ? { name: /^[^[\s]*/.exec(address)?.[0] ?? '' } : {};
      const found = lockedPackage({ ...record, ...named }, manager === 'conda' ? address : '');
      if (found) {
        // A list that is empty is left out; what is built from source has its record only when it is built.
        rows.addPackage(found, used, manager === 'conda' ? record : null);
        continue;
      }
    }
    wrong(firstAt.get(key) ?? 0, record, 'expected a package');
  }
  return {
    facts: rows.lock({
      form: 'pixi',
      version,
      channels: [...new Set(Object.values(environments).flatMap(channelsIn))],
      platforms: sortedWords(uses.platforms),
      environments: Object.keys(environments).sort(),
    }),
    problems: rows.problems,
    asks: rows.asks,
  };
}

const IDENTITY = ['name', 'version', 'build', 'subdir'];

const isArchive = (address: string) => /\.(conda|tar\.bz2|whl)$/.test(address);

/** Manager and address of a row, whichever version wrote it. */
function addressOf(row: Record<string, unknown>): [string, string] {
  const text = textOfKey(row);
  for (const manager of ['conda', 'conda_source', 'pypi'])
    if (manager in row) return [manager, text(manager)];
  const kind = text('kind');
  return kind === 'conda' || kind === 'pypi' ? [kind, text('url') || text('path')] : ['', ''];
}

function channelsIn(environment: unknown): string[] {
  return listOf(objectOf(environment)?.channels).map((one) =>
    channelName(typeof one === 'string' ? one : textOfKey(objectOf(one) ?? {})('url')),
  );
}

interface Uses {
  platforms: Set<string>;
  of: (manager: string, address: string, record: Record<string, unknown>) => string[];
}

/** Which environments name a package, by its address; where several have one address, by what else is said. */
function usesOf(environments: Record<string, unknown>): Uses {
  const byAddress = new Map<string, { use: string; row: Record<string, unknown> }[]>();
  const platforms = new Set<string>();
  for (const [name, environment] of Object.entries(environments)) {
    for (const [platform, list] of Object.entries(objectOf(objectOf(environment)?.packages) ?? {})) {
      platforms.add(platform);
      for (const one of listOf(list)) {
        const row = objectOf(one) ?? {};
        const key = addressOf(row).join('\0');
        const there = byAddress.get(key);
        const entry = { use: `${name}/${platform}`, row };
        if (there) there.push(entry);
        else byAddress.set(key, [entry]);
      }
    }
  }
  return {
    platforms,
    of: (manager, address, record) =>
      (byAddress.get(`${manager}\0${address}`) ?? []).flatMap(({ use, row }) =>
        IDENTITY.every((key) => !(key in row) || textOfKey(row)(key) === textOfKey(record)(key)) ? [use] : [],
      ),
  };
}
