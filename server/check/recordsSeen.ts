import { askKey } from '../facets/conda/lockRows.ts';
import { Needs, type Package } from '../facets/conda/schema.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { providerNumber } from '../store/providers.ts';
import { needsByPackage } from '../verdict/environmentSubject.ts';
import type { VirtualNeed } from '../verdict/subject.ts';
import type { Requirement } from './requirement.ts';

/** What records ask of the machine, by askKey. */
export type Asks = ReadonlyMap<string, VirtualNeed[]>;

/** So many environments are looked into: those with most of the packages. A list that is somebody's environment needs a few. */
const MOST_ENVIRONMENTS = 100;

interface Held extends Record<string, unknown> {
  asked: number;
  environment: number;
  needs: number;
}

interface SeenRecord extends Package {
  environment: number;
}

/**
 * What packages ask of the machine (`__glibc` and the like), where a list does not say it: a record of the same package in any
 * environment that is collected now does. Packages without such a record are not in it.
 */
export async function recordsSeen(db: Queryable, packages: readonly Requirement[]): Promise<Asks> {
  if (packages.length === 0) return new Map();
  const found = await db.query<Held>(sql('check-records'), [
    packages.map(({ tools: [tool] }) => tool ?? ''),
    packages.map(({ version }) => version),
    packages.map(({ build }) => build),
    providerNumber('conda'),
  ]);
  const needsAt = new Map(found.rows.map((row) => [row.environment, row.needs]));
  const chosen = commonest(found.rows.map((row) => row.environment)).slice(0, MOST_ENVIRONMENTS);
  const [records, needs] = await Promise.all([
    recordsIn(db, chosen, packages),
    needsIn(db, [...new Set(chosen.map((one) => needsAt.get(one) ?? 0))]),
  ]);
  const asks = new Map<string, VirtualNeed[]>();
  for (const one of packages) {
    const own = (records.get(keyOf(one)) ?? []).filter((record) => isSame(one, record));
    const told = agreed(
      own.map((record) => ({
        of: `${record.channel} ${record.subdir}`,
        needs: needs.get(needsAt.get(record.environment) ?? 0)?.get(keyOf(record)) ?? [],
      })),
    );
    if (told) asks.set(askKey(one), told);
  }
  return asks;
}

const keyOf = ({ name, version, build }: { name: string; version: string; build: string }) =>
  `${name} ${version} ${build}`;

/** Each once, what is there most often first. */
function commonest(ids: number[]): number[] {
  const times = new Map<number, number>();
  for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1);
  return [...times].sort(([a, often], [b, seldom]) => seldom - often || a - b).map(([id]) => id);
}

async function recordsIn(
  db: Queryable,
  environments: number[],
  packages: readonly Requirement[],
): Promise<Map<string, SeenRecord[]>> {
  const found = await db.query<SeenRecord & Record<string, unknown>>(sql('check-record-packages'), [
    environments,
    packages.map(({ name }) => name),
    packages.map(({ version }) => version),
    packages.map(({ build }) => build),
  ]);
  const records = new Map<string, SeenRecord[]>();
  for (const row of found.rows) {
    const own = records.get(keyOf(row));
    if (own) own.push(row);
    else records.set(keyOf(row), [row]);
  }
  return records;
}

async function needsIn(db: Queryable, ids: number[]): Promise<Map<number, Asks>> {
  const found = await db.query<{ id: number; facts: unknown }>(
    'select id, facts from document where id = any($1)',
    [ids],
  );
  return new Map(
    found.rows.flatMap(({ id, facts }) => {
      const needs = Needs.safeParse(facts);
      return needs.success ? [[id, needsByPackage(needs.data)] as const] : [];
    }),
  );
}

/** Of equal names, whether the record is of this very package: by its file's digest where both have one of a kind, else by channel and platform as far as they are told. */
function isSame({ digest, channel, subdir }: Requirement, record: SeenRecord): boolean {
  const own = digest.startsWith('conda-sha256:') ? record.sha256 : record.md5;
  if (digest !== '' && own !== '') return digest.endsWith(`:${own}`);
  const agrees = (asked: string, seen: string) => asked === '' || seen === '' || asked === seen;
  return agrees(channel, record.channel) && agrees(subdir, record.subdir);
}

/**
 * What records of one package ask together: a channel adds to what its packages ask for (conda-forge's repodata patches), so that
 * one of them may say more. null where there is none, or where those of several channels or platforms differ and nobody says which it is.
 */
function agreed(records: { of: string; needs: VirtualNeed[] }[]): VirtualNeed[] | null {
  const kinds = new Map<string, Map<string, VirtualNeed>>();
  for (const { of, needs } of records) {
    const own = kinds.get(of) ?? new Map<string, VirtualNeed>();
    for (const need of needs) own.set(`${need.spec} ${need.optional}`, need);
    kinds.set(of, own);
  }
  const [first, ...more] = [...kinds.values()];
  if (!first || more.some((one) => wordsOf(one) !== wordsOf(first))) return null;
  return [...first.values()];
}

const wordsOf = (needs: ReadonlyMap<string, VirtualNeed>) => [...needs.keys()].sort().join('\n');
