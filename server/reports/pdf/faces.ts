import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import { visibleText } from '../valueText.ts';

/** A font of the document: its file, and what is known of its letters. */
export interface Face {
  name: 'plain' | 'bold';
  file: Buffer;
  widthOf: (text: string, size: number) => number;
  /** Text of letters that it has: what acts is shown by its code, and so is what it lacks. */
  shown: (text: string) => string;
}

export type Faces = Record<Face['name'], Face>;

let loaded: Promise<Faces> | undefined;

/** DejaVu, which has the letters of most alphabets; read once. */
export function faces(): Promise<Faces> {
  loaded ??= Promise.all([
    face('plain', 'DejaVuSansCondensed.ttf'),
    face('bold', 'DejaVuSansCondensed-Bold.ttf'),
  ]).then(([plain, bold]) => ({ plain, bold }));
  return loaded;
}

async function face(name: Face['name'], fileName: string): Promise<Face> {
  const file = await readFile(createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${fileName}`));
  const font = fontkit.create(file);
  if (!('glyphForCodePoint' in font)) throw new TypeError(`${fileName} holds several fonts`);
  const letters = new Set(font.characterSet);
  const widths = new Map<string, number>();
  const widthOfLetter = (letter: string): number => {
    const known = widths.get(letter);
    if (known !== undefined) return known;
    const width = font.glyphForCodePoint(letter.codePointAt(0) ?? 0).advanceWidth / font.unitsPerEm;
    widths.set(letter, width);
    return width;
  };
  return {
    name,
    file,
    widthOf: (text, size) => {
      let width = 0;
      for (const letter of text) width += widthOfLetter(letter);
      return width * size;
    },
    shown: (text) => (PLAIN.test(text) ? text : withCodes(visibleText(text), letters)),
  };
}

/** Nearly all text is of these, and all fonts have them. */
const PLAIN = /^[ -~]*$/;

function withCodes(text: string, letters: Set<number>): string {
  let shown = '';
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    shown += letters.has(code) ? letter : `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  }
  return shown;
}
