interface Waiting {
  most: number;
  go: () => void;
}

/** Counts who is inside, and lets the next one in when there is a place; first come, first served. */
export class Places {
  inside = 0;
  private readonly queue: Waiting[] = [];

  /** Waits for a place among `most`; false when the signal came first. */
  enter(most: number, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    if (this.queue.length === 0 && this.inside < most) {
      this.inside++;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const waiting: Waiting = {
        most,
        go: () => {
          signal.removeEventListener('abort', onAbort);
          resolve(true);
        },
      };
      const onAbort = () => {
        this.queue.splice(this.queue.indexOf(waiting), 1);
        resolve(false);
        this.admit();
      };
      this.queue.push(waiting);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  leave(): void {
    this.inside--;
    this.admit();
  }

  private admit(): void {
    for (let first = this.queue[0]; first && this.inside < first.most; first = this.queue[0]) {
      this.queue.shift();
      // Counted now, so that nobody comes in between.
      this.inside++;
      first.go();
    }
  }
}
