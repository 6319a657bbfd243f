import { describe, expect, test } from 'vitest';
import { collectionOf, defaultCollection, isSchedule, lastDue } from '../../server/inventory/collection.ts';

const BERLIN = 'Europe/Berlin';
const due = (schedule: string, timezone: string, since: string, now: string) =>
  lastDue(schedule, timezone, new Date(since), new Date(now))?.toISOString() ?? null;

describe('a schedule', () => {
  test.each([
    ['30 2 * * *', true],
    ['*/15 8-18 * * mon-fri', true],
    ['@daily', true],
    ['@reboot', false],
    ['30 2 * *', false],
    ['0 30 2 * * *', false],
    ['61 2 * * *', false],
    ['0 0 30 2 *', false],
    [`${'0,'.repeat(60)}0 2 * * *`, false],
    ['', false],
  ])('%s: %s', (text, holds) => expect(isSchedule(text)).toBe(holds));

  test.each([
    // In winter 02:30 in Berlin is 01:30 in UTC, in summer 00:30.
    ['30 2 * * *', BERLIN, '2026-11-01T00:00Z', '2026-11-03T12:00Z', '2026-11-03T01:30:00.000Z'],
    ['30 2 * * *', BERLIN, '2026-07-01T00:00Z', '2026-07-03T12:00Z', '2026-07-03T00:30:00.000Z'],
    // To the second, and not before.
    ['30 2 * * *', BERLIN, '2026-11-02T12:00Z', '2026-11-03T01:29:59Z', null],
    ['30 2 * * *', BERLIN, '2026-11-02T12:00Z', '2026-11-03T01:30:00Z', '2026-11-03T01:30:00.000Z'],
    // What was done is not done again.
    ['30 2 * * *', BERLIN, '2026-11-03T01:30Z', '2026-11-03T12:00Z', null],
    // Of several that were missed, the latest.
    ['@hourly', 'UTC', '2026-11-03T00:00Z', '2026-11-03T05:30Z', '2026-11-03T05:00:00.000Z'],
    // Five and a half hours ahead.
    ['0 3 * * *', 'Asia/Kolkata', '2026-11-01T00:00Z', '2026-11-02T00:00Z', '2026-11-01T21:30:00.000Z'],
    // 2 November 2026 is a Monday.
    ['0 6 * * mon', 'UTC', '2026-10-30T00:00Z', '2026-11-06T00:00Z', '2026-11-02T06:00:00.000Z'],
  ])('%s in %s, since %s, at %s: %s', (schedule, timezone, since, now, time) =>
    expect(due(schedule, timezone, since, now)).toBe(time),
  );

  /** Each time at which a sweep begins, when somebody looks every minute from one time to another. */
  function runs(schedule: string, from: string, to: string): string[] {
    const began: string[] = [];
    let since = new Date(from);
    for (let now = since.getTime(); now <= Date.parse(to); now += 60_000) {
      const time = lastDue(schedule, BERLIN, since, new Date(now));
      if (time === null) continue;
      began.push(time.toISOString());
      since = time;
    }
    return began;
  }

  test('in the hour that the clock repeats runs once', () => {
    const began = runs('30 2 * * *', '2026-10-24T22:00Z', '2026-10-25T06:00Z');
    expect(began).toHaveLength(1);
    expect(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']).toContain(began[0]);
  });

  test('in the hour that the clock leaves out runs once, after it', () => {
    const began = runs('30 2 * * *', '2027-03-27T22:00Z', '2027-03-28T06:00Z');
    expect(began).toHaveLength(1);
    expect(Date.parse(began[0] ?? '')).toBeGreaterThanOrEqual(Date.parse('2027-03-28T01:00Z'));
    expect(Date.parse(began[0] ?? '')).toBeLessThanOrEqual(Date.parse('2027-03-28T02:00Z'));
  });

  test.each([
    [{}, defaultCollection],
    [{ collect: { nodes: 3 } }, { ...defaultCollection, nodes: 3 }],
    [{ collect: { schedule: 'at noon' } }, defaultCollection],
    [null, defaultCollection],
  ])('as it is stored: %j', (settings, collection) => expect(collectionOf(settings)).toEqual(collection));
});
