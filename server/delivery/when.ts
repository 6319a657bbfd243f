import { isSchedule } from '../inventory/collection.ts';

/** How much of the past a report tells: whole days, weeks (ISO 8601) and months of the calendar, or since the time before. */
export const periods = ['day', 'week', 'month', 'since'] as const;
export type PeriodKind = (typeof periods)[number];

export interface When {
  /** Five fields as in crontab(5). */
  cron: string;
  period: PeriodKind;
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const TIME = '(?: (?<hour>[01]?[0-9]|2[0-3]):(?<minute>[0-5][0-9]))?';
const DAILY = new RegExp(`^daily${TIME}$`);
const WEEKLY = new RegExp(`^weekly(?: (?<day>${DAYS.join('|')}))?${TIME}$`);
const MONTHLY = new RegExp(`^monthly(?: (?<day>[1-9]|1[0-9]|2[0-8]))?${TIME}$`);

/** Reads `daily 07:30`, `weekly mon 06:00`, `monthly 1 06:00` or a line of crontab(5); null for anything else. */
export function whenOf(text: string): When | null {
  const said = text.trim().toLowerCase().replace(/\s+/g, ' ');
  const daily = DAILY.exec(said);
  if (daily) return { cron: `${clockOf(daily.groups)} * * *`, period: 'day' };
  const weekly = WEEKLY.exec(said);
  if (weekly)
    return {
      cron: `${clockOf(weekly.groups)} * * ${DAYS.indexOf(weekly.groups?.day ?? 'mon')}`,
      period: 'week',
    };
  const monthly = MONTHLY.exec(said);
  if (monthly)
    return { cron: `${clockOf(monthly.groups)} ${monthly.groups?.day ?? '1'} * *`, period: 'month' };
  return isSchedule(said) ? { cron: said, period: 'since' } : null;
}

/** Minute and hour; at six, before people come. */
function clockOf(groups: Record<string, string> | undefined): string {
  return `${Number(groups?.minute ?? '0')} ${Number(groups?.hour ?? '6')}`;
}
