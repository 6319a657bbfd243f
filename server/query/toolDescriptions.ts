import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { resolveTool } from './resolveTool.ts';

/** All trees are read for it, which takes seconds on a large installation. */
const KEPT_MS = 60_000;

interface Kept {
  at: number;
  /** Begin of the newest interval: while it stays, so does what is described. */
  mark: string;
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
  // Modules are called by other names than tools, now and then.
  const tools = await Promise.all(names.slice(0, most).map((name) => resolveTool(db, name)));
  return [...new Set(tools.flatMap((tool) => tool?.name ?? []))];
}

/** Shorter words alone begin some word of every other description. */
const SHORTEST = 3;

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

async function sentencesOf(db: Queryable): Promise<Described[]> {
  const before = kept.get(db);
  if (before && Date.now() - before.at < KEPT_MS) return before.sentences;
  const found = await db.query<{ mark: Date | null }>('select max(since) as mark from root_item');
  const mark = found.rows[0]?.mark?.toISOString() ?? '';
  const sentences = before?.mark === mark ? before.sentences : read(db);
  kept.set(db, { at: Date.now(), mark, sentences });
  sentences.catch(() => kept.delete(db));
  return sentences;
}

async function read(db: Queryable): Promise<Described[]> {
  const found = await db.query<{ name: string; description: string }>(sql('tool-descriptions'));
  return found.rows;
}
