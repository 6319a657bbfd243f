import { GazetteerError } from '../errors.ts';
import type { Queryable } from '../store/database.ts';
import { resolveTool } from './resolveTool.ts';

/** Tools that somebody lists. */
export interface NamedTools {
  ids: number[];
  /** As they are stored, and as they were written where nobody here knows them. */
  names: Set<string>;
  /** What nothing here is called. */
  unknown: string[];
}

const MOST = 200;

/** The tools of a list with spaces, commas or semicolons between them; null for an empty one. */
export async function toolsNamed(db: Queryable, text: string): Promise<NamedTools | null> {
  const words = [...new Set(text.split(/[\s,;]+/).filter((word) => word !== ''))];
  if (words.length === 0) return null;
  if (words.length > MOST)
    throw new GazetteerError('bad-request', `${words.length} tools are named`, `Name at most ${MOST}`, 2);
  const named: NamedTools = { ids: [], names: new Set(), unknown: [] };
  for (const word of words) {
    const tool = await resolveTool(db, word);
    named.names.add(tool?.name ?? word.toLowerCase());
    if (tool) named.ids.push(tool.id);
    else named.unknown.push(word);
  }
  return named;
}
