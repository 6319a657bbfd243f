import { Gpus } from '../facets/gpus/schema.ts';
import { Hardware } from '../facets/hardware/schema.ts';
import { Kernel } from '../facets/kernel/schema.ts';
import { type FacetName, facetNames } from '../facets/names.ts';
import { OperatingSystem } from '../facets/os/schema.ts';
import type { Queryable } from '../store/database.ts';

/** A node in four short texts, for lists; '' where not known. */
export interface Headline {
  architecture: string;
  os: string;
  kernel: string;
  gpus: string;
}

/** Which facet fills which text. Facts of a form that this version does not know give none. */
export const LINES: [facet: FacetName, line: keyof Headline, text: (facts: unknown) => string][] = [
  ['hardware', 'architecture', (facts) => Hardware.safeParse(facts).data?.architecture ?? ''],
  ['os', 'os', (facts) => osText(OperatingSystem.safeParse(facts).data)],
  ['kernel', 'kernel', (facts) => Kernel.safeParse(facts).data?.release ?? ''],
  ['gpus', 'gpus', (facts) => gpusText(Gpus.safeParse(facts).data)],
];

function osText(os: OperatingSystem | undefined): string {
  if (!os) return '';
  return os.prettyName || `${os.name || os.id} ${os.versionId}`.trim();
}

/** Cards by model; how they are partitioned is on the node's page. */
function gpusText(found: Gpus | undefined): string {
  const counts = new Map<string, number>();
  for (const group of found?.gpus ?? []) {
    const model = group.model || group.pciId || 'unknown';
    counts.set(model, (counts.get(model) ?? 0) + group.count);
  }
  return [...counts].map(([model, count]) => `${count} × ${model}`).join(', ');
}

/** The headlines of some nodes, from their open node-local documents. */
export async function headlines(db: Queryable, nodes: number[]): Promise<Map<number, Headline>> {
  const numbers = LINES.map(([facet]) => facetNames.indexOf(facet));
  const found = await db.query<{ node: number; facet: number; facts: unknown }>(
    `select observation.node_id as node, observation.facet, document.facts
     from observation join document on document.id = observation.document_id
     where observation.node_id = any($1) and observation.facet = any($2) and observation.until is null`,
    [nodes, numbers],
  );
  const lines = new Map<number, Headline>();
  for (const row of found.rows) {
    const headline = lines.get(row.node) ?? { architecture: '', os: '', kernel: '', gpus: '' };
    lines.set(row.node, headline);
    const [, line, text] = LINES[numbers.indexOf(row.facet)] ?? [];
    if (line && text) headline[line] = text(row.facts);
  }
  return lines;
}
