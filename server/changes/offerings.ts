import { facetNames } from '../facets/names.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { numbersIn } from '../store/numbersIn.ts';
import { providerOf } from '../store/providers.ts';
import type { RawChange } from './change.ts';
import type { Pair } from './pairs.ts';
import { startOf } from './startOf.ts';

export interface OfferingDifference {
  id: number;
  gone: boolean;
  tool: string;
  label: string;
  version: string;
  variant: string;
  build: string;
  provider: number;
  digest: string;
}

/** So many pairs are looked at in one go, so that memory does not grow with the window. */
const CHUNK = 2000;

/** What each pair of documents means for what its place offers; pairs that hold the same documents are looked at once. */
export async function offeringDifferences(
  db: Queryable,
  pairs: Pair[],
): Promise<Map<Pair, OfferingDifference[]>> {
  const groups = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const key = `${pair.before.join()} ${pair.after.join()}`;
    const group = groups.get(key);
    if (group) group.push(pair);
    else groups.set(key, [pair]);
  }
  const distinct = [...groups.values()];
  const answer = new Map<Pair, OfferingDifference[]>();
  for (let from = 0; from < distinct.length; from += CHUNK) {
    const chunk = distinct.slice(from, from + CHUNK);
    const told = await differencesOf(
      db,
      chunk.flatMap(([first]) => first ?? []),
    );
    chunk.forEach((group, at) => {
      for (const pair of group) answer.set(pair, told[at] ?? []);
    });
  }
  return answer;
}

/** By documents' sorted arrays of ids: only those that differ are looked up. */
async function differencesOf(db: Queryable, pairs: Pair[]): Promise<OfferingDifference[][]> {
  const sets = await setsOf(db, [...new Set(pairs.flatMap(({ before, after }) => [...before, ...after]))]);
  const ids = pairs.map(({ before, after }) => {
    const [had, has] = [unionOf(sets, before), unionOf(sets, after)];
    return { lost: without(had, has), gained: without(has, had) };
  });
  const wanted = new Set(ids.flatMap(({ lost, gained }) => [...lost, ...gained]));
  const found = await db.query<Omit<OfferingDifference, 'gone'>>(sql('changes-offerings'), [[...wanted]]);
  const known = new Map(found.rows.map((row) => [row.id, row]));
  const told = (list: number[], gone: boolean) =>
    list.flatMap((id): OfferingDifference[] => {
      const row = known.get(id);
      return row ? [{ ...row, gone }] : [];
    });
  return ids.map(({ lost, gained }) => [...told(lost, true), ...told(gained, false)]);
}

async function setsOf(db: Queryable, documents: number[]): Promise<Map<number, number[]>> {
  const found = await db.query<{ id: number; offerings: string }>(
    'select document_id as id, offerings::text as offerings from document_set where document_id = any($1)',
    [documents],
  );
  return new Map(found.rows.map(({ id, offerings }) => [id, numbersIn(offerings)]));
}

/** Sorted, each once; mostly it is one document. */
function unionOf(sets: Map<number, number[]>, documents: number[]): number[] {
  const [first = 0] = documents;
  if (documents.length <= 1) return sets.get(first) ?? [];
  return [...new Set(documents.flatMap((id) => sets.get(id) ?? []))].sort((a, b) => a - b);
}

/** Members of the one sorted list that the other one does not have. */
function without(list: number[], other: number[]): number[] {
  let at = 0;
  return list.filter((number) => {
    while (at < other.length && (other[at] ?? 0) < number) at += 1;
    return other[at] !== number;
  });
}

/** Offerings that came or went, and those of which only the bytes are others. */
export function offeringChanges(pair: Pair, differences: OfferingDifference[]): RawChange[] {
  const start = startOf(pair, facetNames[pair.facet] ?? '');
  const gone = differences.filter((one) => one.gone);
  const changes: RawChange[] = [];
  for (const one of differences.filter((each) => !each.gone)) {
    const at = gone.findIndex((other) => sameName(one, other));
    const [before] = at < 0 ? [] : gone.splice(at, 1);
    const common = {
      ...start,
      category: 'offerings' as const,
      what: one.label,
      provider: providerOf(one.provider),
    };
    if (!before) {
      changes.push({ ...common, kind: 'new', before: '', after: textOf(one) });
      continue;
    }
    const other = kindOf(one.digest) !== '' && kindOf(one.digest) === kindOf(before.digest);
    const digests = { before: digestText(before), after: digestText(one) };
    changes.push({ ...common, kind: other ? 'bytes' : 'content', ...digests });
  }
  for (const one of gone) {
    const common = {
      ...start,
      category: 'offerings' as const,
      what: one.label,
      provider: providerOf(one.provider),
    };
    changes.push({ ...common, kind: 'gone', before: textOf(one), after: '' });
  }
  return changes;
}

function sameName(a: OfferingDifference, b: OfferingDifference): boolean {
  return (
    a.tool === b.tool &&
    a.version === b.version &&
    a.variant === b.variant &&
    a.build === b.build &&
    a.provider === b.provider
  );
}

function textOf({ version, variant, build }: OfferingDifference): string {
  return `${version}${variant}${build === '' ? '' : ` (${build})`}`.trim();
}

/** Digests of two kinds cannot be compared. */
const kindOf = (digest: string) => digest.slice(0, Math.max(0, digest.indexOf(':')));

function digestText(one: OfferingDifference): string {
  const [kind = '', hex = ''] = one.digest.split(':');
  return `${textOf(one)} ${one.digest === '' ? '' : `${kind} ${hex.slice(0, 12)}`}`.trim();
}
