import { useField } from '../addresses/useField.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { isSent } from './sent.ts';

const DAYS = 365;
const DAY = 86_400_000;

/** Both places as they were on a day; the right end is now, and any earlier day can be typed. */
export function TimeSlider({ filters, a, b }: { filters: Filters; a: string; b: string }) {
  const shown = dayOf(a) === dayOf(b) ? dayOf(a) : '';
  const [day, setDay] = useField(shown);
  // An inventory from a file has no past.
  if (isSent(a) || isSent(b)) return null;
  const today = Date.now();
  const go = (chosen: string) => filters.set({ a: at(a, chosen), b: at(b, chosen), series: '' });
  const back = day === '' ? 0 : Math.min(DAYS, Math.max(0, Math.round((today - Date.parse(day)) / DAY)));
  return (
    <form class="time-slider" aria-label="As it was" onSubmit={(event) => event.preventDefault()}>
      <label class="filter">
        <span class="label">As it was on</span>
        <input
          type="date"
          value={day}
          max={textOf(today)}
          onChange={(event) => go(event.currentTarget.value)}
        />
      </label>
      <label class="filter time-slider-range">
        <span class="label">{back === 0 ? 'Now' : `${back} ${back === 1 ? 'day' : 'days'} ago`}</span>
        <input
          type="range"
          min={-DAYS}
          max={0}
          value={-back}
          aria-valuetext={back === 0 ? 'now' : `${back} days ago`}
          onInput={(event) => setDay(dayBack(today, -Number(event.currentTarget.value)))}
          onChange={(event) => go(dayBack(today, -Number(event.currentTarget.value)))}
        />
      </label>
      {(a.includes('@') || b.includes('@')) && <a href={filters.link({ a: at(a, ''), b: at(b, '') })}>Now</a>}
    </form>
  );
}

const textOf = (time: number) => new Date(time).toISOString().slice(0, 10);
const dayBack = (today: number, days: number) => (days === 0 ? '' : textOf(today - days * DAY));

/** The day that a place is asked about; '' for now. */
const dayOf = (place: string) =>
  place.includes('@') ? place.slice(place.indexOf('@') + 1).slice(0, 10) : '';

/** The same place on another day. */
function at(place: string, day: string): string {
  const [bare = ''] = place.split('@');
  return day === '' ? bare : `${bare}@${day}`;
}
