import { Environment, type Package } from '../facets/conda/schema.ts';
import { facetNames } from '../facets/names.ts';
import { condaPlace } from '../query/condaPlace.ts';
import { timeOrNull } from '../query/rows.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import type { LockedCondaPackage, LockedEnvironment } from './schema.ts';

interface Row {
  item: number;
  root: string;
  path: string;
  document: string;
  facts: unknown;
}

/** Every package of the environments that have some tools; all environments where none is named. */
export async function lockedEnvironments(
  db: Queryable,
  clusterId: number,
  tools: string[] | null,
): Promise<LockedEnvironment[]> {
  const found = await db.query<Row>(sql('lock-environments'), [
    clusterId,
    facetNames.indexOf('conda'),
    tools,
  ]);
  const places = await db.query<{ item: number; confirmed: Date | null }>(sql('find-places'), [
    found.rows.map((row) => row.item),
  ]);
  const confirmed = new Map(places.rows.map((row) => [row.item, timeOrNull(row.confirmed)]));
  return found.rows.flatMap((row) => {
    const environment = Environment.safeParse(row.facts);
    if (!environment.success) return [];
    const { packages, pip, unreadable } = environment.data;
    return {
      ...condaPlace(row.root, row.path),
      document: row.document,
      confirmedAt: confirmed.get(row.item) ?? null,
      packages: packages.map(lockedPackage),
      pip: pip.map(({ name, version }) => ({ name, version })),
      unreadable,
    };
  });
}

export function lockedPackage(one: Package): LockedCondaPackage {
  const { name, version, build, channel, subdir, sha256, md5 } = one;
  return { name, version, build, channel, subdir, sha256, md5, spec: specOf(one) };
}

/** `channel/subdir::name==version=build[sha256=...]` (conda's documentation, "Package match specifications"). */
function specOf({ name, version, build, channel, subdir, sha256, md5 }: Package): string {
  const from = channel === '' ? '' : `${channel}${subdir === '' ? '' : `/${subdir}`}::`;
  const exact = `${name}==${version}${build === '' ? '' : `=${build}`}`;
  if (sha256 !== '') return `${from}${exact}[sha256=${sha256}]`;
  return md5 === '' ? `${from}${exact}` : `${from}${exact}[md5=${md5}]`;
}
