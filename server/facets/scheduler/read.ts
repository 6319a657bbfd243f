import type { FacetEvidence } from '../../frames/evidence.ts';
import { partOf } from '../../frames/evidence.ts';
import type { FacetReading, RootReading } from '../facet.ts';
import { nodeReading, partText } from '../reading.ts';
import { Listing } from './listing.ts';
import { lsidOf, readLsfTables } from './lsf.ts';
import { pbsVersionOf, readPbsnodes, readQueues } from './pbs.ts';
import { type Manager, managers } from './schema.ts';
import { readShowNode } from './showNode.ts';
import { readShowPartition } from './showPartition.ts';
import { readShowConfig } from './slurmConfig.ts';

/**
 * What the agent read on the declared node: the parts are the outputs of the programs, by their names. Every
 * document that a batch system can have is written each time, so that none seems gone; what a program would not
 * tell is unread.
 */
export function readScheduler(evidence: FacetEvidence): FacetReading {
  if (evidence.outcome !== 'present') return nodeReading(evidence, null);
  const { parts } = evidence;
  const manager = managers.find((one) => one === partText(parts, 'manager').trim());
  if (!manager) return nodeReading({ ...evidence, outcome: 'failed', reason: 'unreadable' }, null);
  const listing = new Listing(manager);
  READERS[manager](listing, (name) => partText(parts, name));
  const reading = nodeReading(evidence, listing.clusterFacts(), listing.problems);
  return { ...reading, roots: [rootOf(listing, evidence)] };
}

type Text = (name: string) => string;

const READERS: Record<Manager, (listing: Listing, text: Text) => void> = {
  slurm: (listing, text) => {
    readShowConfig(text('config'), listing);
    const product = /^(slurm\S*) \d/.exec(text('version'))?.[1];
    if (product) listing.cluster = { ...listing.cluster, product };
    readShowPartition(text('partitions'), listing, 'partitions');
    readShowNode(text('nodes'), listing, 'nodes');
  },
  pbs: (listing, text) => {
    const { queue = '', ...told } = pbsVersionOf(text('server')) ?? {};
    listing.cluster = told;
    readQueues(text('partitions'), listing);
    if (queue !== '' && listing.partitions.has(queue)) listing.partition(queue, { default: true });
    readPbsnodes(text('nodes'), listing, 'nodes');
  },
  lsf: (listing, text) => {
    listing.cluster = lsidOf(text('version')) ?? {};
    readLsfTables(text('hosts'), listing, 'hosts');
    readLsfTables(text('nodes'), listing, 'nodes');
  },
};

/** The parts that a document is read from. */
const SOURCES: Record<string, string[]> = {
  partitions: ['partitions'],
  nodes: ['nodes', 'hosts'],
  states: ['nodes'],
};

const DOCUMENTS = [
  { path: 'partitions', part: 'partitions' },
  { path: 'nodes', part: 'nodes' },
  { path: 'states', part: 'nodes' },
];

/** The documents as a place of their own: each changes by itself. */
function rootOf(listing: Listing, evidence: FacetEvidence): RootReading {
  const { parts } = evidence;
  const found = listing.documents(false);
  const lost = listing.problems.length > 0;
  const items = found.map(({ path, facts }) => ({
    path,
    facts,
    evidence: { name: path, parts: parts.filter(({ name }) => SOURCES[path]?.includes(name)) },
  }));
  // Where a program failed, what is known of its document stands.
  const failed = DOCUMENTS.filter(({ part }) => partOf(parts, `${part}-failed`) !== undefined);
  return {
    kind: listing.manager,
    path: '',
    mount: { point: '-', fstype: '-', source: '-', inode: '-' },
    key: '',
    outcome: lost && items.length === 0 ? 'failed' : 'present',
    reason: lost && items.length === 0 ? 'unreadable' : '',
    message: '',
    items: items.filter(({ path }) => !failed.some((one) => one.path === path)),
    unread: failed.map(({ path }) => ({ reason: 'error', path })),
  };
}
