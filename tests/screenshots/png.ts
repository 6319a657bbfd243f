import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** A picture of 8-bit red, green and blue, a row after the other. */
export interface Picture {
  width: number;
  height: number;
  pixels: Uint8Array;
}

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

/** Reads what Chromium writes: 8 bits, not interlaced, with or without alpha, which is left out (PNG specification, 5 and 9). */
export function readPng(file: Buffer): Picture {
  if (!file.subarray(0, 8).equals(SIGNATURE)) throw new Error('this is no PNG');
  const data: Buffer[] = [];
  let [width, height, channels] = [0, 0, 0];
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const body = file.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      channels = { 2: 3, 6: 4 }[body.readUInt8(9)] ?? 0;
      if (body.readUInt8(8) !== 8 || channels === 0 || body.readUInt8(12) !== 0) {
        throw new Error('a PNG of another form than Chromium writes');
      }
    }
    if (type === 'IDAT') data.push(body);
    at += length + 12;
  }
  const raw = unfiltered(inflateSync(Buffer.concat(data)), width * channels, height, channels);
  const pixels = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    for (let part = 0; part < 3; part += 1) pixels[pixel * 3 + part] = raw[pixel * channels + part] ?? 0;
  }
  return { width, height, pixels };
}

/** Takes the filters of lines back, each of which tells what is added to a byte's neighbours. */
function unfiltered(filtered: Buffer, stride: number, height: number, step: number): Uint8Array {
  const raw = new Uint8Array(stride * height);
  for (let line = 0; line < height; line += 1) {
    const filter = filtered[line * (stride + 1)] ?? 0;
    for (let at = 0; at < stride; at += 1) {
      const left = at >= step ? (raw[line * stride + at - step] ?? 0) : 0;
      const up = line > 0 ? (raw[(line - 1) * stride + at] ?? 0) : 0;
      const corner = line > 0 && at >= step ? (raw[(line - 1) * stride + at - step] ?? 0) : 0;
      const guesses = [0, left, up, (left + up) >> 1, paeth(left, up, corner)];
      raw[line * stride + at] = (filtered[line * (stride + 1) + 1 + at] ?? 0) + (guesses[filter] ?? 0);
    }
  }
  return raw;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** Writes a picture of at most 256 colours: the colours one after the other, and a number a pixel. */
export function writeIndexed(width: number, height: number, colours: Uint8Array, numbers: Uint8Array) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const lines = Buffer.alloc((width + 1) * height);
  for (let line = 0; line < height; line += 1) {
    lines.set(numbers.subarray(line * width, (line + 1) * width), line * (width + 1) + 1);
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(colours)),
    chunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
