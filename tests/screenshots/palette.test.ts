import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { smallPng } from './palette.ts';
import { type Picture, readPng } from './png.ts';

/** A picture of few or many colours, and the filter and channels with which Chromium might have written each line. */
const pictures = fc
  .record({
    width: fc.integer({ min: 1, max: 30 }),
    height: fc.integer({ min: 1, max: 30 }),
    alpha: fc.boolean(),
  })
  .chain(({ width, height, alpha }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      channels: fc.constant(alpha ? 4 : 3),
      pixels: fc.uint8Array({ minLength: width * height * 3, maxLength: width * height * 3, max: 7 }),
      filters: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: height, maxLength: height }),
    }),
  );

test('what a browser writes is read, whatever the filters of its lines', () => {
  fc.assert(
    fc.property(pictures, ({ channels, filters, ...picture }) => {
      expect(readPng(written(picture, channels, filters))).toEqual(picture);
    }),
  );
});

test('up to 256 colours a picture stays as it is', () => {
  fc.assert(
    fc.property(pictures, ({ channels: _channels, filters: _filters, ...picture }) => {
      fc.pre(coloursOf(picture).size <= 256);
      expect(readIndexed(smallPng(picture))).toEqual(picture);
    }),
  );
});

test('of more colours the nearest stand for one another, and the ground keeps its own', () => {
  const [width, height] = [64, 64];
  const pixels = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at += 1) {
    // Half is ground; the other half goes through 2,048 colours.
    pixels.set(at % 2 === 0 ? [243, 245, 240] : [(at >> 1) & 255, 10 + (at >> 9), 90], at * 3);
  }
  const small = readIndexed(smallPng({ width, height, pixels }));
  expect(coloursOf(small).size).toBeLessThanOrEqual(256);
  for (let at = 0; at < pixels.length; at += 1) {
    const off = Math.abs((small.pixels[at] ?? 0) - (pixels[at] ?? 0));
    expect(off).toBeLessThanOrEqual(Math.floor(at / 3) % 2 === 0 ? 0 : 16);
  }
});

const coloursOf = ({ pixels }: Picture) =>
  new Set(Array.from({ length: pixels.length / 3 }, (_, at) => pixels.slice(at * 3, at * 3 + 3).join()));

/** As the PNG specification, 9.2, tells filters: each byte less what its neighbours make expected. */
function written({ width, height, pixels }: Picture, channels: number, filters: number[]): Buffer {
  const stride = width * channels;
  const byte = (line: number, at: number): number => {
    if (line < 0 || at < 0) return 0;
    const part = at % channels;
    return part === 3 ? 255 : (pixels[(line * width + Math.floor(at / channels)) * 3 + part] ?? 0);
  };
  const lines: number[] = [];
  for (let line = 0; line < height; line += 1) {
    const filter = filters[line] ?? 0;
    lines.push(filter);
    for (let at = 0; at < stride; at += 1) {
      const [a, b, c] = [byte(line, at - channels), byte(line - 1, at), byte(line - 1, at - channels)];
      const [toA, toB, toC] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
      const nearest = toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
      const expected = [0, a, b, Math.floor((a + b) / 2), nearest][filter] ?? 0;
      lines.push((byte(line, at) - expected) & 255);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, channels === 4 ? 6 : 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    part('IHDR', head),
    part('IDAT', deflateSync(Buffer.from(lines))),
    part('IEND', Buffer.alloc(0)),
  ]);
}

/** Without a sum, which a reader of our own pictures does not look at. */
function part(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, Buffer.from(type, 'latin1'), body, Buffer.alloc(4)]);
}

function readIndexed(file: Buffer): Picture {
  const body = (type: string) => {
    const at = file.indexOf(type, 0, 'latin1');
    return file.subarray(at + 4, at + 4 + file.readUInt32BE(at - 4));
  };
  const [width, height] = [body('IHDR').readUInt32BE(0), body('IHDR').readUInt32BE(4)];
  const [colours, lines] = [body('PLTE'), inflateSync(body('IDAT'))];
  const pixels = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at += 1) {
    const number = lines[Math.floor(at / width) * (width + 1) + 1 + (at % width)] ?? 0;
    pixels.set(colours.subarray(number * 3, number * 3 + 3), at * 3);
  }
  return { width, height, pixels };
}
