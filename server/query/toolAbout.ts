import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { providerNumber } from '../store/providers.ts';

/** What is said of a tool anywhere; '' where nothing is. */
export interface ToolAbout {
  /** Newest version, as comparisons know it. */
  newest: string;
  description: string;
  homepage: string;
}

/** What modulefiles say that tools are, by the tools' names. */
export async function aboutTools(db: Queryable, names: string[]): Promise<Map<string, ToolAbout>> {
  const found = await db.query<ToolAbout & { tool: string }>(sql('tool-about'), [
    names,
    providerNumber('module'),
  ]);
  return new Map(found.rows.map(({ tool, ...about }) => [tool, about]));
}
