import type { ReportChart } from '../model.ts';
import type { Named } from './legend.ts';
import { lookOf, MOST_SERIES, REST } from './look.ts';

export interface DrawnSeries extends Named {
  values: (number | null)[];
}

/** What of a chart is drawn, and in words what is not. */
export interface Folded {
  categories: string[];
  series: DrawnSeries[];
  remarks: string[];
}

/** The first categories and series; a picture of more than that is read by nobody. */
export function folded(chart: ReportChart, mostCategories: number, mostSeries = MOST_SERIES): Folded {
  const categories = chart.categories.slice(0, mostCategories);
  const series = chart.series.slice(0, mostSeries).map(({ name, values }, at) => ({
    name,
    look: lookOf(at),
    values: categories.map((_, place) => values[place] ?? null),
  }));
  const remarks = [
    remark(categories.length, chart.categories.length, 'entries'),
    remark(series.length, chart.series.length, 'series'),
  ];
  return { categories, series, remarks: remarks.filter((text) => text !== '') };
}

/** The same where series lie on each other: what is left over is one more, so that bars keep their length. */
export function foldedStack(chart: ReportChart, mostCategories: number): Folded {
  if (chart.series.length <= MOST_SERIES) return folded(chart, mostCategories);
  const [kept, rest] = [chart.series.slice(0, MOST_SERIES - 1), chart.series.slice(MOST_SERIES - 1)];
  const values = chart.categories.map((_, place) => {
    const known = rest.flatMap((one) => one.values[place] ?? []);
    return known.length === rest.length ? known.reduce((sum, one) => sum + one, 0) : null;
  });
  const name = `${rest.length} others`;
  const all = folded({ ...chart, series: [...kept, { name, values }] }, mostCategories);
  return { ...all, series: all.series.map((one, at) => (at === kept.length ? { ...one, look: REST } : one)) };
}

function remark(drawn: number, all: number, what: string): string {
  return drawn === all ? '' : `The first ${drawn} of ${all} ${what} are drawn; the table has the numbers.`;
}
