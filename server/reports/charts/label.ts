import { visibleText } from '../valueText.ts';
import { type Ink, SIZE, type Text } from './picture.ts';

const NARROW = /[ijlt.,:;'|!()[\]\s/\\-]/;
const BROAD = /[mwMW@%]|[^\u0000-\u2fff]/u;
const CAPITAL = /[A-Z0-9_#&+=<>?$]/;

/** About what a character takes in the fonts of most machines, on the safe side; in parts of its size. */
function widthOf(character: string): number {
  if (NARROW.test(character)) return 0.36;
  if (BROAD.test(character)) return 1;
  return CAPITAL.test(character) ? 0.68 : 0.58;
}

export function textWidth(text: string, size = SIZE): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width * size;
}

/** No label shows more; the rest need not be measured. */
const LONGEST = 400;

/**
 * Text that fits: what is left out is left out of its middle, since names of tools and paths differ at both ends.
 */
export function shortened(text: string, room: number, size = SIZE): string {
  const shown = visibleText(text);
  if (shown.length <= LONGEST && textWidth(shown, size) <= room) return shown;
  const left = (room - textWidth('…', size)) / 2;
  // Cutting between two halves of a pair would leave none: characters, not units.
  const head = fitting([...shown.slice(0, LONGEST)], left, size);
  const tail = fitting([...shown.slice(-LONGEST)].reverse(), left, size).reverse();
  return `${head.join('')}…${tail.join('')}`.toWellFormed();
}

function fitting(characters: string[], room: number, size: number): string[] {
  let width = 0;
  const end = characters.findIndex((one) => {
    width += widthOf(one) * size;
    return width > room;
  });
  return end < 0 ? characters : characters.slice(0, end);
}

/** A name as it stands in hints, of which a picture has thousands. */
export const brief = (name: string): string =>
  name.length > 80 ? `${name.slice(0, 80)}…`.toWellFormed() : name;

interface Placed {
  x: number;
  y: number;
  room: number;
  anchor?: Text['anchor'];
  ink?: Ink;
  size?: number;
  upright?: boolean;
}

/** Text with the whole of it as its title where it had to be shortened. */
export function label(
  text: string,
  { room, anchor = 'start', ink = 'ink', size = SIZE, ...at }: Placed,
): Text {
  const short = shortened(text, room, size);
  const whole = visibleText(text);
  return {
    kind: 'text',
    text: short,
    room,
    size,
    anchor,
    ink,
    ...at,
    ...(short === whole ? {} : { title: whole }),
  };
}
