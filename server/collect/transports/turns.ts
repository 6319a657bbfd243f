/** Lets at most so many at once do something with the same name; the others wait in a row. */
export class Turns {
  private readonly open = new Map<string, number>();
  private readonly waiting = new Map<string, (() => void)[]>();

  constructor(private readonly most: number) {}

  async take(name: string): Promise<() => void> {
    const busy = this.open.get(name) ?? 0;
    if (busy < this.most) this.open.set(name, busy + 1);
    // Whoever leaves hands its place on, so that the number stays the same.
    else
      await new Promise<void>((resolve) =>
        this.waiting.set(name, [...(this.waiting.get(name) ?? []), resolve]),
      );
    return () => this.leave(name);
  }

  private leave(name: string): void {
    const [next, ...rest] = this.waiting.get(name) ?? [];
    if (next) {
      this.waiting.set(name, rest);
      return next();
    }
    this.waiting.delete(name);
    const busy = (this.open.get(name) ?? 1) - 1;
    if (busy === 0) this.open.delete(name);
    else this.open.set(name, busy);
  }
}
