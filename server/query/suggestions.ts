import type { Suggestion } from '../routes/schemas/find.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { entriesOf } from './findEntries.ts';
import { resolveTool } from './resolveTool.ts';
import { aboutTools } from './toolAbout.ts';
import { describedBy } from './toolDescriptions.ts';
import { listTools } from './tools.ts';

/** As many as are read while somebody types. */
const MOST = 8;

const ANYWHERE = { site: '', cluster: '', provider: '', best: '' } as const;

/**
 * What somebody may mean by what is typed: versions of the tool that is named; else tools whose name holds it, then those that are
 * there in such a version, then those whose description has such words.
 */
export async function suggestions(
  db: Queryable,
  typed: { q: string; version: string },
): Promise<Suggestion[]> {
  const found = (await versionsLike(db, typed)) ?? (await toolsLike(db, typed.q));
  const about = await aboutTools(db, [...new Set(found.map(({ tool }) => tool))]);
  return found.map((one) => {
    const { newest = '', description = '' } = about.get(one.tool) ?? {};
    return { ...one, newest, description };
  });
}

type Found = Omit<Suggestion, 'newest' | 'description'>;

/** Undefined where no version is typed, or none begins so. */
async function versionsLike(
  db: Queryable,
  { q, version }: { q: string; version: string },
): Promise<Found[] | undefined> {
  if (version === '') return undefined;
  const tool = await resolveTool(db, q);
  if (!tool) return undefined;
  const all = await entriesOf(db, tool, { site: '', cluster: '', provider: null });
  const found = all
    .filter((one) => one.version.startsWith(version))
    .slice(0, MOST)
    .map((one): Found => {
      const clusters = new Set(one.entries.map((entry) => entry.cluster_id)).size;
      return { tool: tool.name, label: tool.label, version: one.version, versions: all.length, clusters };
    });
  return found.length > 0 ? found : undefined;
}

async function toolsLike(db: Queryable, q: string): Promise<Found[]> {
  const { items } = await listTools(db, { q, ...ANYWHERE, limit: MOST, after: '' });
  const found = items.map((one): Found => ({ ...one, version: '' }));
  for (const more of [inVersion, withWords]) {
    if (found.length >= MOST) break;
    const known = new Set(found.map(({ tool }) => tool));
    found.push(...(await more(db, q)).filter(({ tool }) => !known.has(tool)));
  }
  return found.slice(0, MOST);
}

/** Tools that are there in the version that is typed alone. */
async function inVersion(db: Queryable, q: string): Promise<Found[]> {
  const version = /^\s*v?(\d[\w.+-]*)\s*$/i.exec(q)?.[1];
  if (version === undefined) return [];
  const found = await db.query<Omit<Found, 'versions'>>(sql('suggest-versions'), [version, MOST]);
  return found.rows.map((row) => ({ ...row, versions: 1 }));
}

async function withWords(db: Queryable, q: string): Promise<Found[]> {
  const found: Found[] = [];
  for (const tool of await describedBy(db, q, MOST)) {
    const { items } = await listTools(db, { q: tool, ...ANYWHERE, limit: 1, after: '' });
    found.push(...items.filter((one) => one.tool === tool).map((one) => ({ ...one, version: '' })));
  }
  return found;
}
