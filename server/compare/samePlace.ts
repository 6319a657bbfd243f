import type { Offered, OfferedThere } from './offered.ts';

/** Whether an offering of A and one of B are the same row of the same root. */
export class SamePlace {
  private readonly known = new Map<string, boolean>();

  constructor(
    private readonly a: OfferedThere,
    private readonly b: OfferedThere,
  ) {}

  shared(a: Offered, b: Offered): boolean {
    if (a.id !== b.id || a.id === 0) return false;
    return a.documents.some((one) => b.documents.some((other) => this.meet(one, other)));
  }

  /** Few documents are met many times: those of one environment by each of its packages. */
  private meet(one: number, other: number): boolean {
    const key = `${one} ${other}`;
    let answer = this.known.get(key);
    if (answer === undefined) {
      const roots = this.b.roots.get(other);
      answer = roots !== undefined && [...(this.a.roots.get(one) ?? [])].some((root) => roots.has(root));
      this.known.set(key, answer);
    }
    return answer;
  }
}
