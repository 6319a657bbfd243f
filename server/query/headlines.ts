import { facetNames } from '../facets/names.ts';
import type { Queryable } from '../store/database.ts';

/** A node in four short texts, for lists; '' where not known. */
export interface Headline {
  architecture: string;
  os: string;
  kernel: string;
  gpus: string;
}

const SHOWN = ['hardware', 'os', 'kernel', 'gpus'] as const;

/** The headlines of some nodes, from their open node-local documents. */
export async function headlines(db: Queryable, nodes: number[]): Promise<Map<number, Headline>> {
  const found = await db.query<{ node: number; facet: number; facts: Record<string, unknown> }>(
    `select observation.node_id as node, observation.facet, document.facts
     from observation join document on document.id = observation.document_id
     where observation.node_id = any($1) and observation.facet = any($2) and observation.until is null`,
    [nodes, SHOWN.map((name) => facetNames.indexOf(name))],
  );
  const lines = new Map<number, Headline>();
  for (const row of found.rows) {
    const line = lines.get(row.node) ?? { architecture: '', os: '', kernel: '', gpus: '' };
    lines.set(row.node, line);
    switch (facetNames[row.facet]) {
      case 'hardware':
        line.architecture = textIn(row.facts, 'architecture');
        break;
      case 'os':
        line.os = textIn(row.facts, 'name');
        break;
      case 'kernel':
        line.kernel = textIn(row.facts, 'release');
        break;
      case 'gpus':
        line.gpus = '';
        break;
    }
  }
  return lines;
}

function textIn(facts: Record<string, unknown>, name: string): string {
  const value = facts[name];
  return typeof value === 'string' ? value : '';
}
