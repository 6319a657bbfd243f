import type { EvidenceItem, EvidenceRoot, FacetEvidence, Part } from '../frames/evidence.ts';
import { partOf } from '../frames/evidence.ts';
import { textOf } from '../frames/text.ts';
import type {
  EvidenceUnit,
  FacetReading,
  Facts,
  ItemReading,
  NativeInput,
  Problem,
  RootReading,
} from './facet.ts';

/** A reading of one node-level document, with the outcome that the agent gave. */
export function nodeReading(
  evidence: FacetEvidence,
  facts: Facts | null,
  problems: Problem[] = [],
): FacetReading {
  const present = evidence.outcome === 'present' && facts !== null;
  return {
    node: present ? { facts, evidence: { name: evidence.facet, parts: evidence.parts } } : null,
    outcome: present || evidence.outcome !== 'present' ? evidence.outcome : 'failed',
    reason: present ? '' : evidence.outcome === 'present' ? 'unreadable' : evidence.reason,
    message: present
      ? ''
      : evidence.outcome === 'present'
        ? (problems[0]?.message ?? 'nothing could be read')
        : evidence.message,
    roots: [],
    problems,
  };
}

/** A reading of roots alone, each read by `readRoot`, which adds to the problems what it met. */
export function rootsReading(
  evidence: FacetEvidence,
  readRoot: (root: EvidenceRoot, problems: Problem[]) => RootReading,
): FacetReading {
  const problems: Problem[] = [];
  const present = evidence.outcome === 'present';
  return {
    node: null,
    outcome: evidence.outcome,
    reason: present ? '' : evidence.reason,
    message: present ? '' : evidence.message,
    roots: evidence.roots.map((root) => readRoot(root, problems)),
    problems,
  };
}

/** The same of roots whose items stand for themselves, each read by `readItem`. */
export function itemsReading(
  evidence: FacetEvidence,
  readItem: (root: EvidenceRoot, item: EvidenceItem, problems: Problem[]) => ItemReading,
): FacetReading {
  return rootsReading(evidence, (root, problems) => {
    const { kind, path, mount, outcome, reason, message, unread } = root;
    const items = root.items.map((item) => readItem(root, item, problems));
    return { kind, path, mount, key: '', outcome, reason, message, items, unread };
  });
}

/** The reading of a native form: one document, no root. */
export function nativeReading(
  input: NativeInput,
  format: string,
  facts: Facts | null,
  problems: Problem[],
): FacetReading {
  const parts = input.files.map((file) => ({ name: file.path, bytes: file.bytes }));
  const unit: EvidenceUnit = { name: `${format} ${input.name}`, parts };
  return {
    node: facts ? { facts, evidence: unit } : null,
    outcome: facts ? 'present' : 'failed',
    reason: facts ? '' : 'unreadable',
    message: facts ? '' : (problems[0]?.message ?? `nothing of the form ${format} was found`),
    roots: [],
    problems,
  };
}

/** The text of a part; '' when it is not there. */
export function partText(parts: Part[], name: string): string {
  const bytes = partOf(parts, name);
  return bytes ? textOf(bytes) : '';
}

const texts = new WeakMap<Uint8Array, string>();

/** The text of a native input's only or first file; every form that looks at it shares one decoding. */
export function inputText(input: NativeInput): string {
  const first = input.files[0];
  if (!first) return '';
  const known = texts.get(first.bytes);
  if (known !== undefined) return known;
  const text = textOf(first.bytes);
  texts.set(first.bytes, text);
  return text;
}

/** Builds problems of one facet without repeating its name. */
export function problemOf(
  facet: string,
  where: string,
  part: string,
  line: number,
  text: string,
  message: string,
): Problem {
  return { facet, where, part, line, text: text.slice(0, 200), message };
}
