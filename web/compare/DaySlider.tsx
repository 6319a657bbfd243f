import { useField } from '../addresses/useField.ts';

const DAYS = 365;
const DAY = 86_400_000;

/** A day of the past; the right end is now, and any earlier day can be typed. '' is now. */
export function DaySlider({
  shown,
  go,
  now,
}: {
  shown: string;
  go: (day: string) => void;
  /** The address of now, where something else is shown. */
  now: string | null;
}) {
  const [day, setDay] = useField(shown);
  const today = Date.now();
  const back = day === '' ? 0 : daysBetween(day, textOf(today));
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
      {now !== null && <a href={now}>Now</a>}
    </form>
  );
}

/** Whole days, whatever the hour is: both are days of UTC. */
const daysBetween = (day: string, today: string) =>
  Math.min(DAYS, Math.max(0, (Date.parse(today) - Date.parse(day)) / DAY));
const textOf = (time: number) => new Date(time).toISOString().slice(0, 10);
const dayBack = (today: number, days: number) => (days === 0 ? '' : textOf(today - days * DAY));
