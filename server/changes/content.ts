import { facetNames } from '../facets/names.ts';
import type { Queryable } from '../store/database.ts';
import type { RawChange } from './change.ts';
import { differencesOf } from './diff/stored.ts';
import { type DocumentHead, factsOf } from './documents.ts';
import type { Pair } from './pairs.ts';
import { startOf } from './startOf.ts';

/** Facts of an image file that are others only when the file is another. */
const OF_THE_BYTES = new Set(['uuid', 'size', 'created', 'objects', 'launch']);

/** Documents that differ and offer the same: an image under the name it had, or a description that was written anew. */
export async function contentChanges(
  db: Queryable,
  pairs: Pair[],
  heads: Map<number, DocumentHead>,
): Promise<RawChange[]> {
  const files = pairs.filter(({ after }) => heads.get(after[0] ?? 0)?.kind === 'images.file');
  const documents = await factsOf(
    db,
    files.flatMap(({ before, after }) => [...before.slice(0, 1), ...after.slice(0, 1)]),
  );
  return pairs.map((pair): RawChange => {
    const [before, after] = [documents.get(pair.before[0] ?? 0), documents.get(pair.after[0] ?? 0)];
    const other =
      before &&
      after &&
      differencesOf(before, after).some(({ field, unknown }) => unknown === '' && OF_THE_BYTES.has(field));
    const start = startOf(pair, facetNames[pair.facet] ?? '');
    const what = heads.get(pair.after[0] ?? 0)?.kind ?? '';
    return {
      ...start,
      category: 'offerings',
      kind: other ? 'bytes' : 'content',
      what: other ? (start.place.split('/').at(-1) ?? what) : what,
      provider: '',
      before: '',
      after: '',
    };
  });
}
