import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import { numberText } from '../text/quantities.ts';
import { visibleText } from '../text/visible.ts';
import { dateText } from '../time/age.ts';
import { type ChartData, type ChartKind, type ChartRow, drawnRows } from './chartData.ts';
import { type Inks, inksAt } from './inks.ts';
import { LEGEND } from './legend.ts';
import { dashes, groundOf, points } from './patterns.ts';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

/** Draws a chart and gives what removes it. A click on a part opens the rows that it counts. */
export function draw(
  canvas: HTMLCanvasElement,
  kind: ChartKind,
  data: ChartData,
  open: (link: string) => void,
): () => void {
  const inks = inksAt(canvas.parentElement ?? document.body);
  const rows = drawnRows(kind, data.rows);
  const plan: Plan = { data, rows, inks, open };
  const chart =
    kind === 'time'
      ? new Chart(canvas, timePlan(plan))
      : new Chart(canvas, barPlan(plan, kind === 'stacked'));
  canvas.classList.add('chart-drawn');
  return () => chart.destroy();
}

interface Plan {
  data: ChartData;
  rows: ChartRow[];
  inks: Inks;
  open: (link: string) => void;
}

const colourOf = ({ series }: Inks, at: number) => series[at % series.length] ?? 'gray';

function barPlan(plan: Plan, stacked: boolean): ChartConfiguration<'bar', (number | null)[], string> {
  const { data, rows, inks } = plan;
  return {
    type: 'bar',
    data: {
      labels: rows.map(({ label }) => shortened(visibleText(label))),
      datasets: data.series.map(({ title, ink }, at) => ({
        label: visibleText(title),
        // Nothing is drawn for zero, which a least length would make visible.
        data: rows.map(({ values }) => values[at] || null),
        backgroundColor: groundOf(colourOf(inks, ink ?? at), inks.sheet, ink ?? at),
        borderColor: inks.sheet,
        borderWidth: stacked ? { right: 1 } : 0,
        maxBarThickness: 18,
        // A part that is small beside the others is still seen.
        minBarLength: 2,
      })),
    },
    options: {
      ...common(plan),
      indexAxis: 'y',
      scales: {
        x: { ...axis(inks), stacked, beginAtZero: true, ticks: valueTicks(plan) },
        y: { ...axis(inks), stacked, grid: { display: false }, ticks: { color: inks.ink, autoSkip: false } },
      },
    },
  };
}

function timePlan(plan: Plan): ChartConfiguration<'line', { x: number; y: number | null }[]> {
  const { data, rows, inks } = plan;
  return {
    type: 'line',
    data: {
      datasets: data.series.map(({ title }, at) => ({
        label: visibleText(title),
        data: rows.map(({ at: x = 0, values }) => ({ x, y: values[at] ?? null })),
        borderColor: colourOf(inks, at),
        backgroundColor: colourOf(inks, at),
        borderDash: dashes[at % dashes.length] ?? [],
        pointStyle: points[at % points.length] ?? 'circle',
        borderWidth: 2,
        pointRadius: 3.5,
        // Nothing is drawn across what nobody knows.
        spanGaps: false,
        clip: false as const,
      })),
    },
    options: {
      ...common(plan),
      scales: {
        x: {
          ...axis(inks),
          type: 'linear',
          ticks: {
            color: inks.soft,
            maxRotation: 0,
            maxTicksLimit: 8,
            callback: (at) => dateText(Number(at)),
          },
          min: rows[0]?.at ?? 0,
          max: rows.at(-1)?.at ?? 0,
        },
        y: { ...axis(inks), beginAtZero: true, ticks: valueTicks(plan) },
      },
    },
  };
}

const axis = ({ rule }: Inks) => ({ grid: { color: rule }, border: { color: rule } });

const valueTicks = ({ data, rows, inks }: Plan) => ({
  color: inks.soft,
  maxRotation: 0,
  maxTicksLimit: 7,
  ...(data.step
    ? { stepSize: data.step(Math.max(0, ...rows.flatMap(({ values }) => values.map((one) => one ?? 0)))) }
    : {}),
  // Of nodes and images there are no halves.
  ...(data.rows.every(({ values }) => values.every((one) => Number.isInteger(one ?? 0)))
    ? { precision: 0 }
    : {}),
  callback: (value: string | number) => (data.text ?? numberText)(Number(value)),
});

function common({ data, rows, inks, open }: Plan) {
  const font = { family: inks.font, size: LEGEND.font };
  const { boxWidth, boxHeight, gap } = LEGEND;
  return {
    animation: false as const,
    responsive: true,
    maintainAspectRatio: false,
    font,
    color: inks.ink,
    onClick: (_: unknown, parts: { index: number; datasetIndex: number }[]) => {
      const [part] = parts;
      const link = part && rows[part.index]?.links?.[part.datasetIndex];
      if (link !== undefined) open(link);
    },
    plugins: {
      legend: {
        display: data.series.length > 1,
        align: 'start' as const,
        labels: { color: inks.ink, boxWidth, boxHeight, padding: gap, font },
        // A series that is switched off is not in the table's sums any more than on the page; all stay.
        onClick: () => {},
      },
      tooltip: {
        animation: false as const,
        titleFont: font,
        bodyFont: font,
        callbacks: {
          title: (items: { dataIndex: number }[]) =>
            visibleText(rows[items[0]?.dataIndex ?? -1]?.label ?? ''),
          label: (item: { datasetIndex: number; dataIndex: number }) => {
            const value = rows[item.dataIndex]?.values[item.datasetIndex];
            const named = visibleText(data.series[item.datasetIndex]?.title ?? '');
            return `${named}: ${value === null || value === undefined ? 'not known' : (data.text ?? numberText)(value)}`;
          },
        },
      },
    },
  };
}

const LONGEST = 38;

const shortened = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);
