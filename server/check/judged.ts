import type { Judged } from '../routes/schemas/check.ts';
import type { NodeGroup } from '../verdict/nodeGroup.ts';
import type { Subject } from '../verdict/subject.ts';
import { type Answer, judge } from '../verdict/verdict.ts';

/** Verdicts on a cluster's groups of alike nodes. */
export function judgedOn(subject: Subject, groups: NodeGroup[]): Judged[] {
  return groups.map((group) => {
    const { answer, reasons } = judge(subject, group);
    return {
      nodes: group.nodes,
      nodeCount: group.nodeCount,
      answer,
      reasons: reasons.map((one) => {
        // The fact with a document is the node's; the image's own are an upload's.
        const fact = one.facts.find((each) => each.document !== '');
        const { rule, message } = one;
        return {
          rule,
          answer: one.answer,
          message,
          document: fact?.document ?? '',
          confirmedAt: fact?.confirmedAt ?? null,
        };
      }),
    };
  });
}

const BEST: readonly Answer[] = ['yes', 'note', 'unknown', 'no'];

/** A cluster runs it when some of its nodes do. Without nodes nothing is known. */
export function runsSomewhere(judged: Judged[]): Answer {
  return BEST.find((answer) => judged.some((one) => one.answer === answer)) ?? 'unknown';
}
