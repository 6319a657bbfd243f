import { describe, expect, test } from 'vitest';
import { isWindow, windowAt } from '../../server/inventory/windows.ts';

const BERLIN = 'Europe/Berlin';
const within = (window: string, timezone: string, at: string) =>
  windowAt([window], timezone, new Date(at)) === window;

describe('a time that a cluster is left alone', () => {
  test.each([
    ['tue 08:00-12:00', true],
    ['daily 22:00-02:00', true],
    ['sun 00:00-24:00', true],
    ['2026-12-24/2027-01-02T12:00', true],
    ['tue 8:00-12:00', false],
    ['tue 24:00-02:00', false],
    ['tuesday 08:00-12:00', false],
    ['2026-02-30/2026-03-02', false],
    ['2026-03-02/2026-03-01', false],
    ['2026-03-02/2026-03-02', false],
    ['', false],
  ])('%s: %s', (text, holds) => expect(isWindow(text)).toBe(holds));

  // 27 October 2026 is a Tuesday; Berlin is then an hour ahead of UTC.
  test.each([
    ['2026-10-27T06:59:59Z', false],
    ['2026-10-27T07:00:00Z', true],
    ['2026-10-27T10:59:59Z', true],
    ['2026-10-27T11:00:00Z', false],
    ['2026-10-28T08:00:00Z', false],
  ])('tue 08:00-12:00 in Berlin at %s: %s', (at, holds) =>
    expect(within('tue 08:00-12:00', BERLIN, at)).toBe(holds),
  );

  // 31 October 2026 is a Saturday.
  test.each([
    ['sat 22:00-02:00', '2026-10-31T21:59:00Z', false],
    ['sat 22:00-02:00', '2026-10-31T22:00:00Z', true],
    ['sat 22:00-02:00', '2026-11-01T01:59:00Z', true],
    ['sat 22:00-02:00', '2026-11-01T02:00:00Z', false],
    ['sat 22:00-02:00', '2026-10-31T01:00:00Z', false],
    ['daily 22:00-02:00', '2026-10-31T01:00:00Z', true],
    ['sat 20:00-24:00', '2026-10-31T23:59:00Z', true],
    ['sat 20:00-24:00', '2026-11-01T00:00:00Z', false],
  ])('%s past midnight, at %s: %s', (window, at, holds) => expect(within(window, 'UTC', at)).toBe(holds));

  // Five and a half hours ahead: 08:00 there is 02:30 in UTC.
  test.each([
    ['2026-10-27T02:29:00Z', false],
    ['2026-10-27T02:30:00Z', true],
    ['2026-10-27T06:29:00Z', true],
    ['2026-10-27T06:30:00Z', false],
  ])('tue 08:00-12:00 in Kolkata at %s: %s', (at, holds) =>
    expect(within('tue 08:00-12:00', 'Asia/Kolkata', at)).toBe(holds),
  );

  test.each([
    // The hour from two to three comes twice, from 00:00 to 02:00 in UTC.
    ['2026-10-24T23:59:00Z', false],
    ['2026-10-25T00:30:00Z', true],
    ['2026-10-25T01:30:00Z', true],
    ['2026-10-25T02:00:00Z', false],
    // It does not come at all: after 01:59 it is three.
    ['2027-03-28T00:59:00Z', false],
    ['2027-03-28T01:00:00Z', false],
  ])('daily 02:00-03:00 when the clock changes, at %s: %s', (at, holds) =>
    expect(within('daily 02:00-03:00', BERLIN, at)).toBe(holds),
  );

  test.each([
    ['2026-12-23T22:59:00Z', false],
    ['2026-12-23T23:00:00Z', true],
    ['2027-01-02T10:59:00Z', true],
    ['2027-01-02T11:00:00Z', false],
  ])('from 24 December to noon of 2 January in Berlin, at %s: %s', (at, holds) =>
    expect(within('2026-12-24/2027-01-02T12:00', BERLIN, at)).toBe(holds),
  );

  test('of several, the one that holds is told', () => {
    const windows = ['mon 08:00-12:00', 'tue 08:00-12:00'];
    expect(windowAt(windows, 'UTC', new Date('2026-10-27T09:00:00Z'))).toBe('tue 08:00-12:00');
    expect(windowAt([], 'UTC', new Date())).toBeUndefined();
  });
});
