import { facetNames } from '../facets/names.ts';
import type { Queryable } from '../store/database.ts';
import type { RawChange } from './change.ts';
import type { Pair } from './pairs.ts';
import { startOf } from './startOf.ts';

/** The version that a plain `module load` takes, by the module's name; of trees by the id of their document. */
type Defaults = Map<string, string>;

/** A document does not change. Bounded by trees kept. */
const known = new Map<number, Defaults>();
const MOST_KEPT = 500;

/** The default versions of module trees, without reading whole trees into this process. */
export async function defaultsOf(db: Queryable, documents: number[]): Promise<Map<number, Defaults>> {
  const answer = new Map<number, Defaults>();
  for (const id of documents) answer.set(id, known.get(id) ?? new Map());
  const wanted = [...answer.keys()].filter((id) => !known.has(id));
  if (wanted.length === 0) return answer;
  const found = await db.query<{ id: number; name: string; version: string }>(
    `select document.id, module ->> 'name' as name, module ->> 'version' as version
     from document
     cross join lateral jsonb_path_query(document.facts, 'lax $.modules[*] ? (@.default != "" && @.version != "")') as module
     where document.id = any($1)`,
    [wanted],
  );
  for (const { id, name, version } of found.rows) answer.get(id)?.set(name, version);
  if (known.size + wanted.length > MOST_KEPT) known.clear();
  for (const id of wanted.slice(0, MOST_KEPT)) known.set(id, answer.get(id) ?? new Map());
  return answer;
}

/** Modules whose default version is another one, where there was one before and is one after. */
export function defaultChanges(pair: Pair, defaults: Map<number, Defaults>): RawChange[] {
  const [was, is] = [pair.before, pair.after].map((ids) => defaults.get(ids[0] ?? 0));
  if (!was || !is) return [];
  const start = startOf(pair, facetNames[pair.facet] ?? '');
  return [...is].flatMap(([name, after]): RawChange[] => {
    const before = was.get(name);
    if (before === undefined || before === after) return [];
    const own = {
      category: 'offerings',
      kind: 'default',
      what: name,
      provider: 'module',
      before,
      after,
    } as const;
    return [{ ...start, ...own }];
  });
}
