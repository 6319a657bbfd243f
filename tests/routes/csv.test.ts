import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cursorOf, keyOfCursor } from '../../server/routes/cursor.ts';
import { csvCell } from '../../server/routes/exports/csv.ts';

describe('a cell', () => {
  test.each([
    ['plain', 'plain'],
    ['with, comma', '"with, comma"'],
    ['a "quote"', '"a ""quote"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-1', "'-1"],
    ['\t=1', '"\'\t\'=1"'],
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
    // Postgres holds no NUL, so no key has one.
    const text = fc.string().filter((one) => !one.includes('\0'));
    fc.assert(
      fc.property(fc.array(fc.oneof(text, fc.nat()), { minLength: 1, maxLength: 9 }), (key) => {
        const parts = key.map((one) => (typeof one === 'string' ? ('text' as const) : ('integer' as const)));
        expect(keyOfCursor(cursorOf(key), parts)).toEqual(key);
      }),
    );
  });

  test.each([
    'x',
    'bnVsbA',
    cursorOf(['a']),
    cursorOf([]),
    cursorOf(['1', 'a']),
    cursorOf([1.5, 'a']),
    cursorOf([1e99, 'a']),
    cursorOf([1, 2]),
    cursorOf([1, 'a\0']),
  ])('%s is refused for a list by number and name', (cursor) =>
    expect(() => keyOfCursor(cursor, ['integer', 'text'])).toThrow(/no cursor/),
  );
});
