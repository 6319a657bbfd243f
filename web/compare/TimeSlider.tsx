import type { Filters } from '../addresses/useFilters.ts';
import { DaySlider } from './DaySlider.tsx';
import { isSent } from './sent.ts';

/** Both places as they were on a day. */
export function TimeSlider({ filters, a, b }: { filters: Filters; a: string; b: string }) {
  // An inventory from a file has no past.
  if (isSent(a) || isSent(b)) return null;
  const shown = dayOf(a) === dayOf(b) ? dayOf(a) : '';
  return (
    <DaySlider
      shown={shown}
      now={a.includes('@') || b.includes('@') ? filters.link({ a: placeAt(a, ''), b: placeAt(b, '') }) : null}
      go={(day) => filters.set({ a: placeAt(a, day), b: placeAt(b, day), series: '' })}
    />
  );
}

/** The day that a place is asked about; '' for now. */
const dayOf = (place: string) =>
  place.includes('@') ? place.slice(place.indexOf('@') + 1).slice(0, 10) : '';

/** The same place on another day. */
export function placeAt(place: string, day: string): string {
  const [bare = ''] = place.split('@');
  return day === '' ? bare : `${bare}@${day}`;
}
