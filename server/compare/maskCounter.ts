/** Bits that a count may have: more tools than that nobody has. */
const PLANES = 26;

/**
 * Counts for each bit of a mask how often it was set, many masks at once: each plane holds one binary digit of all counts, and
 * adding a mask carries like adding one by hand. A count costs two operations a word instead of one a bit.
 */
export class MaskCounter {
  private readonly planes: Uint32Array;

  /** `cells` counters of masks of so many words each. */
  constructor(
    cells: number,
    private readonly words: number,
  ) {
    this.planes = new Uint32Array(cells * PLANES * words);
  }

  /** Adds one word of a mask 2 to the power of `plane` times. */
  add(cell: number, word: number, bits: number, plane = 0): void {
    const { planes, words } = this;
    let carry = bits;
    for (let at = (cell * PLANES + plane) * words + word; carry !== 0; at += words) {
      const digit = planes[at] ?? 0;
      planes[at] = digit ^ carry;
      carry &= digit;
    }
  }

  /** Adds one word of a mask so many times. */
  addTimes(cell: number, word: number, bits: number, times: number): void {
    for (let plane = 0, rest = times; rest !== 0; plane += 1, rest >>>= 1)
      if ((rest & 1) !== 0) this.add(cell, word, bits, plane);
  }

  /** How often a bit was set. */
  count(cell: number, bit: number): number {
    const { planes, words } = this;
    const from = cell * PLANES * words + (bit >> 5);
    let count = 0;
    for (let plane = 0; plane < PLANES; plane += 1)
      count += (((planes[from + plane * words] ?? 0) >>> (bit & 31)) & 1) * 2 ** plane;
    return count;
  }
}
