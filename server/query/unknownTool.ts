import { GazetteerError } from '../errors.ts';
import type { Queryable } from '../store/database.ts';
import { namesLike } from './resolveTool.ts';

/** Nothing is called so; names like it are said. */
export async function unknownTool(db: Queryable, asked: string): Promise<GazetteerError> {
  const near = await namesLike(db, asked);
  const hint = near.length === 0 ? '/api/v1/tools lists what there is' : `Did you mean: ${near.join(', ')}`;
  return new GazetteerError('not-found', `no tool named ${asked.slice(0, 100)} was seen anywhere`, hint);
}
