import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PeriodAsked, periodBefore, periodOf } from '../../server/reports/period.ts';
import { clockAt, dayAfter, dayAt, mondayOfWeek, startOfDay, weekOf } from '../../server/reports/zone.ts';

const asked = (more: Partial<PeriodAsked> = {}) => ({ week: '', from: '', to: '', ...more });
const told = (one: { from: Date; to: Date }) => [one.from.toISOString(), one.to.toISOString()];

describe('the period of a report', () => {
  test('is the last whole week by the clocks of the zone', () => {
    // Sunday 22 November, half past eleven in the evening in Berlin: the week is not over there, in Auckland it is.
    const now = new Date('2026-11-22T22:30:00Z');
    expect(told(periodOf(asked(), 'Europe/Berlin', now))).toEqual([
      '2026-11-08T23:00:00.000Z',
      '2026-11-15T23:00:00.000Z',
    ]);
    expect(told(periodOf(asked(), 'Pacific/Auckland', now))).toEqual([
      '2026-11-15T11:00:00.000Z',
      '2026-11-22T11:00:00.000Z',
    ]);
  });

  test('has an hour less or more in the weeks in which clocks change', () => {
    const hours = (week: string) => {
      const { from, to } = periodOf(asked({ week }), 'Europe/Berlin');
      return (to.getTime() - from.getTime()) / 3_600_000;
    };
    // The last Sundays of March and October 2026.
    expect([hours('2026-W13'), hours('2026-W14'), hours('2026-W43'), hours('2026-W44')]).toEqual([
      167, 168, 169, 168,
    ]);
  });

  test('takes days with the last one, and times as they are', () => {
    const now = new Date('2026-11-28T12:00:00Z');
    const of = (more: Partial<PeriodAsked>) => told(periodOf(asked(more), 'Europe/Berlin', now));
    expect(of({ from: '2026-11-01', to: '2026-11-30' })).toEqual([
      '2026-10-31T23:00:00.000Z',
      '2026-11-30T23:00:00.000Z',
    ]);
    expect(of({ from: '2026-11-27' })).toEqual(['2026-11-26T23:00:00.000Z', '2026-11-28T12:00:00.000Z']);
    expect(of({ to: '2026-11-07' })).toEqual(['2026-10-31T23:00:00.000Z', '2026-11-07T23:00:00.000Z']);
    expect(of({ from: '2026-11-01T06:00Z', to: '2026-11-01T07:30+01:00' })).toEqual([
      '2026-11-01T06:00:00.000Z',
      '2026-11-01T06:30:00.000Z',
    ]);
  });

  test.each([
    { week: '2026-W54' },
    { week: '2026-W00' },
    { week: '2025-W53' },
    { week: 'last' },
    { week: '2026-W01', from: '2026-01-01' },
    { from: '2026-02-30' },
    { from: '2026-11-08', to: '2026-11-07' },
    { from: 'yesterday' },
    { from: '0000-01-01', to: '2026-01-01' },
    { from: '1969-12-31', to: '2026-01-01' },
    { from: '2026-01-01', to: '9999-12-31' },
    { week: '0001-W01' },
    { week: '9999-W52' },
  ])('%o is none', (more) => {
    expect(() => periodOf(asked(more), 'UTC', new Date('2026-11-28T12:00:00Z'))).toThrow(
      expect.objectContaining({ code: 'bad-request' }),
    );
  });
});

describe('days and weeks', () => {
  test.each([
    ['2026-12-31', '2026-W53'],
    ['2027-01-03', '2026-W53'],
    ['2027-01-04', '2027-W01'],
    ['2024-12-30', '2025-W01'],
    ['2026-11-22', '2026-W47'],
  ])('%s is in week %s', (day, week) => expect(weekOf(day)).toBe(week));

  test('a day begins with the first moment that shows it, also where midnight is left out or comes twice', () => {
    // Beirut puts its clocks forward at midnight, Azores back at one, to midnight.
    const zones = [
      'UTC',
      'Europe/Berlin',
      'Asia/Beirut',
      'Atlantic/Azores',
      'America/Havana',
      'Asia/Kathmandu',
    ];
    const day = fc.integer({ min: 0, max: 800 }).map((number) => dayAfter('2025-06-01', number));
    fc.assert(
      fc.property(fc.constantFrom(...zones, 'Pacific/Apia', 'Africa/Cairo'), day, (zone, one) => {
        const start = startOfDay(zone, one);
        expect(dayAt(zone, start)).toBe(one);
        expect(dayAt(zone, new Date(start.getTime() - 1))).toBe(dayAfter(one, -1));
      }),
      { numRuns: 2000 },
    );
    expect(clockAt('Asia/Beirut', startOfDay('Asia/Beirut', '2026-03-29'))).toBe('2026-03-29 01:00');
  });

  test('every day is in the week that begins with its Monday', () => {
    const day = fc.integer({ min: 0, max: 12_000 }).map((number) => dayAfter('2000-01-01', number));
    fc.assert(
      fc.property(day, (one) => {
        const monday = mondayOfWeek(weekOf(one)) ?? '';
        expect(new Date(monday).getUTCDay()).toBe(1);
        expect(monday <= one && one < dayAfter(monday, 7)).toBe(true);
      }),
    );
  });
});

describe('the period before', () => {
  test.each([
    // The week before that in which clocks went forward, on Sunday 29 March.
    [{ week: '2026-W14' }, '2026-03-22T23:00:00.000Z'],
    [{ week: '2026-W44' }, '2026-10-18T22:00:00.000Z'],
    // March has 31 days, February 28.
    [{ from: '2026-03-01', to: '2026-03-31' }, '2026-01-31T23:00:00.000Z'],
    [{ from: '2026-01-01', to: '2026-03-31' }, '2025-09-30T22:00:00.000Z'],
    [{ from: '2026-03-30', to: '2026-03-30' }, '2026-03-28T23:00:00.000Z'],
    [{ from: '2026-03-01', to: '2026-03-30' }, '2026-01-29T23:00:00.000Z'],
    [{ from: '2026-11-01T06:00Z', to: '2026-11-01T07:30Z' }, '2026-11-01T04:30:00.000Z'],
  ])('of %j begins at %s', (more, from) => {
    const period = periodOf(asked(more), 'Europe/Berlin', new Date('2026-11-28T12:00:00Z'));
    expect(told(periodBefore(period))).toEqual([from, period.from.toISOString()]);
  });

  test('ends where the other begins, and is as many days long', () => {
    const day = fc
      .date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
      .map((one) => one.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 27 }), (first, days) => {
        const zone = 'America/St_Johns';
        const period = periodOf(asked({ from: first, to: dayAfter(first, days - 1) }), zone);
        const before = periodBefore(period);
        expect([before.to, dayAt(zone, before.from)]).toEqual([period.from, dayAfter(first, -days)]);
        expect(startOfDay(zone, dayAt(zone, before.from))).toEqual(before.from);
      }),
    );
  });
});
