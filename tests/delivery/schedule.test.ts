import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { duesOf, periodOf } from '../../server/delivery/schedule.ts';
import { type PeriodKind, whenOf } from '../../server/delivery/when.ts';

const BERLIN = 'Europe/Berlin';

test.each([
  ['daily', '0 6 * * *', 'day'],
  ['Daily 07:30', '30 7 * * *', 'day'],
  ['weekly', '0 6 * * 1', 'week'],
  ['weekly fri 17:05', '5 17 * * 5', 'week'],
  ['weekly  sun', '0 6 * * 0', 'week'],
  ['monthly', '0 6 1 * *', 'month'],
  ['monthly 15 00:00', '0 0 15 * *', 'month'],
  ['*/30 8-18 * * mon-fri', '*/30 8-18 * * mon-fri', 'since'],
])('%s is %s, of the %s', (text, cron, period) => expect(whenOf(text)).toEqual({ cron, period }));

test.each([
  '',
  'weekly 25:00',
  'weekly monday',
  'monthly 29',
  'monthly 31 06:00',
  'yearly',
  '0 6 * *',
  '0 0 30 2 *',
])('"%s" is no time', (text) => expect(whenOf(text)).toBe(null));

describe('the period of a report', () => {
  const period = (kind: PeriodKind, cron: string, timezone: string, due: string) => {
    const { from, to } = periodOf({ cron, period: kind }, timezone, new Date(due));
    return [from.toISOString(), to.toISOString()];
  };

  test('is the last whole ISO week, an hour shorter in spring and longer in autumn', () => {
    // 30 March 2026 is a Monday; the clocks went forward the day before.
    const spring = period('week', '0 6 * * 1', BERLIN, '2026-03-30T04:00Z');
    expect(spring).toEqual(['2026-03-22T23:00:00.000Z', '2026-03-29T22:00:00.000Z']);
    const autumn = period('week', '0 6 * * 1', BERLIN, '2026-10-26T05:00Z');
    expect(autumn).toEqual(['2026-10-18T22:00:00.000Z', '2026-10-25T23:00:00.000Z']);
    // On a Sunday evening the week is not over.
    expect(period('week', '0 20 * * 0', BERLIN, '2026-11-08T19:00Z')).toEqual([
      '2026-10-25T23:00:00.000Z',
      '2026-11-01T23:00:00.000Z',
    ]);
  });

  test('is the day before, the month before, or the time since the one before', () => {
    expect(period('day', '0 0 * * *', BERLIN, '2026-11-02T23:00Z')).toEqual([
      '2026-11-01T23:00:00.000Z',
      '2026-11-02T23:00:00.000Z',
    ]);
    expect(period('month', '0 6 1 * *', BERLIN, '2027-01-01T05:00Z')).toEqual([
      '2026-11-30T23:00:00.000Z',
      '2026-12-31T23:00:00.000Z',
    ]);
    expect(period('since', '0 6 * * mon,thu', BERLIN, '2026-11-05T05:00Z')).toEqual([
      '2026-11-02T05:00:00.000Z',
      '2026-11-05T05:00:00.000Z',
    ]);
  });

  test('periods follow each other without a gap or an overlap, whatever the clocks do', () => {
    const crons = { day: '0 6 * * *', week: '30 2 * * 1', month: '0 6 1 * *', since: '30 2 * * *' };
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) }),
        fc.constantFrom('day', 'week', 'month', 'since'),
        fc.constantFrom(BERLIN, 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'),
        (at, kind, timezone) => {
          const schedule = { cron: crons[kind], period: kind, missed: 'all' as const };
          const dues = duesOf(schedule, timezone, new Date(0), new Date(at)).slice(-4);
          const told = dues.map((due) => periodOf(schedule, timezone, due));
          for (const [index, { from, to }] of told.entries()) {
            expect(from < to).toBe(true);
            if (index > 0) expect(from).toEqual(told[index - 1]?.to);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

test('of reports that were missed the last one is due, or all', () => {
  const [since, now] = [new Date('2026-10-01T00:00Z'), new Date('2026-10-28T12:00Z')];
  const dues = (missed: 'last' | 'all') =>
    duesOf({ cron: '0 6 * * 1', missed }, BERLIN, since, now).map((due) => due.toISOString());
  expect(dues('last')).toEqual(['2026-10-26T05:00:00.000Z']);
  expect(dues('all')).toEqual([
    '2026-10-05T04:00:00.000Z',
    '2026-10-12T04:00:00.000Z',
    '2026-10-19T04:00:00.000Z',
    '2026-10-26T05:00:00.000Z',
  ]);
});

test('in the second before it is due, the one before was the last', () => {
  const weekly = { cron: '0 6 * * 1', missed: 'last' as const };
  for (const now of ['2026-10-26T04:59:59.001Z', '2026-10-26T04:59:58.999Z', '2026-10-19T04:00:00.000Z'])
    expect(duesOf(weekly, BERLIN, new Date(0), new Date(now)), now).toEqual([
      new Date('2026-10-19T04:00:00.000Z'),
    ]);
});
