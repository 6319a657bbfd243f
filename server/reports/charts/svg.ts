import type { ReportChart } from '../model.ts';
import { visibleText } from '../valueText.ts';
import { descriptionOf, pictureOf } from './draw.ts';
import { INKS, type Ink, type Path, type Point, type Rect, type Shape, type Text } from './picture.ts';

/** How inks and letters are named. */
interface Paper {
  ink: (name: Ink) => string;
  font: string;
}

/** Inks and letters of the page that holds the picture; where it names none, those of light ground. */
const page: Paper = { ink: (name) => `var(--${name}, ${INKS[name]})`, font: 'var(--sans, sans-serif)' };
/** For programs that know no variables of CSS. */
const fixed: Paper = { ink: (name) => INKS[name], font: 'sans-serif' };

/**
 * A chart as an element of SVG 1.1 that needs nothing else, and whose names and hints are read out. It has neither ids
 * nor styles, so that many stand in one page under a strict policy.
 */
export function chartSvg(chart: ReportChart, inks: 'page' | 'fixed' = 'page'): string {
  const paper = inks === 'page' ? page : fixed;
  const { width, height, shapes } = pictureOf(chart);
  const size = `viewBox="0 0 ${width} ${short(height)}" width="${width}" height="${short(height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" font-family="${paper.font}">`,
    `<title>${escaped(chart.title)}</title><desc>${escaped(descriptionOf(chart))}</desc>`,
    ...shapes.map((shape) => shapeSvg(shape, paper)),
    '</svg>',
  ].join('');
}

function shapeSvg(shape: Shape, paper: Paper): string {
  if (shape.kind === 'rect') return rectSvg(shape, paper);
  return shape.kind === 'path' ? pathSvg(shape, paper) : textSvg(shape, paper);
}

function rectSvg({ x, y, width, height, fill, stroke, strength, title }: Rect, { ink }: Paper): string {
  const place = `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;
  const laid = strength === undefined ? '' : ` fill-opacity="${short(strength)}"`;
  const edge = stroke ? ` stroke="${ink(stroke)}"` : '';
  return element('rect', `${place} fill="${ink(fill)}"${laid}${edge}`, title);
}

function pathSvg({ lines, fill, stroke, width = 1, dash = [], title }: Path, { ink }: Paper): string {
  const shape = lines.map((points) => `M${points.map(pointSvg).join('L')}${fill ? 'Z' : ''}`).join('');
  const edge = stroke ? ` stroke="${ink(stroke)}" stroke-width="${width}"` : '';
  const dashes = dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}"` : '';
  return element('path', `d="${shape}" fill="${fill ? ink(fill) : 'none'}"${edge}${dashes}`, title);
}

function textSvg(text: Text, { ink }: Paper): string {
  const place = `x="${short(text.x)}" y="${short(text.y)}"`;
  const turned = text.upright ? ` transform="rotate(-90 ${short(text.x)} ${short(text.y)})"` : '';
  const anchored = text.anchor === 'start' ? '' : ` text-anchor="${text.anchor}"`;
  const hint = text.title === undefined ? '' : `<title>${escaped(text.title)}</title>`;
  return `<text ${place} font-size="${text.size}" fill="${ink(text.ink)}"${anchored}${turned}>${hint}${escaped(text.text)}</text>`;
}

const element = (name: string, attributes: string, title: string | undefined) =>
  title === undefined
    ? `<${name} ${attributes}/>`
    : `<${name} ${attributes}><title>${escaped(title)}</title></${name}>`;

const pointSvg = ([x, y]: Point) => `${short(x)} ${short(y)}`;
const short = (value: number) => Number(value.toFixed(2));

/** Text for XML 1.0, with what would act in it made visible. */
function escaped(text: string): string {
  return visibleText(text)
    .replace(/[&<>]/g, (one) => ENTITIES[one] ?? '')
    .replaceAll(NOT_XML, '\ufffd');
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** XML 1.0, 2.2: what is left of it after control characters and halves of pairs. */
const NOT_XML = /[\ufffe\uffff]/g;
