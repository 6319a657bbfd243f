import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unified } from '../../server/changes/diff/unified.ts';
import { sidesOf } from '../../web/changes/sides.ts';

test('lines that went stand beside lines that came, with their numbers', () => {
  const text = '--- a\n+++ b\n@@ -3,4 +3,5 @@\n same\n-old\n-older\n+new\n end\n+++ more\n';
  expect(sidesOf(text)).toEqual([
    {
      rows: [
        { before: { number: 3, text: 'same' }, after: { number: 3, text: 'same' }, changed: false },
        { before: { number: 4, text: 'old' }, after: { number: 4, text: 'new' }, changed: true },
        { before: { number: 5, text: 'older' }, after: null, changed: true },
        { before: { number: 6, text: 'end' }, after: { number: 5, text: 'end' }, changed: false },
        // A line that was added may itself begin as a head does.
        { before: null, after: { number: 6, text: '++ more' }, changed: true },
      ],
    },
  ]);
});

test('every line is where it says, and what is left out is alike on both sides', () => {
  const texts = fc.array(fc.constantFrom('a', 'b', '-', '+c', '@@', ''), { maxLength: 40 });
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const rows = sidesOf(unified({ before: 'x', after: 'y' }, before, after)).flatMap((hunk) => hunk.rows);
      const left = rows.flatMap((row) => row.before ?? []);
      const right = rows.flatMap((row) => row.after ?? []);
      for (const { number, text } of left) expect(before[number - 1]).toBe(text);
      for (const { number, text } of right) expect(after[number - 1]).toBe(text);
      const rest = (all: string[], shown: { number: number }[]) => {
        const told = new Set(shown.map(({ number }) => number));
        return all.filter((_, at) => !told.has(at + 1));
      };
      expect(rest(before, left)).toEqual(rest(after, right));
      expect(rows.every(({ before: one, after: two, changed }) => changed || one?.text === two?.text)).toBe(
        true,
      );
    }),
  );
});
