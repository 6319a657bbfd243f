import type { Runtime } from '../facets/runtimes/schema.ts';
import type { Source } from './facts.ts';
import type { NodeGroup } from './nodeGroup.ts';
import type { ImageSubject, Subject } from './subject.ts';
import type { Reason } from './verdict.ts';

/** What a rule finds; its own name is added by who asked it. */
export type Finding = Omit<Reason, 'rule'>;

/** What every rule says of itself; docs/verdicts.md is written from it. */
export interface RuleText {
  name: string;
  /** What it decides, in a sentence. */
  sentence: string;
  /** Each line of its table. */
  cases: string[];
  /** What has to be known, and when it is not. */
  unknown: string;
  /** Where its numbers are from. */
  sources: string[];
}

export interface Rule extends RuleText {
  /** Nothing where it does not concern them. */
  judge: (subject: Subject, group: NodeGroup) => Finding[];
}

/** One way to start an image on a node: a container runtime that is installed there. */
export interface Way extends Source {
  runtime: Runtime;
  /** Version of the NVIDIA container toolkit; '' when it is not there. */
  nvidiaToolkit: string;
}

/** A rule about one way to start an image. One way on which all of them agree is enough. */
export interface WayRule extends RuleText {
  judge: (image: ImageSubject, group: NodeGroup, way: Way) => Finding[];
}
