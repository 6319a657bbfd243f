const LENGTH = 32;

/** Many sha256 hashes, sorted in one buffer: 32 bytes each, where a set of strings takes four times as much. */
export class Hashes {
  private constructor(private readonly sorted: Buffer) {}

  /** From hashes one after the other, in order or not. */
  static of(bytes: Buffer): Hashes {
    if (bytes.length % LENGTH !== 0) throw new Error(`${bytes.length} bytes are no hashes`);
    const views: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += LENGTH) views.push(bytes.subarray(at, at + LENGTH));
    views.sort(Buffer.compare);
    return new Hashes(Buffer.concat(views));
  }

  get size(): number {
    return this.sorted.length / LENGTH;
  }

  at(index: number): Buffer {
    return this.sorted.subarray(index * LENGTH, (index + 1) * LENGTH);
  }

  has(hash: Uint8Array): boolean {
    return this.placeOf(hash) !== -1;
  }

  /** The number by which `at` gives it; -1 where it is not among them. */
  placeOf(hash: Uint8Array): number {
    let from = 0;
    let to = this.size;
    while (from < to) {
      const middle = (from + to) >> 1;
      const order = Buffer.compare(this.at(middle), hash);
      if (order === 0) return middle;
      if (order < 0) from = middle + 1;
      else to = middle;
    }
    return -1;
  }

  *[Symbol.iterator](): Generator<Buffer> {
    for (let index = 0; index < this.size; index += 1) yield this.at(index);
  }
}
