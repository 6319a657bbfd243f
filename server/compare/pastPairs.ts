import type { Queryable } from '../store/database.ts';
import { providerNumber } from '../store/providers.ts';
import { categoryNumber, categoryOf } from './category.ts';
import { classesOf, type Marked, WRITABLE } from './classes.ts';
import { type Offered, offeredThen } from './offered.ts';
import { PairCounter, type Side } from './pairs.ts';
import { knownTools } from './sides.ts';

/** What is compared: a site, or one cluster. */
export interface PastSide extends Side {
  clusterIds: number[];
}

interface Entry extends Marked {
  ids: Set<number>;
}

/**
 * Counts every two of them as they were at a time, from the intervals: the same that comparing each two of them then comes to. Each is
 * read once, and tools are counted one after the other.
 */
export async function countPast(
  db: Queryable,
  sides: PastSide[],
  { at, tools }: { at: Date; tools: ReadonlySet<string> | null },
): Promise<PairCounter> {
  const byTool = new Map<string, Map<string, Entry>>();
  for (const { id, clusterIds } of sides) {
    const { offered } = await offeredThen(db, { clusterIds, nodeIds: null, at });
    for (const one of offered) {
      if (tools !== null && !tools.has(one.tool)) continue;
      const entries = byTool.get(one.tool) ?? new Map<string, Entry>();
      byTool.set(one.tool, entries);
      note(entries, one, id);
    }
  }
  const known = await knownTools(db, byTool.keys());
  const counter = new PairCounter(sides);
  const width = (Math.max(0, ...sides.map(({ id }) => id)) >> 3) + 1;
  for (const [tool, found] of byTool) {
    const told = known.get(tool);
    const entries = [...found.values()];
    const category = told?.category ?? categoryOf(tool, entries);
    for (const provider of told?.providers ?? []) entries.push(elsewhere(provider));
    counter.add({
      category: categoryNumber(category),
      classes: classesOf(entries),
      masks: masksOf(entries, width),
    });
  }
  return counter;
}

/** A row for each of its marks, as the masks have it, and one for what has none. */
function note(entries: Map<string, Entry>, offered: Offered, side: number): void {
  const marks = [...(offered.marks ?? []), ...(offered.writable ? [WRITABLE] : [])];
  const all = marks.join(' ');
  for (const mark of marks.length === 0 ? [''] : marks) {
    const key = `${offered.id} ${mark} ${all}`;
    const known = entries.get(key);
    if (known) {
      known.ids.add(side);
      continue;
    }
    const { id, version, variant, build, provider, digest } = offered;
    entries.set(key, { id, version, variant, build, provider, digest, mark, marks, ids: new Set([side]) });
  }
}

/** What the tool is offered as anywhere says where it has to be looked for. Nobody of these has it so. */
const elsewhere = (provider: Marked['provider']): Entry => ({
  id: -1 - providerNumber(provider),
  version: '',
  variant: '',
  build: '',
  provider,
  digest: '',
  mark: '',
  marks: [],
  ids: new Set(),
});

function masksOf(entries: Entry[], width: number): Uint8Array {
  const masks = new Uint8Array(entries.length * width);
  for (const [at, { ids }] of entries.entries()) {
    for (const id of ids) {
      const byte = at * width + (id >> 3);
      masks[byte] = (masks[byte] ?? 0) | (1 << (id & 7));
    }
  }
  return masks;
}
