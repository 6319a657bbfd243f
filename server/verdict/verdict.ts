import type { Fact } from './facts.ts';
import type { NodeGroup } from './nodeGroup.ts';
import { rules } from './rules/registry.ts';
import type { Subject } from './subject.ts';
import { bestWay } from './ways.ts';
import { WEIGHT, weigh } from './weigh.ts';

export type { Fact, Known, Source } from './facts.ts';
export type { NodeGroup } from './nodeGroup.ts';
export { nodeGroupsIn, nodeGroupsOf } from './nodeGroups.ts';
export type { EnvironmentSubject, ImageSubject, Subject } from './subject.ts';

export const answers = ['yes', 'note', 'no', 'unknown'] as const;
/** `note` is yes, with something to know. */
export type Answer = (typeof answers)[number];

export interface Reason {
  /** Name of the rule (docs/verdicts.md). */
  rule: string;
  answer: Answer;
  message: string;
  facts: Fact[];
}

export interface Verdict {
  answer: Answer;
  /** Every rule that has something to say, those that decide first. */
  reasons: Reason[];
}

/** Whether the subject runs on these nodes, by every rule that concerns it. Pure. */
export function judge(subject: Subject, group: NodeGroup): Verdict {
  const reasons = rules.flatMap((rule) =>
    rule.judge(subject, group).map((said): Reason => ({ rule: rule.name, ...said })),
  );
  if (subject.kind === 'image') reasons.push(...bestWay(subject, group));
  return {
    answer: weigh(reasons.map((reason) => reason.answer)),
    reasons: WEIGHT.flatMap((answer) => reasons.filter((reason) => reason.answer === answer)),
  };
}
