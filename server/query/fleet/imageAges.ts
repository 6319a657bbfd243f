import type { FleetImageAgeRow } from '../../routes/schemas/fleetImages.ts';
import { sql } from '../../sql.ts';
import type { Queryable } from '../../store/database.ts';
import { nodesNamed } from '../nodesNamed.ts';

/** How old images are, the youngest first; months of 30 days and years of 365. The last one has no end. */
export const IMAGE_AGES = ['month', 'quarter', 'year', 'two-years', 'four-years', 'older', 'untold'] as const;
export type ImageAge = (typeof IMAGE_AGES)[number];

const DAYS = [0, 30, 90, 365, 730, 1460];
const DAY = 86_400_000;
/** What builds that can be repeated write instead of a date, or clocks that were never set. */
const FIRST_DATE = '1990-01-01';

/**
 * Between which days an image of an age was made, the second not included and '' where there is none; as text, since image dates begin with their day. null for
 * those that do not tell a day.
 */
export function daysOf(age: ImageAge, now: Date): { from: string; until: string } | null {
  if (age === 'untold') return null;
  const at = IMAGE_AGES.indexOf(age);
  const day = (days: number | undefined) =>
    days === undefined ? FIRST_DATE : new Date(now.getTime() - days * DAY).toISOString().slice(0, 10);
  // A clock that runs ahead makes no image that is not there yet: it is of the youngest.
  return { from: day(DAYS[at + 1]), until: at === 0 ? '' : day(DAYS[at]) };
}

/** How many images are how old by what they say themselves, and the space they take. */
export async function listImageAges(
  db: Queryable,
  { site, cluster, nodes = '' }: { site: string; cluster: string; nodes?: string },
  now = new Date(),
): Promise<FleetImageAgeRow[]> {
  const ends = IMAGE_AGES.map((age) => daysOf(age, now));
  const found = await db.query<{ number: number; images: number; bytes: string; unsized: number }>(
    sql('fleet-image-ages'),
    [
      ...[site, cluster, ends.map((one) => one?.from ?? ''), ends.map((one) => one?.until ?? '')],
      nodesNamed(nodes),
    ],
  );
  const known = new Map(found.rows.map((row) => [row.number, row]));
  return IMAGE_AGES.map((age, at) => {
    const row = known.get(at + 1);
    return {
      age,
      from: ends[at]?.from ?? '',
      until: ends[at]?.until ?? '',
      images: row?.images ?? 0,
      bytes: Number(row?.bytes ?? 0),
      unsized: row?.unsized ?? 0,
    };
  });
}
