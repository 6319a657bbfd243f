import { GazetteerError } from '../errors.ts';
import type { NativeInput, Problem } from '../facets/facet.ts';
import type { Database, Queryable } from '../store/database.ts';
import { publishedForm, publishedVisit } from './published.ts';
import { savedVisit } from './savedOutput.ts';
import { storeSingleVisit } from './sweep.ts';

export interface Imported {
  sweepId: number;
  outcome: string;
  changed: number;
  /** Of a published list: its form, how many offerings it has, and what of it could not be read. */
  list?: { format: string; offerings: number; problems: Problem[] };
}

/** Stores a saved agent output, or a list of modules that somebody publishes, as a sweep of one visit. */
export async function importFile(db: Database, place: string, input: NativeInput): Promise<Imported> {
  const node = await nodeNamed(db, place);
  const bytes = input.files[0]?.bytes ?? Buffer.alloc(0);
  const visit = savedVisit(node, bytes);
  if (visit) return storeSingleVisit(db, node.clusterId, visit);
  const form = publishedForm(input);
  if (!form) {
    throw new GazetteerError(
      'no-frames',
      `the input holds no agent output and no published list (${bytes.length} bytes were read)`,
      'Make one with: gazetteer agent print | ssh NODE sh > FILE. Lists are those of docs/published.md',
    );
  }
  if (node.transport !== 'file') {
    throw new GazetteerError(
      'visited-node',
      `${place} is reached by ${node.transport}: a list as it would seem to be a change of it`,
      'Give the list a node of its own in the sites file, with transport: file',
    );
  }
  const list = await publishedVisit(db, { id: node.id, name: place }, form, input);
  const stored = await storeSingleVisit(db, node.clusterId, list.visit);
  const { format, modules: offerings, problems } = list;
  return { ...stored, list: { format, offerings, problems } };
}

interface ImportNode {
  id: number;
  clusterId: number;
  transport: string;
  shared: string[];
}

async function nodeNamed(db: Queryable, place: string): Promise<ImportNode> {
  const found = await db.query<ImportNode>(
    `select node.id, node.cluster_id as "clusterId", node.transport, coalesce(node.settings -> 'shared', '[]') as shared
     from node
     join cluster on cluster.id = node.cluster_id join site on site.id = cluster.site_id
     where site.name || '/' || cluster.name || '/' || node.name = $1 and node.retired_at is null`,
    [place],
  );
  const node = found.rows[0];
  if (node) return node;
  throw new GazetteerError(
    'no-node',
    `there is no node ${place}`,
    'Add it to the sites file and run: gazetteer apply sites.yaml',
  );
}
