import { Needs as NeedsDocument, type Package } from '../facets/conda/schema.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { providerNumber } from '../store/providers.ts';
import { needsByPackage } from '../verdict/environmentSubject.ts';
import type { VirtualNeed } from '../verdict/subject.ts';
import type { Requirement } from './requirement.ts';

/** So many environments are looked into: those with most of the packages. A list that is somebody's environment needs a few. */
const MOST_ENVIRONMENTS = 100;

interface Held extends Record<string, unknown> {
  name: string;
  version: string;
  build: string;
  offering: number;
  digest: string;
  environment: number;
  /** null: nobody read what its records ask for. */
  needs: number | null;
}

interface SeenRecord extends Package {
  environment: number;
}

type Needs = ReadonlyMap<string, VirtualNeed[]>;

/**
 * Records of packages that an input names with version and build, as environments that are collected now have them: what they ask of the
 * machine, and which channel and platform they are of, is in no table of offerings.
 */
export class RecordsSeen {
  private constructor(
    private readonly records: ReadonlyMap<string, SeenRecord[]>,
    /** Of each environment. */
    private readonly needs: ReadonlyMap<number, Needs>,
    private readonly offerings: ReadonlyMap<string, Held[]>,
  ) {}

  static async of(db: Queryable, requirements: readonly Requirement[]): Promise<RecordsSeen> {
    const packages = requirements.filter(isPackage);
    if (packages.length === 0) return new RecordsSeen(new Map(), new Map(), new Map());
    const found = await db.query<Held>(sql('check-records'), [
      packages.map(({ tools: [tool] }) => tool ?? ''),
      packages.map(({ name }) => name),
      packages.map(({ version }) => version),
      packages.map(({ build }) => build),
      providerNumber('conda'),
    ]);
    const needsAt = new Map(
      found.rows.flatMap(({ environment, needs }) => (needs === null ? [] : [[environment, needs]])),
    );
    const chosen = commonest(found.rows.map((row) => row.environment)).slice(0, MOST_ENVIRONMENTS);
    const ids = chosen.flatMap((one) => needsAt.get(one) ?? []);
    const [records, documents] = await Promise.all([
      recordsIn(db, chosen, packages),
      needsIn(db, [...new Set(ids)]),
    ]);
    const needs = new Map<number, Needs>();
    for (const one of chosen) {
      const own = documents.get(needsAt.get(one) ?? 0);
      if (own) needs.set(one, own);
    }
    const offerings = new Map<string, Held[]>();
    for (const row of found.rows) push(offerings, `${keyOf(row)} ${row.digest}`, row);
    return new RecordsSeen(records, needs, offerings);
  }

  /** What a package asks of the machine; null where no record of it tells. */
  asksOf(one: Requirement): VirtualNeed[] | null {
    const own = (this.records.get(keyOf(one)) ?? []).filter((record) => isSame(one, record));
    return agreed(
      own.flatMap((record) => {
        const needs = this.needs.get(record.environment);
        return needs
          ? [{ of: `${record.channel} ${record.subdir}`, needs: needs.get(keyOf(record)) ?? [] }]
          : [];
      }),
    );
  }

  /** The platforms that records of a package are of. */
  subdirsOf(one: Requirement): string[] {
    const own = (this.records.get(keyOf(one)) ?? []).filter((record) => isSame(one, record));
    return [...new Set(own.map(({ subdir }) => subdir))].filter((subdir) => subdir !== '').sort();
  }

  /** Channel and platform of offerings, as matchOf takes them, by id. */
  marks(): Map<number, string[]> {
    const found = new Map<number, string[]>();
    for (const record of [...this.records.values()].flat())
      for (const { offering, environment } of this.offerings.get(`${keyOf(record)} ${digestOf(record)}`) ??
        [])
        if (environment === record.environment)
          found.set(offering, [...new Set([...(found.get(offering) ?? []), ...marksOf(record)])]);
    return found;
  }
}

/** One package of conda, and no range of them. */
const isPackage = ({ asked, version, build }: Requirement) =>
  asked === 'conda' && version !== '' && build !== '' && !build.includes('*');

/** What says of a package which one of its name, version and build it is. `defaults` stands for several channels. */
export function marksOf({ channel, subdir }: Pick<Package, 'channel' | 'subdir'>): string[] {
  return [
    ...(channel === '' || channel === 'defaults' ? [] : [`channel:${mirrored(channel)}`]),
    ...(subdir === '' ? [] : [`subdir:${subdir}`]),
  ];
}

/** A channel by its name, also where it is taken from a mirror, whose address ends so (https://prefix.dev/conda-forge). */
const mirrored = (channel: string) =>
  channel.includes('://') ? channel.slice(channel.lastIndexOf('/') + 1) : channel;

const digestOf = ({ sha256, md5 }: Package) =>
  sha256 !== '' ? `conda-sha256:${sha256}` : md5 === '' ? '' : `conda-md5:${md5}`;

function push<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const own = lists.get(key);
  if (own) own.push(value);
  else lists.set(key, [value]);
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
  for (const row of found.rows) push(records, keyOf(row), row);
  return records;
}

async function needsIn(db: Queryable, ids: number[]): Promise<Map<number, Needs>> {
  const found = await db.query<{ id: number; facts: unknown }>(
    'select id, facts from document where id = any($1)',
    [ids],
  );
  return new Map(
    found.rows.flatMap(({ id, facts }) => {
      const needs = NeedsDocument.safeParse(facts);
      return needs.success ? [[id, needsByPackage(needs.data)] as const] : [];
    }),
  );
}

/** Of equal names, whether the record is of this very package: by its file's digest where both have one of a kind, else by channel and platform as far as they are told. */
function isSame({ digest, channel, subdir }: Requirement, record: SeenRecord): boolean {
  const own = digest.startsWith('conda-sha256:') ? record.sha256 : record.md5;
  if (digest !== '' && own !== '') return digest.endsWith(`:${own}`);
  const agrees = (asked: string, seen: string) => asked === '' || seen === '' || asked === seen;
  return agrees(mirrored(channel), mirrored(record.channel)) && agrees(subdir, record.subdir);
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
