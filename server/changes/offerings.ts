import { facetNames } from '../facets/names.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { numbersIn, numbersOut } from '../store/numbersIn.ts';
import { providerOf } from '../store/providers.ts';
import type { ChangeKind, RawChange } from './change.ts';
import type { DocumentHead } from './documents.ts';
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

/** Differences of late. What two documents offer otherwise depends on them and on the naming rules that their sets were read with. */
const known = new WeakMap<Queryable, Map<string, OfferingDifference[]>>();
const MOST_KEPT = 50_000;

/** What each pair of documents means for what its place offers; pairs that hold the same documents are looked at once. */
export async function offeringDifferences(
  db: Queryable,
  pairs: Pair[],
  heads: Map<number, DocumentHead>,
): Promise<Map<Pair, OfferingDifference[]>> {
  const kept = known.get(db) ?? new Map<string, OfferingDifference[]>();
  known.set(db, kept);
  const groups = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const set = (id: number) => `${id}:${heads.get(id)?.naming ?? ''}`;
    const key = `${pair.before.map(set).join()} ${pair.after.map(set).join()}`;
    const group = groups.get(key);
    if (group) group.push(pair);
    else groups.set(key, [pair]);
  }
  const answer = new Map<Pair, OfferingDifference[]>();
  const give = (group: Pair[], told: OfferingDifference[]) => {
    for (const pair of group) answer.set(pair, told);
  };
  const wanted = [...groups].filter(([key, group]) => {
    const have = kept.get(key);
    if (have) give(group, have);
    return have === undefined;
  });
  for (let from = 0; from < wanted.length; from += CHUNK) {
    const chunk = wanted.slice(from, from + CHUNK);
    const told = await differencesOf(
      db,
      chunk.flatMap(([, [first]]) => first ?? []),
    );
    for (const [at, [key, group]] of chunk.entries()) {
      give(group, told[at] ?? []);
      kept.set(key, told[at] ?? []);
    }
  }
  forget(kept);
  return answer;
}

/** What was looked at first goes first. */
function forget(kept: Map<string, OfferingDifference[]>): void {
  // An entry without differences takes room as well.
  let size = [...kept.values()].reduce((sum, one) => sum + 1 + one.length, 0);
  for (const [key, one] of kept) {
    if (size <= MOST_KEPT) return;
    kept.delete(key);
    size -= 1 + one.length;
  }
}

/** By documents' sorted arrays of ids: only those that differ are looked up. */
async function differencesOf(db: Queryable, pairs: Pair[]): Promise<OfferingDifference[][]> {
  const sets = await setsOf(db, [...new Set(pairs.flatMap(({ before, after }) => [...before, ...after]))]);
  const ids = pairs.map(({ before, after }) => {
    const [had, has] = [unionOf(sets, before), unionOf(sets, after)];
    return { lost: without(had, has), gained: without(has, had) };
  });
  const wanted = new Set(ids.flatMap(({ lost, gained }) => [...lost, ...gained]));
  const found = await db.query<Omit<OfferingDifference, 'gone'>>(sql('changes-offerings'), [
    numbersOut(wanted),
  ]);
  const known = new Map(found.rows.map((row) => [row.id, row]));
  const told = (list: number[], gone: boolean) =>
    list.flatMap((id): OfferingDifference[] => {
      const row = known.get(id);
      if (!row) return [];
      const { tool, label, version, variant, build, provider, digest } = row;
      return [{ id, gone, tool, label, version, variant, build, provider, digest }];
    });
  return ids.map(({ lost, gained }) => [...told(lost, true), ...told(gained, false)]);
}

async function setsOf(db: Queryable, documents: number[]): Promise<Map<number, number[]>> {
  const found = await db.query<{ id: number; offerings: string }>(sql('document-sets'), [
    numbersOut(documents),
  ]);
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
  const { clusterId, facet, place, nodes, since, sinceAfter, documentBefore, documentAfter } = start;
  // Written out, since V8 takes sixty times as long for an object that begins with another one spread.
  const push = (one: OfferingDifference, kind: ChangeKind, before: string, after: string) =>
    changes.push({
      category: 'offerings',
      kind,
      clusterId,
      facet,
      place,
      what: one.label,
      provider: providerOf(one.provider),
      before,
      after,
      nodes,
      since,
      sinceAfter,
      documentBefore,
      documentAfter,
    });
  for (const one of differences.filter((each) => !each.gone)) {
    const at = gone.findIndex((other) => sameName(one, other));
    const [before] = at < 0 ? [] : gone.splice(at, 1);
    if (!before) {
      push(one, 'new', '', textOf(one));
      continue;
    }
    const other = kindOf(one.digest) !== '' && kindOf(one.digest) === kindOf(before.digest);
    push(one, other ? 'bytes' : 'content', digestText(before), digestText(one));
  }
  for (const one of gone) push(one, 'gone', textOf(one), '');
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
