import { facetNames } from '../facets/names.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { arrayText } from '../store/documents.ts';
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

/** What each pair of documents means for what its place offers; pairs that hold the same documents are asked once. */
export async function offeringDifferences(
  db: Queryable,
  pairs: Pair[],
): Promise<Map<Pair, OfferingDifference[]>> {
  const numbers = new Map<string, number>();
  const keyOf = ({ before, after }: Pair) => `${before.join()} ${after.join()}`;
  for (const pair of pairs) if (!numbers.has(keyOf(pair))) numbers.set(keyOf(pair), numbers.size);
  if (numbers.size === 0) return new Map();
  const distinct = [...numbers.keys()].map((key) => key.split(' '));
  const found = await db.query<OfferingDifference & { number: number }>(sql('changes-offerings'), [
    [...numbers.values()],
    distinct.map(([before = '']) => arrayText(before === '' ? [] : before.split(',').map(Number))),
    distinct.map(([, after = '']) => arrayText(after === '' ? [] : after.split(',').map(Number))),
  ]);
  const byNumber = new Map<number, OfferingDifference[]>();
  for (const row of found.rows) {
    const list = byNumber.get(row.number);
    if (list) list.push(row);
    else byNumber.set(row.number, [row]);
  }
  return new Map(pairs.map((pair) => [pair, byNumber.get(numbers.get(keyOf(pair)) ?? -1) ?? []]));
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
