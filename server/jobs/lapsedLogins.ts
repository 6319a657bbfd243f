import type { Logger } from 'pino';
import type { Visited } from '../collect/sweepRun.ts';

/** Says in the log that a node waits for a login by hand: once, until a visit comes through again. */
export class LapsedLogins {
  private readonly told = new Set<string>();

  constructor(private readonly log: Logger) {}

  note(node: string, visited: Visited | null): void {
    if (!visited) return;
    const { failure, notExpected } = visited.visit;
    if (notExpected) return;
    if (failure?.reason !== 'needs-login') {
      this.told.delete(node);
      return;
    }
    if (this.told.has(node)) return;
    this.told.add(node);
    this.log.warn({ node, reason: failure.message, hint: failure.hint }, 'needs a login by hand');
  }
}
