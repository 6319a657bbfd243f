import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../server/store/canonical.ts';
import { canonicalPieces, Listed } from '../../server/store/canonicalPieces.ts';

async function written(value: unknown): Promise<string> {
  let text = '';
  for await (const piece of canonicalPieces(value)) text += piece;
  return text;
}

async function* some(lists: unknown[][]) {
  yield* lists;
}

test('JSON that is written piece by piece is what is written at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.array(fc.array(fc.jsonValue())), async (value, lists) => {
      expect(await written(value)).toBe(canonicalJson(value));
      const listed = { z: value, rows: new Listed(some(lists)), left: undefined, a: ['\ud800', 1e21] };
      expect(await written(listed)).toBe(canonicalJson({ ...listed, rows: lists.flat() }));
    }),
  );
});
