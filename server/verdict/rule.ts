import type { NodeGroup } from './nodeGroup.ts';
import type { Subject } from './subject.ts';
import type { Reason } from './verdict.ts';

/** What a rule finds; its own name is added by who asked it. */
export type Finding = Omit<Reason, 'rule'>;

export interface Rule {
  name: string;
  /** What it decides, in a sentence. */
  sentence: string;
  /** Each line of its table, as it is documented. */
  cases: string[];
  /** What is not known to it, and when it says so. */
  unknown: string;
  /** Where its numbers are from. */
  sources: string[];
  /** Nothing where it does not concern them. */
  judge: (subject: Subject, group: NodeGroup) => Finding[];
}
