import type { Part } from '../frames/evidence.ts';
import type { StoredDocument } from './documents.ts';
import type { KnownItem, KnownRoot } from './nodeState.ts';
import type { StoredItem, StoredRoot } from './storedReading.ts';

/** What a visit concludes. Nothing that failed, and nothing that is held back, is in `changes`. */
export interface VisitPlan {
  /** Bit per facet: answered, present or absent. */
  confirmed: number;
  /** Whether anything was read: a facet, or some of one that was broken off. */
  read: boolean;
  absent: number;
  /**
   * What this visit did not confirm: ids of known roots, and ids of items as negative numbers, kept
   * because they could not be read inside a root that could.
   */
  unconfirmed: number[];
  /** Ids of roots that were seen and left to another node of the sweep to read. */
  unwalked: number[];
  /** Roots left to another node that nobody has read yet: identities, and ids of the known roots they take the place of. */
  pending: Pending[];
  failures: Failure[];
  changes: Change[];
  holds: Hold[];
  /** Roots whose held reading is over. */
  releases: number[];
  /** Roots that this node sees again as they were, without having read them: what was held of its own sight is over. */
  seenAgain: number[];
}

export interface Pending {
  identity: Buffer;
  facet: number;
  before: number | null;
}

export interface Failure {
  facet: number;
  /** Path of the root; '' for the facet itself. */
  root: string;
  /** present: read, but not all of it (reason partly-unread). */
  outcome: 'present' | 'absent' | 'failed';
  reason: string;
  message: string;
}

export type Change =
  /** `replaces`: another document is observed until then. */
  | { type: 'observe'; facet: number; document: StoredDocument; parts: Part[]; replaces: boolean }
  | { type: 'unobserve'; facet: number }
  | { type: 'see'; reading: StoredRoot; root: KnownRoot | null }
  | { type: 'leave'; root: KnownRoot }
  | {
      type: 'update';
      reading: StoredRoot;
      root: KnownRoot;
      open: StoredItem[];
      close: KnownItem[];
      digest: Buffer;
      offerings: number;
    };

export interface Hold {
  rootId: number;
  reason: 'root-missing' | 'root-empty' | 'root-other-mount' | 'root-suspect' | 'root-lesser';
  digest: Buffer | null;
  lost: number;
  total: number;
  /** When an operator rejected it as another node had found it. */
  rejectedAt?: Date | null;
}

export interface PlanSettings {
  sweepId: number;
  /** The sweep is of single nodes that sent by themselves: what another one found a moment ago was found in no earlier sweep. */
  alone?: boolean;
  /** A root that lost more than this share of its offerings at once is suspect. */
  suspectShare: number;
}
