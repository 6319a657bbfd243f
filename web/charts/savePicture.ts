import { saveBlob } from '../document/rowFile.ts';
import { visibleText } from '../text/visible.ts';
import { fileName } from './ChartTable.tsx';
import type { ChartData } from './chartData.ts';
import { inksAt } from './inks.ts';

const HEAD = 44;
const MARGIN = 16;

/** The chart as it is on the page, with its title and unit, on the ground of the page. */
export function savePicture(chart: HTMLCanvasElement, { title, unit }: ChartData): void {
  const inks = inksAt(chart.parentElement ?? document.body);
  const scale = chart.width / chart.clientWidth;
  const picture = document.createElement('canvas');
  picture.width = chart.width + 2 * MARGIN * scale;
  picture.height = chart.height + (HEAD + MARGIN) * scale;
  const context = picture.getContext('2d');
  if (!context) return;
  context.fillStyle = inks.sheet;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(chart, MARGIN * scale, HEAD * scale);
  context.scale(scale, scale);
  context.fillStyle = inks.ink;
  context.font = `600 16px ${inks.font}`;
  context.fillText(visibleText(title), MARGIN, 28);
  const width = context.measureText(visibleText(title)).width;
  context.fillStyle = inks.soft;
  context.font = `14px ${inks.font}`;
  context.fillText(`in ${unit}`, MARGIN + width + 10, 28);
  picture.toBlob((blob) => blob && saveBlob(`${fileName(title)}.png`, blob), 'image/png');
}
