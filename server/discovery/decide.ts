import { roleByName } from '../inventory/clusterNodes.ts';
import { type Discovery, settingsOfDiscovered, sourceKey } from '../inventory/discovery.ts';
import { type NodeSettings, settingsHash } from '../inventory/settings.ts';
import type { Role } from '../inventory/sitesSchema.ts';
import { canonicalJson } from '../store/canonical.ts';
import type { Told } from './ask.ts';
import type { NodeState } from './states.ts';
import { type HeldBack, isBelieved, type Judgement, lossOf, sinceWhen } from './vanished.ts';

/** What is stored with a node. `source` is '' where the sites file names the node itself. */
export interface Discovered extends Partial<NodeState> {
  source: string;
}

export interface KnownNode {
  id: number;
  name: string;
  role: string;
  settings: NodeSettings;
  discovered: Discovered | null;
  retired: boolean;
}

export interface WrittenNode {
  name: string;
  role: Role | string;
  settings: NodeSettings;
  discovered: Discovered | null;
  effect: 'added' | 'changed';
}

export interface Decision {
  write: WrittenNode[];
  /** Ids of nodes that no source names any more. */
  retire: { id: number; name: string }[];
  /** Nodes that no source names any more and that stay: so many at once are not believed. */
  held: HeldBack[];
  unchanged: number;
  /** Whether nodes came back into service. */
  cameBack: boolean;
  problems: string[];
}

/**
 * What discovery changes of a cluster's nodes. Pure. A node goes out of service only when its own source was read
 * whole, names it no more, and is believed; states are taken over only from an answer.
 */
export function decide(
  place: { site: string; cluster: string },
  discovery: Discovery,
  known: KnownNode[],
  told: Told[],
  judgement: Judgement,
): Decision {
  const decision: Decision = {
    write: [],
    retire: [],
    held: [],
    unchanged: 0,
    cameBack: false,
    problems: [],
  };
  const answers = new Map(told.map((one) => [one.key, one]));
  const byName = new Map(known.map((node) => [node.name, node]));
  const states = stateOf(told);
  const settled = new Set<string>();
  for (const node of known) {
    if (node.retired || (node.discovered && node.discovered.source !== '')) continue;
    settled.add(node.name);
    keep(decision, node, states(node));
  }
  for (const group of discovery.groups) {
    const key = sourceKey(group.source);
    for (const [name, where] of answers.get(key)?.nodes ?? []) {
      if (settled.has(name)) continue;
      settled.add(name);
      const before = byName.get(name);
      const settings = settingsOfDiscovered(group, { n: name, c: place.cluster, s: place.site }, where);
      if ('problem' in settings) {
        decision.problems.push(`${name}: ${settings.problem}`);
        continue;
      }
      const after = {
        name,
        role: group.role ?? roleByName(name),
        settings: name === discovery.scheduler ? { ...settings, scheduler: true as const } : settings,
        discovered: { ...states(before ?? { name, discovered: null }), source: key },
      };
      if (before && !before.retired && alike(before, after)) decision.unchanged += 1;
      else decision.write.push({ ...after, effect: before ? 'changed' : 'added' });
      decision.cameBack ||= before?.retired ?? false;
    }
  }
  const vanished = known.filter((node) => !node.retired && !settled.has(node.name));
  const believed = new Map<string, boolean>();
  for (const source of told.filter(({ problems }) => problems.length === 0)) {
    const loss = lossOf(source, known, vanished);
    if (loss === null) continue;
    const believes = isBelieved(loss, judgement);
    believed.set(source.key, believes);
    if (!believes) decision.held.push(sinceWhen(loss, judgement));
  }
  for (const node of vanished) {
    const key = node.discovered?.source ?? '';
    // What the sites file leaves out is its own word, and no loss.
    const leaves = answers.get(key)?.left.has(node.name) && answers.get(key)?.problems.length === 0;
    if (leaves || believed.get(key)) decision.retire.push({ id: node.id, name: node.name });
    else keep(decision, node, states(node));
  }
  return decision;
}

function keep(decision: Decision, node: KnownNode, state: Partial<NodeState>): void {
  const source = node.discovered?.source ?? '';
  const isPlain = source === '' && Object.keys(state).length === 0;
  const after = { ...node, discovered: isPlain ? null : { ...state, source } };
  if (alike(node, after)) decision.unchanged += 1;
  else decision.write.push({ ...after, effect: 'changed' });
}

/** How the batch system sees a node now; where nobody answered, how it saw it last. */
function stateOf(told: Told[]) {
  const answered = told.filter(({ states }) => states !== null);
  return ({ name, discovered }: { name: string; discovered: Discovered | null }): Partial<NodeState> => {
    const { source: _, ...before } = discovered ?? { source: '' };
    if (answered.length === 0) return before;
    return answered.map(({ states }) => states?.get(name)).find((state) => state !== undefined) ?? {};
  };
}

function alike(before: KnownNode, after: Omit<WrittenNode, 'effect'>): boolean {
  return (
    before.role === after.role &&
    settingsHash(before.settings) === settingsHash(after.settings) &&
    canonicalJson(before.discovered) === canonicalJson(after.discovered)
  );
}
