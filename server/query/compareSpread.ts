import { CATEGORIES } from '../compare/category.ts';
import { TIERS, WIDTH } from '../compare/classes.ts';
import { relevantFacets } from '../compare/gapFacets.ts';
import { numbersOf } from '../compare/maskRows.ts';
import { parseScope, resolveScope } from '../compare/scope.ts';
import type { Page } from '../routes/endpoint.ts';
import type { Category, SpreadTool } from '../routes/schemas/compare.ts';
import type { Queryable } from '../store/database.ts';
import { providerNumber } from '../store/providers.ts';
import { type PageAsked, pageOfList, type SqlList } from './sqlList.ts';

/** Lists of tools by which sites have them. */
export interface SpreadFilter extends PageAsked {
  /**
   * skew: in several versions, most first. only: at one site, or at this one. gain: not at this site, those first that most others
   * have. bytes: one label, other bytes.
   */
  list: 'skew' | 'only' | 'gain' | 'bytes';
  site: string;
  category: Category | '';
  q: string;
}

interface SpreadRow extends Record<string, unknown> {
  id: number;
  tool: string;
  label: string;
  category: number;
  classes: Buffer;
  sites: number;
  names: string[];
  versions: number;
  oldest: string | null;
  newest: string | null;
  common: string | null;
  common_sites: number;
  other_bytes: number;
  known: boolean;
}

export async function listSpread(db: Queryable, filter: SpreadFilter): Promise<Page<SpreadTool>> {
  if (filter.site !== '') await resolveScope(db, parseScope(filter.site));
  const category = filter.category === '' ? null : CATEGORIES.indexOf(filter.category);
  const page = await pageOfList<SpreadRow>(
    db,
    spreadList,
    [
      filter.list,
      filter.site,
      category,
      filter.q.trim().toLowerCase(),
      relevantFacets([]),
      relevantFacets(['system']),
      relevantFacets(['venv']),
      providerNumber('system'),
      providerNumber('venv'),
    ],
    filter,
  );
  return { ...page, items: page.items.map(spreadOf) };
}

/** Those first of which the list says most. */
export const spreadList = {
  statement: 'compare-spread',
  columns: {
    tool: { by: 'tool', type: 'text' },
    sites: { by: 'sites', type: 'int' },
    versions: { by: 'versions', type: 'int' },
    commonSites: { by: 'common_sites', type: 'int' },
    otherBytes: { by: 'other_bytes', type: 'int' },
  },
  order: [
    { by: 'rank', type: 'int', down: true },
    { by: 'tool', type: 'text' },
  ],
} satisfies SqlList;

function spreadOf(row: SpreadRow): SpreadTool {
  const classes = numbersOf(row.classes);
  let tier = TIERS.length - 1;
  for (let at = WIDTH - 1; at < classes.length; at += WIDTH) tier = Math.min(tier, (classes[at] ?? 0) & 0xff);
  return {
    tool: row.tool,
    label: row.label,
    category: CATEGORIES[row.category] ?? 'program',
    tier: TIERS[tier] ?? '4',
    sites: row.sites,
    names: row.names,
    versions: row.versions,
    oldest: row.oldest ?? '',
    newest: row.newest ?? '',
    common: row.common ?? '',
    commonSites: row.common_sites,
    otherBytes: row.other_bytes,
    known: row.known,
  };
}
