import type { FindRow, ToolSuggestion } from '../routes/schemas/find.ts';
import type { Queryable } from '../store/database.ts';
import { BY_CHANCE, numbersOfTier, providerNumber } from '../store/providers.ts';
import { type PageAsked, pageOfList, type SqlList } from './sqlList.ts';

export interface ToolFilter extends PageAsked {
  q: string;
  site: string;
  cluster: string;
  provider: FindRow['provider'] | '';
  /** The best tier under which the scope offers it. */
  best: FindRow['tier'] | '';
}

/** Those that begin with the text first; with no text, all of a scope by name. */
export const toolList = {
  statement: 'tools',
  columns: {
    tool: { by: 'tool', type: 'text' },
    versions: { by: 'versions', type: 'int' },
    clusters: { by: 'clusters', type: 'int' },
  },
  order: [
    { by: 'rank', type: 'int' },
    { by: 'size', type: 'int' },
    { by: 'tool', type: 'text' },
  ],
} satisfies SqlList;

/** Tools whose name or label holds a text. */
export async function listTools(db: Queryable, filter: ToolFilter) {
  const { q, site, cluster, provider, best } = filter;
  const page = await pageOfList<ToolSuggestion & Record<string, unknown>>(
    db,
    toolList,
    [
      q.trim(),
      site,
      cluster,
      provider === '' ? null : providerNumber(provider),
      best === '' ? null : numbersOfTier(best),
      BY_CHANCE,
    ],
    filter,
  );
  const items = page.items.map(
    ({ tool, label, versions, clusters }): ToolSuggestion => ({ tool, label, versions, clusters }),
  );
  return { ...page, items };
}
