import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pictureOf } from '../../server/reports/charts/draw.ts';
import { INKS, type Path, type Rect, type Shape, type Text } from '../../server/reports/charts/picture.ts';
import { chartSvg } from '../../server/reports/charts/svg.ts';
import type { ReportChart } from '../../server/reports/model.ts';
import { visibleText } from '../../server/reports/valueText.ts';
import { anyChart } from './anyReport.ts';
import { everything, parsedXml } from './xml.ts';

const chart = (given: Partial<ReportChart>): ReportChart => ({
  id: 'c',
  title: 'Nodes by kernel',
  kind: 'bars',
  type: 'number',
  unit: 'nodes',
  categories: ['a', 'b', 'c'],
  series: [{ name: 'nodes', values: [10, 20, null] }],
  table: 't',
  ...given,
});

const shapesOf = (of: ReportChart) => pictureOf(of).shapes;
const rects = (shapes: Shape[]) => shapes.filter((one): one is Rect => one.kind === 'rect');
const texts = (shapes: Shape[]) => shapes.filter((one): one is Text => one.kind === 'text');
const paths = (shapes: Shape[]) => shapes.filter((one): one is Path => one.kind === 'path');
const said = (of: ReportChart) => texts(shapesOf(of)).map(({ text }) => text);

describe('a picture', () => {
  test('has inks of the pages', () => {
    const tokens = readFileSync(new URL('../../web/styles/tokens.css', import.meta.url), 'utf8');
    for (const [name, colour] of Object.entries(INKS))
      expect(tokens).toContain(`--${name}: light-dark(${colour},`);
  });

  test('of bars draws each as long as its value, with its number beside it', () => {
    const shapes = shapesOf(chart({}));
    const [ten, twenty, ...others] = rects(shapes);
    expect(others).toEqual([]);
    expect((twenty?.width ?? 0) / (ten?.width ?? 1)).toBeCloseTo(2);
    expect(ten?.title).toBe('a, nodes: 10 nodes');
    expect(said(chart({}))).toEqual(expect.arrayContaining(['a', 'b', 'c', '10', '20', 'unknown', 'nodes']));
  });

  test('of bars goes both ways from nothing', () => {
    const [lost, won] = rects(shapesOf(chart({ series: [{ name: 'change', values: [-5, 10, 0] }] })));
    expect((lost?.x ?? 0) + (lost?.width ?? 0)).toBeCloseTo(won?.x ?? 0);
    expect((won?.width ?? 0) / (lost?.width ?? 1)).toBeCloseTo(2);
  });

  test('of shares reaches to the whole, and says per cent', () => {
    const shares = chart({ type: 'share', series: [{ name: 's', values: [0.25, 0.5, 1] }] });
    expect(said(shares)).toEqual(expect.arrayContaining(['0 %', '20 %', '100 %', '25 %', '50 %']));
  });

  test('of whole numbers has no tick between them', () => {
    const ticks = said(chart({ categories: ['a'], series: [{ name: 'n', values: [2] }] }));
    expect(ticks.filter((text) => text.includes('.'))).toEqual([]);
  });

  test('of a stack lays its pieces end to end', () => {
    const stack = chart({
      kind: 'stacked',
      categories: ['a'],
      series: [1, 2, 3].map((value) => ({ name: `s${value}`, values: [value] })),
    });
    // The first three are the legend.
    const [one, two, three] = rects(shapesOf(stack)).slice(3);
    expect([one, two, three].map((piece) => piece?.title)).toEqual([
      'a, s1: 1 nodes',
      'a, s2: 2 nodes',
      'a, s3: 3 nodes',
    ]);
    expect((one?.x ?? 0) + (one?.width ?? 0)).toBeCloseTo(two?.x ?? 0);
    expect((two?.x ?? 0) + (two?.width ?? 0)).toBeCloseTo(three?.x ?? 0);
    expect((three?.width ?? 0) / (one?.width ?? 1)).toBeCloseTo(3);
  });

  test('of a stack of many keeps its length, and says what of it is unknown', () => {
    const values = [1, 1, 1, 1, 1, 2, 3, 4];
    const stack = chart({
      kind: 'stacked',
      categories: ['a', 'b'],
      series: values.map((value, at) => ({ name: `s${at}`, values: [value, at === 7 ? null : value] })),
    });
    expect(said(stack)).toContain('3 others');
    expect(rects(shapesOf(stack)).map(({ title }) => title)).toContain('a, 3 others: 9 nodes');
    expect(texts(shapesOf(stack)).map(({ title }) => title)).toContain('unknown: 3 others');
  });

  test('of lines breaks where nothing is known, and marks what stands alone', () => {
    const line = chart({
      kind: 'lines',
      categories: ['1', '2', '3', '4', '5', '6'],
      series: [{ name: 'n', values: [1, 2, null, 3, null, 4] }],
    });
    const [drawn] = paths(shapesOf(line)).filter(({ title }) => title === 'n');
    expect(drawn?.lines.map((run) => run.length)).toEqual([2]);
    const [[, first], [, second]] = [drawn?.lines[0]?.[0] ?? [0, 0], drawn?.lines[0]?.[1] ?? [0, 0]];
    expect(first).toBeGreaterThan(second);
    expect(paths(shapesOf(line)).filter(({ title }) => /^\d, n/.test(title ?? ''))).toHaveLength(4);
  });

  test('of a matrix says its numbers, or lets a square grow where they find no room', () => {
    const roomy = chart({ kind: 'matrix', type: 'share', series: [{ name: 'r', values: [0, 0.5, null] }] });
    expect(said(roomy)).toEqual(expect.arrayContaining(['r', '0 %', '50 %', 'unknown']));
    const many = Array.from({ length: 50 }, (_, at) => `site-${at}`);
    const small = chart({
      kind: 'matrix',
      type: 'share',
      categories: many,
      series: many.map((name) => ({ name: `of ${name}`, values: many.map((_, at) => at / 49) })),
    });
    const squares = rects(shapesOf(small)).filter(
      ({ title, fill }) => title?.startsWith('of site-3, ') && fill === 'chart-1',
    );
    const sides = squares.map(({ width }) => width);
    expect(sides).toHaveLength(49);
    expect(sides).toEqual([...sides].sort((a, b) => a - b));
    expect(((sides.at(-1) ?? 0) / (sides[23] ?? 1)) ** 2).toBeCloseTo(49 / 24);
  });

  test('of a matrix whose rows are its columns leaves out what would be compared with itself', () => {
    const names = ['alpine', 'harbour'];
    const score = [
      [null, 0.5],
      [0.25, null],
    ];
    const both = chart({
      kind: 'matrix',
      type: 'share',
      categories: names,
      series: names.map((name, at) => ({ name, values: score[at] ?? [] })),
    });
    const cells = rects(shapesOf(both)).flatMap(({ title }) => (title?.includes(', ') ? [title] : []));
    expect(cells).toEqual(['alpine, harbour: 50 % nodes', 'harbour, alpine: 25 % nodes']);
    expect(said(both)).not.toContain('unknown');
  });

  test('of too much draws the first and says so', () => {
    const categories = Array.from({ length: 200 }, (_, at) => `n${at}`);
    for (const kind of ['bars', 'stacked', 'matrix'] as const) {
      const of = chart({ kind, categories, series: [{ name: 'n', values: categories.map((_, at) => at) }] });
      const [remark] = said(of).filter((text) => text.startsWith('The first '));
      const drawn = Number(/^The first (\d+) of 200 entries are drawn/.exec(remark ?? '')?.[1]);
      expect(said(of).filter((text) => /^n\d+$/.test(text))).toHaveLength(drawn);
    }
  });

  test('shortens a name in its middle and keeps the whole as its hint', () => {
    const name = `PyTorch/2.1.2-foss-2023a-${'x'.repeat(60)}-CUDA-12.1.1`;
    const [label] = texts(shapesOf(chart({ categories: [name, 'b', 'c'] }))).filter(
      ({ title }) => title === name,
    );
    expect(label?.text).toMatch(/^PyTorch\/.*….*12\.1\.1$/);
  });

  test('of next to nothing has an axis still', () => {
    for (const least of [5e-324, -5e-324, 1e-12]) {
      const [bar] = rects(shapesOf(chart({ categories: ['a'], series: [{ name: 'n', values: [least] }] })));
      expect(bar?.width).toBe(1);
    }
  });

  test('of nothing says so', () => {
    expect(said(chart({ categories: [], series: [] }))).toEqual(['There is nothing to draw.']);
  });

  test('lies within its edges and on one page, whatever it is of', () => {
    fc.assert(
      fc.property(anyChart, (of) => {
        const { width, height, shapes } = pictureOf(of);
        expect(height).toBeLessThanOrEqual(1000);
        const outside = (x: number, y: number) =>
          !(x > -0.5 && x < width + 0.5 && y > -0.5 && y < height + 0.5);
        const corners = (shape: Shape) => {
          if (shape.kind === 'path') return shape.lines.flat();
          const { x, y } = shape;
          if (shape.kind === 'rect') return [[x, y] as const, [x + shape.width, y + shape.height] as const];
          return [[x, y] as const];
        };
        expect(shapes.flatMap(corners).filter(([x, y]) => outside(x, y))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

const ELEMENTS = new Set(['svg', 'title', 'desc', 'rect', 'path', 'text']);

describe('SVG', () => {
  test('is well-formed, of few elements, and shows every name that is drawn, whatever it is called', () => {
    fc.assert(
      fc.property(anyChart, (of) => {
        const svg = chartSvg(of);
        const root = parsedXml(svg);
        expect(root.attributes.role).toBe('img');
        const [title, desc] = root.children;
        expect([title?.name, desc?.name]).toEqual(['title', 'desc']);
        expect(title?.text).toBe(visibleText(of.title).replaceAll(/[\ufffe\uffff]/g, '\ufffd'));
        for (const { name, attributes } of everything(root)) {
          expect(ELEMENTS).toContain(name);
          expect(Object.keys(attributes).filter((one) => one === 'id' || one.startsWith('on'))).toEqual([]);
        }
        expect(svg).not.toMatch(/[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/);
        expect(svg).not.toContain('NaN');
        expect(svg).not.toContain('Infinity');
      }),
      { numRuns: 150 },
    );
  });

  test('takes inks from its page, or has them fixed', () => {
    expect(chartSvg(chart({}))).toContain('fill="var(--chart-1, #125470)"');
    expect(chartSvg(chart({ title: 'var(--x, y)' }), 'fixed').match(/var\(/g)).toHaveLength(1);
  });

  test('of many hostile names stays small', () => {
    const names = Array.from({ length: 50 }, () => '<'.repeat(10_000));
    const svg = chartSvg(
      chart({
        kind: 'matrix',
        categories: names,
        series: names.map((name) => ({ name, values: names.map(() => 1) })),
      }),
    );
    // A hundred names whole, each of its characters an entity of four, and 2,500 cells.
    expect(svg.length).toBeLessThan(100 * 40_000 + 2_500 * 2_000);
  });
});
