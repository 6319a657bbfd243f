import { descriptionOf, pictureOf } from '../charts/draw.ts';
import type { Path, Picture, Rect, Shape, Text } from '../charts/picture.ts';
import type { ReportChart } from '../model.ts';
import { colourOf, LEFT, PAGE_ROOM, type Paper, ROOM } from './paper.ts';
import type { Structure } from './structure.ts';
import { wrapped } from './wrapped.ts';

const SIZE = 9.5;
/** What is above a picture: two lines, and room around them. */
const TITLE = 42;

/** A chart of the report, under its title and on one page. */
export function drawChart(paper: Paper, parent: Structure, chart: ReportChart): void {
  const picture = pictureOf(chart);
  const scale = Math.min(ROOM / picture.width, (PAGE_ROOM - TITLE) / picture.height);
  const height = picture.height * scale;
  paper.keep(height + TITLE);
  paper.y += 8;
  paper.write(chart.title, { face: 'bold', size: SIZE, most: 2, parent });
  const top = paper.y + 8;
  const alt = paper.faces.plain.shown(`${chart.title}. ${descriptionOf(chart)}`);
  const figure = paper.doc.struct('Figure', { alt }, [() => drawn(paper, picture, top, scale)]);
  parent.add(figure);
  figure.end();
  paper.y = top + height + 6;
}

function drawn(paper: Paper, { shapes }: Picture, top: number, scale: number): void {
  paper.doc.save().translate(LEFT, top).scale(scale);
  for (const shape of shapes) shapeDrawn(paper, shape);
  paper.doc.restore();
}

function shapeDrawn(paper: Paper, shape: Shape): void {
  if (shape.kind === 'rect') rectDrawn(paper, shape);
  else if (shape.kind === 'path') pathDrawn(paper, shape);
  else textDrawn(paper, shape);
}

function rectDrawn({ doc }: Paper, { x, y, width, height, fill, stroke, strength = 1 }: Rect): void {
  doc
    .rect(x, y, width, height)
    .fillColor(colourOf(fill), Number(strength.toFixed(2)))
    .fill();
  if (stroke) doc.lineWidth(1).undash().strokeColor(colourOf(stroke)).rect(x, y, width, height).stroke();
}

function pathDrawn({ doc }: Paper, { lines, fill, stroke, width = 1, dash = [] }: Path): void {
  for (const [first, ...points] of lines) {
    if (!first) continue;
    doc.moveTo(...first);
    for (const point of points) doc.lineTo(...point);
    if (fill) doc.closePath();
  }
  if (fill) doc.fillColor(colourOf(fill), 1).fill();
  if (!stroke) return;
  doc.lineWidth(width).strokeColor(colourOf(stroke));
  if (dash.length > 0) doc.dash(dash);
  else doc.undash();
  doc.stroke();
}

function textDrawn(paper: Paper, { x, y, text, room, size, anchor, ink, upright = false }: Text): void {
  const { shown, widthOf } = paper.faces.plain;
  const [line = ''] = wrapped(shown(text), room, (part) => widthOf(part, size), 1);
  const width = widthOf(line, size);
  const before = { start: 0, middle: width / 2, end: width }[anchor];
  paper.doc.fillOpacity(1);
  if (!upright) {
    paper.put(line, x - before, y, { size, ink });
    return;
  }
  paper.doc.save().rotate(-90, { origin: [x, y] });
  paper.put(line, x - before, y, { size, ink });
  paper.doc.restore();
}
