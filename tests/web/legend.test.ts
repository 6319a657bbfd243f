import { expect, test } from 'vitest';
import { legendHeight, legendLines } from '../../web/charts/legend.ts';

const seven = (text: string) => 7 * text.length;

test('names stand side by side as long as there is room', () => {
  // A name of ten letters takes 22 + 6.5 + 70 = 98.5, and a gap behind it.
  const names = Array(3).fill('ten letter');
  expect(legendLines(names, 400, seven)).toBe(1);
  expect(legendLines(names, 300, seven)).toBe(2);
  expect(legendLines(names, 200, seven)).toBe(3);
  // One that is wider than all of the chart is cut on a line of its own.
  expect(legendLines(['a', 'x'.repeat(100), 'b'], 300, seven)).toBe(3);
});

test('each line takes a letter and a gap', () => {
  expect(legendHeight(1)).toBe(33);
  expect(legendHeight(4)).toBe(102);
});
