import type { HistoryRow } from '../../server/routes/schemas/history.ts';
import { spanOf } from './span.ts';

/** From when until when, as a bar: its ends are hatched where nobody looked. The words beside it say the same. */
export function SpanBar({ row, from, to }: { row: HistoryRow; from: number; to: number }) {
  const { begin, end, maybeFrom, maybeTo } = spanOf(row, from, to);
  const look = row.until === null ? 'span-open' : row.gone ? 'span-gone' : 'span-past';
  return (
    <svg class="span-bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
      <rect class="span-axis" x="0" y="4.5" width="1000" height="1" />
      <rect class="span-maybe" x={maybeFrom} y="2" width={maybeTo - maybeFrom} height="6" />
      <rect class={look} x={begin} y="0" width={end - begin} height="10" />
    </svg>
  );
}
