import type { FacetReading } from '../facets/facet.ts';
import type { FacetName } from '../facets/names.ts';
import type { ConnectionStep } from '../routes/schemas/sites.ts';
import type { SeenKey } from './hostKey.ts';

type StepName = ConnectionStep['step'];

/** Tells the steps of one test, each with the time since it began. */
export class Teller {
  private readonly began = performance.now();

  constructor(private readonly tell: (step: ConnectionStep) => void) {}

  running(step: StepName): void {
    this.say(step, 'running', {});
  }

  done(step: StepName, message: string): void {
    this.say(step, 'done', { message });
  }

  passed(step: StepName, message: string): void {
    this.say(step, 'passed', { message });
  }

  /** False, for those who go on only where a step is done. */
  failed(step: StepName, why: { reason: string; message: string; hint: string }): false {
    this.say(step, 'failed', why);
    return false;
  }

  /** Whether the key is one to go on with. */
  hostKey(step: StepName, { verdict, why, ...hostKey }: SeenKey): boolean {
    const message = `${hostKey.type} ${hostKey.fingerprint}`;
    const seen = { ...hostKey, state: verdict };
    if (why === undefined) this.say(step, 'done', { message, hostKey: seen });
    else this.say(step, 'failed', { ...why, hostKey: seen });
    return why === undefined;
  }

  facet(facet: FacetName, { outcome, reason, message, node, roots }: FacetReading): void {
    const documents = (node ? 1 : 0) + roots.reduce((sum, root) => sum + root.items.length, 0);
    this.say('facet', outcome === 'failed' ? 'failed' : 'done', {
      message,
      reason,
      facet: { facet, outcome, documents },
    });
  }

  end(): void {
    this.say('end', 'done', {});
  }

  private say(step: StepName, state: ConnectionStep['state'], more: Partial<ConnectionStep>): void {
    const milliseconds = Math.round(performance.now() - this.began);
    this.tell({
      message: '',
      hint: '',
      reason: '',
      hostKey: null,
      facet: null,
      ...more,
      step,
      state,
      milliseconds,
    });
  }
}
