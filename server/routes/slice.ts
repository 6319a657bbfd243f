import { keyOfCursor, pageOfRows } from './cursor.ts';

/** A page of a list that is worked out as a whole: the cursor is how many rows came before. */
export function slice<Item>(items: Item[], { limit, after }: { limit: number; after: string }) {
  const from = Math.max(0, Number(keyOfCursor(after, ['integer'])?.[0] ?? 0));
  const rows = items.slice(from, from + limit + 1).map((item, at) => ({ item, at: from + at + 1 }));
  return pageOfRows(
    rows,
    limit,
    items.length,
    ({ item }) => item,
    ({ at }) => [at],
  );
}
