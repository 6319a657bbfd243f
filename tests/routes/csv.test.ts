import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvCell } from '../../server/routes/csv.ts';
import { cursorOf, keyOfCursor } from '../../server/routes/cursor.ts';

describe('a cell', () => {
  test.each([
    ['plain', 'plain'],
    ['with, comma', '"with, comma"'],
    ['a "quote"', '"a ""quote"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-1', "'-1"],
    ['\t=1', "'\t=1"],
    ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
    [-3, '-3'],
    [null, ''],
    [true, 'true'],
    [['a', 'b'], '"[""a"",""b""]"'],
  ])('%j is %s', (value, cell) => expect(csvCell(value)).toBe(cell));

  test('text never begins with what a spreadsheet runs', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(/^"?[=+\-@\t\r]/.test(csvCell(text))).toBe(false);
      }),
    );
  });
});

describe('a cursor', () => {
  test('gives its key back', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.integer()), { minLength: 1, maxLength: 9 }), (key) => {
        expect(keyOfCursor(cursorOf(key), key.length)).toEqual(key);
      }),
    );
  });

  test.each(['x', 'bnVsbA', cursorOf(['a']), cursorOf([])])('%s is refused for a list of two', (cursor) =>
    expect(() => keyOfCursor(cursor, 2)).toThrow(/no cursor/),
  );
});
