import { Gpus } from '../facets/gpus/schema.ts';
import { Hardware } from '../facets/hardware/schema.ts';
import { Kernel } from '../facets/kernel/schema.ts';
import { type FacetName, facetNames } from '../facets/names.ts';
import { OperatingSystem } from '../facets/os/schema.ts';
import type { FacetOutcome } from '../routes/schemas/common.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { outcomeOf } from '../store/visit.ts';

type Told = FacetOutcome | null;

/** A node in four short texts, for lists, and what is known of each: '' may be of what has none, or of what is not known. */
export interface Headline {
  architecture: string;
  os: string;
  kernel: string;
  gpus: string;
  told: { architecture: Told; os: Told; kernel: Told; gpus: Told };
}

type Line = keyof Headline['told'];

/** Which facet fills which text; null of facts in a form that this version does not know. */
export const LINES: [facet: FacetName, line: Line, text: (facts: unknown) => string | null][] = [
  ['hardware', 'architecture', (facts) => Hardware.safeParse(facts).data?.architecture ?? null],
  ['os', 'os', (facts) => osText(OperatingSystem.safeParse(facts).data)],
  ['kernel', 'kernel', (facts) => Kernel.safeParse(facts).data?.release ?? null],
  ['gpus', 'gpus', (facts) => gpusText(Gpus.safeParse(facts).data)],
];

function osText(os: OperatingSystem | undefined): string | null {
  if (!os) return null;
  return os.prettyName || `${os.name || os.id} ${os.versionId}`.trim();
}

/** Cards by model; how they are partitioned is on the node's page. */
function gpusText(found: Gpus | undefined): string | null {
  if (!found) return null;
  const counts = new Map<string, number>();
  for (const group of found.gpus) {
    const model = group.model || group.pciId || 'unknown';
    counts.set(model, (counts.get(model) ?? 0) + group.count);
  }
  return [...counts].map(([model, count]) => `${count} × ${model}`).join(', ');
}

/** The headlines of some nodes, from their open node-local documents, and where there is none from their visits. */
export async function headlines(db: Queryable, nodes: number[]): Promise<Map<number, Headline>> {
  const numbers = LINES.map(([facet]) => facetNames.indexOf(facet));
  const found = await db.query<HeadlineRow>(sql('headlines'), [nodes, numbers]);
  const lines = new Map(nodes.map((node) => [node, blank()]));
  for (const row of found.rows) {
    const headline = lines.get(row.node);
    const [, line, textOf] = LINES[numbers.indexOf(row.facet)] ?? [];
    if (!headline || !line || !textOf) continue;
    const text = row.held ? textOf(row.facts) : null;
    headline[line] = text ?? '';
    headline.told[line] = text === null ? toldOf(row) : 'present';
  }
  return lines;
}

interface HeadlineRow extends Record<string, unknown> {
  node: number;
  facet: number;
  held: boolean;
  facts: unknown;
  absent: boolean | null;
  outcome: number | null;
  failed: boolean | null;
}

export const blank = (): Headline => ({
  ...{ architecture: '', os: '', kernel: '', gpus: '' },
  told: { architecture: null, os: null, kernel: null, gpus: null },
});

/** Why nothing is known of a facet. */
function toldOf({ held, absent, outcome, failed }: HeadlineRow): Told {
  if (held) return 'failed';
  if (absent) return 'absent';
  const visit = outcome === null ? null : outcomeOf(outcome);
  if (visit === 'notExpected') return 'notExpected';
  return failed || visit === 'failed' ? 'failed' : null;
}
