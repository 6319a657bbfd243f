import type { VisitTarget } from '../collect/visitNode.ts';
import { isName } from '../inventory/clusterNodes.ts';
import { type Source, sourceKey } from '../inventory/discovery.ts';
import { askSlurm, type SlurmAnswer } from './slurm.ts';
import { readSourceFile } from './sources.ts';
import type { NodeState } from './states.ts';

/** What one source told. */
export interface Told {
  key: string;
  nodes: Map<string, { address: string; port: number | undefined }>;
  /** How the batch system sees its nodes; null of sources that do not say. */
  states: Map<string, NodeState> | null;
  /** Names that the sites file leaves out, whatever the source says. */
  left: ReadonlySet<string>;
  /** Nothing is known of it, or not all: what is known of its nodes stands. */
  problems: string[];
  hint: string;
}

/** Asks sources; a node that several of them ask for Slurm is asked once. */
export class Asker {
  private readonly answers = new Map<string, Promise<SlurmAnswer>>();

  constructor(
    private readonly nodes: ReadonlyMap<string, VisitTarget>,
    private readonly signal: AbortSignal,
  ) {}

  async ask(source: Source): Promise<Told> {
    const told = source.kind === 'slurm' ? await this.slurm(source) : await ofFile(source);
    for (const name of told.nodes.keys()) {
      if (told.left.has(name)) told.nodes.delete(name);
      else if (!isName(name)) {
        told.nodes.delete(name);
        told.problems.push(`"${name.slice(0, 80)}" cannot be the name of a node`);
      }
    }
    return told;
  }

  private async slurm(source: Source): Promise<Told> {
    const told: Told = { ...saidOf(source), nodes: new Map(), problems: [] };
    const through = this.nodes.get(source.of);
    if (!through) return { ...told, problems: [`there is no node ${source.of} to ask`] };
    const asked = this.answers.get(source.of) ?? askSlurm(through, this.signal);
    this.answers.set(source.of, asked);
    const answer = await asked;
    if (!answer.ok) {
      const { reason, message, hint } = answer;
      return { ...told, problems: [`${source.of}: ${reason}: ${message}`], hint };
    }
    const wanted = new Set(source.groups);
    for (const partition of wanted) {
      if (![...answer.nodes.values()].some(({ partitions }) => partitions.includes(partition)))
        told.problems.push(`${source.of}: no node is in the partition ${partition}`);
    }
    for (const [name, { partitions }] of answer.nodes) {
      if (wanted.size === 0 || partitions.some((one) => wanted.has(one)))
        told.nodes.set(name, { address: '', port: undefined });
    }
    const states = new Map(
      [...answer.nodes].map(([name, { partitions: _, ...state }]) => [name, state] as const),
    );
    return { ...told, states, problems: [...told.problems, ...answer.problems] };
  }
}

const saidOf = (source: Source) => ({
  key: sourceKey(source),
  left: new Set(source.exclude),
  states: null,
  hint: '',
});

async function ofFile(source: Source): Promise<Told> {
  const { file, nodes, problems } = await readSourceFile(source);
  const said = problems.map(({ line, message }) => `${file}${line > 0 ? `:${line}` : ''}: ${message}`);
  // An empty file is more often a mistake than a cluster without nodes.
  if (nodes.size === 0 && said.length === 0) said.push(`${file}: it names no node`);
  return { ...saidOf(source), nodes, problems: said };
}
