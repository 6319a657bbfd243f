import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { resolveTool } from './resolveTool.ts';

/** All trees are read for it, which takes seconds on a large installation. */
const KEPT_MS = 60_000;

interface Kept {
  at: number;
  sentences: Promise<Described[]>;
}

interface Described {
  /** As modulefiles call it, in lower case. */
  name: string;
  description: string;
}

const kept = new WeakMap<Queryable, Kept>();

/** Names of tools in whose description each word of a text begins some word; those with the shortest name first. */
export async function describedBy(db: Queryable, text: string, most: number): Promise<string[]> {
  const wanted = wordsOf(text);
  if (!wanted.some((word) => word.length >= SHORTEST)) return [];
  const names = (await sentencesOf(db))
    .filter(({ description }) => {
      const said = wordsOf(description);
      return wanted.every((word) => said.some((one) => one.startsWith(word)));
    })
    .map(({ name }) => name)
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const tools = new Set<string>();
  // Modules are called by other names than tools, now and then, and some are no tool.
  for (const name of names.slice(0, MOST_RESOLVED)) {
    const tool = tools.size < most ? await resolveTool(db, name) : null;
    if (tool) tools.add(tool.name);
  }
  return [...tools];
}

/** A text that describes half of all modules is no description. */
const MOST_RESOLVED = 50;

/** Shorter words alone begin some word of every other description. */
const SHORTEST = 3;

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

function sentencesOf(db: Queryable): Promise<Described[]> {
  const before = kept.get(db);
  if (before && Date.now() - before.at < KEPT_MS) return before.sentences;
  const sentences = read(db);
  kept.set(db, { at: Date.now(), sentences });
  sentences.catch(() => kept.delete(db));
  return sentences;
}

async function read(db: Queryable): Promise<Described[]> {
  const found = await db.query<{ name: string; description: string }>(sql('tool-descriptions'));
  return found.rows;
}
