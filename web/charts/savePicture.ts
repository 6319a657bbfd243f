import { saveBlob } from '../document/rowFile.ts';
import { visibleText } from '../text/visible.ts';
import { fileName } from './ChartTable.tsx';
import type { ChartData } from './chartData.ts';
import { type Inks, inksAt } from './inks.ts';

const HEAD = 44;
const MARGIN = 16;

/** The chart as it is on the page, with its title and unit, on the ground of the page. */
export function savePicture(chart: HTMLCanvasElement, about: Pick<ChartData, 'title' | 'unit'>): void {
  const size = {
    width: chart.clientWidth,
    height: chart.clientHeight,
    scale: chart.width / chart.clientWidth,
  };
  keep(chart, size, about, inksAt(chart.parentElement ?? document.body));
}

interface Size {
  width: number;
  height: number;
  /** Dots of the file to one of these. */
  scale: number;
}

/** Saves a drawing under its title and unit. */
export function keep(
  drawing: CanvasImageSource,
  { width, height, scale }: Size,
  { title, unit }: Pick<ChartData, 'title' | 'unit'>,
  inks: Pick<Inks, 'ink' | 'soft' | 'sheet' | 'font'>,
): void {
  const picture = document.createElement('canvas');
  picture.width = (width + 2 * MARGIN) * scale;
  picture.height = (height + HEAD + MARGIN) * scale;
  const context = picture.getContext('2d');
  if (!context) return;
  context.scale(scale, scale);
  context.fillStyle = inks.sheet;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(drawing, MARGIN, HEAD, width, height);
  context.fillStyle = inks.ink;
  context.font = `600 16px ${inks.font}`;
  context.fillText(visibleText(title), MARGIN, 28);
  const told = context.measureText(visibleText(title)).width;
  context.fillStyle = inks.soft;
  context.font = `14px ${inks.font}`;
  context.fillText(`in ${unit}`, MARGIN + told + 10, 28);
  picture.toBlob((blob) => blob && saveBlob(`${fileName(title)}.png`, blob), 'image/png');
}
