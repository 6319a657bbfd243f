/** A name is text with runs of digits in it; the runs are its dimensions. */
interface Family {
  /** The texts between the numbers; one more than there are numbers. */
  texts: string[];
  vectors: string[][];
}

/** The sorted numbers of each dimension; a box stands for every combination of them. */
type Box = string[][];

/**
 * Names as one folded text, in the order and form of `nodeset -f`: `cpu[001-064,070],login1`.
 * A name that cannot be written as a node set stands for itself.
 */
export function fold(names: Iterable<string>): string {
  const families = new Map<string, Family>();
  for (const name of new Set(names)) {
    // Longer runs are no counters but dates, serials and the like, and stay text.
    const texts = name.split(/(?<![0-9])[0-9]{1,15}(?![0-9])/);
    const numbers = name.match(/(?<![0-9])[0-9]{1,15}(?![0-9])/g) ?? [];
    // nodeset orders families by this pattern.
    const key = texts.join('%s');
    const family = families.get(key) ?? { texts, vectors: [] };
    family.vectors.push(numbers);
    families.set(key, family);
  }
  return [...families]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, family]) => boxesOf(family.vectors).map((box) => textOf(family.texts, box)))
    .join(',');
}

/** Boxes that together are exactly the vectors; neighbours in one dimension become one box. */
function boxesOf(vectors: string[][]): Box[] {
  let boxes: Box[] = vectors.map((vector) => vector.map((number) => [number]));
  const dimensions = vectors[0]?.length ?? 0;
  for (let dimension = dimensions - 1; dimension >= 0; dimension--) {
    boxes = joinAlong(boxes, dimension);
  }
  return boxes.sort(byBox);
}

function joinAlong(boxes: Box[], dimension: number): Box[] {
  const groups = new Map<string, { box: Box; numbers: string[] }>();
  for (const box of boxes) {
    const key = box.map((numbers, at) => (at === dimension ? '' : numbers.join(','))).join(';');
    const group = groups.get(key) ?? { box, numbers: [] };
    for (const number of box[dimension] ?? []) group.numbers.push(number);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ box, numbers }) => box.with(dimension, numbers.sort(byNumber)));
}

/** Shorter first: 2, 10, 01, 02 are two counters, one of them padded. */
function byNumber(a: string, b: string): number {
  return a.length - b.length || Number(a) - Number(b);
}

/** Larger boxes first, then by the first number, as nodeset does. */
function byBox(a: Box, b: Box): number {
  const larger = sizeOf(b) - sizeOf(a);
  if (larger !== 0) return larger;
  for (const [at, mine] of a.entries()) {
    const theirs = b[at] ?? [];
    const order =
      theirs.length - mine.length || byText(mine[0], theirs[0]) || byText(mine.at(-1), theirs.at(-1));
    if (order !== 0) return order;
  }
  return 0;
}

function sizeOf(box: Box): number {
  return box.reduce((product, numbers) => product * numbers.length, 1);
}

function byText(a = '', b = ''): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function textOf(texts: string[], box: Box): string {
  return texts.map((text, at) => text + (box[at] ? listOf(box[at]) : '')).join('');
}

interface Range {
  first: string;
  last: string;
  padded: boolean;
}

function listOf(numbers: string[]): string {
  if (numbers.length === 1) return numbers[0] ?? '';
  const ranges: Range[] = [];
  for (const number of numbers) {
    const range = ranges.at(-1);
    const fits =
      range !== undefined && (range.padded ? number.length === range.last.length : !isPadded(number));
    if (fits && Number(number) === Number(range.last) + 1) range.last = number;
    // nodeset lets a single number hand its padding on to the next, so 07,99,100 does not become 07,99-100.
    else {
      const padded = fits && range.first === range.last ? range.padded : isPadded(number);
      ranges.push({ first: number, last: number, padded });
    }
  }
  return `[${ranges.map(({ first, last }) => (first === last ? first : `${first}-${last}`)).join(',')}]`;
}

/** 9 is followed by 10, 09 by 10, and 99 not by 100 in a range that began padded. */
function isPadded(number: string): boolean {
  return number.length > 1 && number.startsWith('0');
}
