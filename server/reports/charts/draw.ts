import type { ReportChart } from '../model.ts';
import { bars } from './bars.ts';
import { brief, label } from './label.ts';
import { lines } from './lines.ts';
import { matrix } from './matrix.ts';
import { type Picture, WIDTH } from './picture.ts';
import { stacked } from './stacked.ts';

const kinds: Record<ReportChart['kind'], (chart: ReportChart) => Picture> = { bars, stacked, lines, matrix };

/** What a chart looks like. */
export function pictureOf(chart: ReportChart): Picture {
  if (chart.categories.length > 0 && chart.series.length > 0) return kinds[chart.kind](chart);
  const text = label('There is nothing to draw.', { x: 0, y: 16, room: WIDTH, ink: 'ink-soft' });
  return { width: WIDTH, height: 24, shapes: [text] };
}

/** The same in a sentence, for those who do not see it. */
export function descriptionOf({ kind, categories, series, unit, type }: ReportChart): string {
  const what = { bars: 'Bars', stacked: 'Stacked bars', lines: 'Lines', matrix: 'A matrix' }[kind];
  const names = series.slice(0, 6).map(({ name }) => brief(name));
  const more = series.length > names.length ? ` and ${series.length - names.length} more` : '';
  return `${what} of ${unit ?? (type === 'share' ? 'shares' : 'numbers')}: ${names.join(', ')}${more}; ${categories.length} entries. A table below has the same numbers.`;
}
