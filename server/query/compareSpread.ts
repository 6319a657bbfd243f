import { CATEGORIES } from '../compare/category.ts';
import { TIERS, WIDTH } from '../compare/classes.ts';
import { relevantFacets } from '../compare/gapFacets.ts';
import { numbersOf } from '../compare/refresh.ts';
import { parseScope, resolveScope } from '../compare/scope.ts';
import { cursorOf, keyOfCursor } from '../routes/cursor.ts';
import type { Page } from '../routes/endpoint.ts';
import type { Category, SpreadTool } from '../routes/schemas/compare.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { providerNumber } from '../store/providers.ts';

/** Lists of tools by which sites have them. */
export interface SpreadFilter {
  /**
   * skew: in several versions, most first. only: at one site, or at this one. gain: not at this site, those first that most others
   * have. bytes: one label, other bytes.
   */
  list: 'skew' | 'only' | 'gain' | 'bytes';
  site: string;
  category: Category | '';
  q: string;
  limit: number;
  after: string;
}

interface SpreadRow {
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
  rank: number;
  total: number;
  known: boolean;
}

export async function listSpread(db: Queryable, filter: SpreadFilter): Promise<Page<SpreadTool>> {
  if (filter.site !== '') await resolveScope(db, parseScope(filter.site));
  const after = keyOfCursor(filter.after, ['integer', 'text']);
  const category = filter.category === '' ? null : CATEGORIES.indexOf(filter.category);
  const found = await db.query<SpreadRow & Record<string, unknown>>(sql('compare-spread'), [
    filter.list,
    filter.site,
    category,
    filter.q.trim().toLowerCase(),
    after?.[0] ?? null,
    after?.[1] ?? null,
    filter.limit + 1,
    relevantFacets([]),
    relevantFacets(['system']),
    relevantFacets(['venv']),
    providerNumber('system'),
    providerNumber('venv'),
  ]);
  const shown = found.rows.slice(0, filter.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(spreadOf),
    total: found.rows[0]?.total ?? 0,
    next: found.rows.length > filter.limit && last ? cursorOf([last.rank, last.tool]) : null,
  };
}

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
