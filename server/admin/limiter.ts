/** So many within a minute for each name, and no more; names of long ago are forgotten. */
export class Limiter {
  private readonly counts = new Map<string, { since: number; count: number }>();

  constructor(
    private readonly most: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** Seconds to wait before the next one; 0 when there is room. Does not count. */
  waitOf(name: string): number {
    const one = this.counts.get(name);
    const left = one === undefined ? 0 : one.since + MINUTE - this.now();
    return one !== undefined && left > 0 && one.count >= this.most ? Math.ceil(left / 1000) : 0;
  }

  count(name: string): void {
    const now = this.now();
    const one = this.counts.get(name);
    if (one !== undefined && now - one.since < MINUTE) one.count += 1;
    else {
      this.forget(now);
      this.counts.set(name, { since: now, count: 1 });
    }
  }

  private forget(now: number): void {
    if (this.counts.size < MOST_NAMES) return;
    for (const [name, { since }] of this.counts) if (now - since >= MINUTE) this.counts.delete(name);
    // Still so many: somebody makes up names. Those that wait longest go first.
    for (const name of this.counts.keys()) {
      if (this.counts.size < MOST_NAMES) return;
      this.counts.delete(name);
    }
  }
}

const MINUTE = 60_000;
const MOST_NAMES = 10_000;
