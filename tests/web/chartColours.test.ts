import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const tokens = readFileSync(new URL('../../web/styles/tokens.css', import.meta.url), 'utf8');

type Triple = [number, number, number];

/** How a reader sees linear RGB; Machado, Oliveira, Fernandes 2009, severity 1. */
const readers: Record<string, Triple[]> = {
  everybody: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

describe.each([0, 1])('colours of charts, scheme %i', (scheme) => {
  const colourOf = (token: string) =>
    new RegExp(`--${token}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(tokens)?.[scheme + 1] ?? '';
  const series = [1, 2, 3, 4, 5, 6].map((at) => colourOf(`chart-${at}`));

  test('each holds 3:1 on the sheet (WCAG 1.4.11)', () => {
    for (const colour of series) expect(contrast(colour, colourOf('sheet'))).toBeGreaterThan(3);
  });

  test.each(Object.keys(readers))('any two are told apart: %s', (reader) => {
    const seen = series.map((colour) => lab(seenBy(readers[reader] ?? [], linear(colour))));
    const distances = seen.flatMap((a, at) =>
      seen.slice(at + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
    );
    // 2.3 can just be seen; small areas want several times as much.
    expect(Math.min(...distances)).toBeGreaterThan(20);
  });
});

function linear(colour: string): Triple {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
  return [r, g, b];
}

const dot = (a: Triple, b: Triple) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

function seenBy(matrix: Triple[], colour: Triple): Triple {
  const [r = 0, g = 0, b = 0] = matrix.map((row) => Math.min(1, Math.max(0, dot(row, colour))));
  return [r, g, b];
}

function contrast(a: string, b: string): number {
  const luminance = (colour: string) => dot([0.2126, 0.7152, 0.0722], linear(colour));
  const [bright = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (bright + 0.05) / (dark + 0.05);
}

/** CIE L*a*b* under D65. */
function lab(colour: Triple): Triple {
  const f = (value: number) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116);
  const x = f(dot([0.4124, 0.3576, 0.1805], colour) / 0.95047);
  const y = f(dot([0.2126, 0.7152, 0.0722], colour));
  const z = f(dot([0.0193, 0.1192, 0.9505], colour) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
