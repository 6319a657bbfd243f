import type {
  AgentOutcome,
  Busy,
  EvidenceItem,
  EvidenceRoot,
  FacetEnd,
  FacetEvidence,
  Part,
  Question,
  RootOutcome,
} from './evidence.ts';
import type { Block } from './lines.ts';
import { questionRoots } from './question.ts';
import { textOf } from './text.ts';

/**
 * Puts frames together into facets, roots and items. What is open when the stream ends, or broken by a
 * lost frame, is failed; the rest stands.
 */
export class FacetBuilder {
  agent = '';
  complete = false;
  /** The node runs jobs, and so it was not read, or not all of it. */
  busy: Busy | undefined;
  /** Settings that an installed agent refused, and why. */
  readonly refused: { setting: string; why: string }[] = [];
  /** Frames that contradicted themselves (lost or joined lines), in words. */
  readonly damage: string[] = [];
  private facet: FacetEvidence | undefined;
  private root: EvidenceRoot | undefined;
  private rootDamaged = false;
  private facetDamaged = false;
  private item: EvidenceItem | undefined;

  constructor(
    private readonly onFacet: (facet: FacetEvidence) => void,
    private readonly onQuestion: (question: Question) => void = () => {},
  ) {}

  /** The stream ended: a facet that is still open is cut. */
  end(): void {
    if (this.facet) this.closeFacet('cut', 0);
  }

  damaged(what: string): void {
    if (this.damage.length < 20) this.damage.push(what);
    if (this.root) this.rootDamaged = true;
    else this.facetDamaged = true;
  }

  take(block: Block): void {
    const { verb, args, payload } = block;
    switch (verb) {
      case 'hello':
        this.agent = wordOf(args, 'agent');
        return;
      case 'busy':
        this.busy = { mode: args[0] === 'skip' ? 'skip' : 'cheap', by: textOf(payload).slice(0, 40) };
        return;
      case 'refused':
        this.refused.push(
          ...args
            .slice(0, 40)
            .map(splitWord)
            .map(([setting, why]) => ({ setting, why })),
        );
        return;
      case 'bye':
        this.complete = this.facet === undefined;
        return;
      case 'facet':
        return this.openFacet(args[0] ?? '');
      case 'end-facet':
        return this.closeFacet(facetEnd(args[0]), Number(wordOf(args, 'cs')) || 0);
    }
    if (!this.facet) return this.damaged(`frame ${block.seq} (${verb}) outside any facet`);
    switch (verb) {
      case 'end':
        this.facet.outcome = outcome(args[0]);
        this.facet.reason = args[1] ?? '';
        this.facet.message = textOf(payload);
        return;
      case 'root':
        return this.openRoot(args, textOf(payload));
      case 'part':
        return this.addPart({ name: args[0] ?? '', bytes: payload });
      case 'ask': {
        const { facet, parts } = this.facet;
        const refused = this.refused.map((one) => one.setting).sort();
        const roots = questionRoots(textOf(payload));
        return this.onQuestion({ id: args[0] ?? '', agent: this.agent, refused, facet, parts, roots });
      }
      case 'wait':
        return;
    }
    if (!this.root) return this.damaged(`frame ${block.seq} (${verb}) outside any root`);
    switch (verb) {
      case 'item':
        this.item = { path: textOf(payload), parts: [] };
        this.root.items.push(this.item);
        return;
      case 'unread':
        this.root.unread.push({ reason: args[0] ?? '', path: textOf(payload) });
        return;
      case 'end-root':
        return this.closeRoot(
          args[0] === 'elsewhere' ? args[0] : outcome(args[0]),
          args[1] ?? '',
          textOf(payload),
        );
    }
    // A later agent may say more than this server knows; unknown frames lose nothing else.
  }

  private addPart(part: Part): void {
    (this.item?.parts ?? this.root?.parts ?? this.facet?.parts)?.push(part);
  }

  private openFacet(facet: string): void {
    if (this.facet) this.closeFacet('cut', 0);
    this.facetDamaged = false;
    this.facet = {
      facet,
      parts: [],
      outcome: 'failed',
      reason: 'no-answer',
      message: 'the facet ended without saying how it went',
      roots: [],
      ended: 'cut',
      centiseconds: 0,
    };
  }

  private closeFacet(ended: FacetEnd, centiseconds: number): void {
    const facet = this.facet;
    if (!facet) return this.damaged('a facet ends that never began');
    if (this.root) {
      const [reason, message] = CUT_ROOT[ended];
      this.closeRoot('failed', reason, message);
    }
    facet.ended = ended;
    facet.centiseconds = centiseconds;
    if (facet.reason === 'no-answer' && ended !== 'done') {
      [facet.reason, facet.message] = CUT_ROOT[ended];
    }
    if (this.facetDamaged) {
      facet.outcome = 'failed';
      facet.reason = 'damaged';
      facet.message = this.damage.at(-1) ?? '';
    }
    this.facet = undefined;
    this.onFacet(facet);
  }

  private openRoot(args: string[], path: string): void {
    if (this.root) this.closeRoot('failed', 'crashed', 'the next root began before this one ended');
    this.rootDamaged = false;
    this.item = undefined;
    const words = Object.fromEntries(args.slice(1).map((word) => splitWord(word)));
    const { mount = '-', fstype = '-', source = '-', inode = '-', ...rest } = words;
    this.root = {
      kind: args[0] ?? '',
      path,
      mount: { point: mount, fstype, source, inode },
      args: rest,
      outcome: 'failed',
      reason: 'cut',
      message: '',
      parts: [],
      items: [],
      unread: [],
    };
    this.facet?.roots.push(this.root);
  }

  private closeRoot(result: RootOutcome, reason: string, message: string): void {
    const root = this.root;
    if (!root) return;
    Object.assign(root, { outcome: result, reason, message });
    if (this.rootDamaged) {
      Object.assign(root, {
        outcome: 'failed',
        reason: 'damaged',
        message: this.damage.at(-1) ?? '',
      });
    }
    // The item that was open when the line broke may lack parts.
    if (reason === 'cut' || reason === 'timeout' || reason === 'crashed') root.items.pop();
    this.root = undefined;
    this.item = undefined;
  }
}

const CUT_ROOT: Record<FacetEnd, [reason: string, message: string]> = {
  done: ['crashed', 'the facet ended before this root did'],
  timeout: ['timeout', 'the facet was stopped at its time limit'],
  crashed: ['crashed', 'the facet stopped with an error'],
  cut: ['cut', 'the connection ended before the facet did'],
};

function splitWord(word: string): [string, string] {
  const at = word.indexOf('=');
  return at === -1 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
}

function wordOf(args: string[], key: string): string {
  return args.map(splitWord).find(([name]) => name === key)?.[1] ?? '';
}

function outcome(word: string | undefined): AgentOutcome {
  return word === 'present' || word === 'absent' ? word : 'failed';
}

function facetEnd(word: string | undefined): FacetEnd {
  return word === 'done' || word === 'timeout' ? word : 'crashed';
}
