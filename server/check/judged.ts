import type { Judged } from '../routes/schemas/check.ts';
import { deciding, type NodeGroup } from '../verdict/nodeGroup.ts';
import { type Answer, judge } from '../verdict/verdict.ts';
import type { SubjectOn } from './subject.ts';

/** Verdicts on a cluster's groups of alike nodes. */
export function judgedOn(subject: SubjectOn, groups: NodeGroup[]): Judged[] {
  return groups.map((group) => {
    const judged = subject(group);
    const { answer, reasons } = judge(judged, group);
    return {
      subject: judged.name,
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
export function runsSomewhere(judged: { answer: Answer }[]): Answer {
  return BEST.find((answer) => judged.some((one) => one.answer === answer)) ?? 'unknown';
}

/** Whether clusters run it: groups that hold the same documents are judged once, wherever they are. */
export function runsOn(subject: SubjectOn): (groups: NodeGroup[]) => Answer {
  const answers = new Map<string, Answer>();
  const answerOn = (group: NodeGroup): Answer => {
    const key = deciding.map((name) => holdingOf(group[name])).join();
    const known = answers.get(key) ?? judge(subject(group), group).answer;
    answers.set(key, known);
    return known;
  };
  return (groups) => runsSomewhere(groups.map((group) => ({ answer: answerOn(group) })));
}

/** What decides of a facet; ages and words do not. */
function holdingOf(known: NodeGroup[(typeof deciding)[number]]): string {
  return known.state === 'present' ? known.document : known.state;
}
