import { TIERS } from '../compare/classes.ts';
import type { Row } from '../compare/compare.ts';
import { MATCHES } from '../compare/match.ts';
import { type Outline, type OutlinedTool, summaryOfTools, versionsIn } from '../compare/outline.ts';
import type { VersionCount } from '../compare/twoSides.ts';
import { compareTools } from '../compare/wholePair.ts';
import type { CompareSettings } from '../config.ts';
import type { Page } from '../routes/endpoint.ts';
import type { ComparisonAnswer } from '../routes/schemas/compare.ts';
import type { Queryable } from '../store/database.ts';
import type { ComparisonFilter } from './compare.ts';
import { compareRows, directionView, identityOf, sideView, toolsOf } from './compareAnswer.ts';
import { type NamedTools, toolsNamed } from './toolNames.ts';
import { pageOfSpan, sortedBy, spanOfPage } from './wholeList.ts';

/** Rows of one tool that stand together in the order asked for. */
interface Block {
  tool: OutlinedTool;
  counts: VersionCount[];
  rows: number;
}

/** What puts blocks in order. Other columns are those of rows. */
const CELLS: Record<string, (block: Block) => unknown> = {
  tool: ({ tool }) => tool.tool,
  tier: ({ counts }) => TIERS[counts[0]?.tier ?? 0],
  category: ({ tool }) => tool.category,
  match: ({ counts }) => counts[0]?.match,
};

const columnOf = (sort: string) => sort.replace(/^-/, '');

/** Whether an outline says which rows are asked for. */
export const isOutlined = ({ bytes, obtainable = '', sort = '' }: ComparisonFilter): boolean =>
  !bytes && obtainable === '' && (sort === '' || columnOf(sort) in CELLS);

/**
 * The answer of which only the rows of the page are compared one by one. Null where they are not as the outline counted them, since
 * something was stored in between.
 */
export async function outlinedAnswer(
  db: Queryable,
  outline: Outline,
  filter: ComparisonFilter,
  { weights }: CompareSettings,
): Promise<ComparisonAnswer | null> {
  const named = await toolsNamed(db, filter.tools ?? '');
  const all = { there: onlyNamed(outline.there, named), back: onlyNamed(outline.back, named) };
  const page = await pageOfBlocks(db, outline, blocksOf(all[filter.direction], filter), filter);
  if (page === null) return null;
  const [a, b] = outline.pair;
  const tools = (list: OutlinedTool[]) => list.reduce((sum, { counts }) => sum + versionsIn(counts), 0);
  return {
    a: sideView({ ...a, at: null }, { tools: tools(all.there), offerings: outline.offerings[0] }),
    b: sideView({ ...b, at: null }, { tools: tools(all.back), offerings: outline.offerings[1] }),
    weights,
    there: directionView(summaryOfTools(all.there), weights),
    back: directionView(summaryOfTools(all.back), weights),
    unknownTools: named?.unknown ?? [],
    obtainable: null,
    ...page,
  };
}

const onlyNamed = (tools: OutlinedTool[], named: NamedTools | null) =>
  named === null ? tools : tools.filter(({ tool }) => named.names.has(tool));

/** The rows that are asked for, in the order that is. */
function blocksOf(tools: OutlinedTool[], { match, tier, category, q, sort = '' }: ComparisonFilter): Block[] {
  const text = q.trim().toLowerCase();
  const fits = (count: VersionCount) =>
    (match === '' || count.match === MATCHES.indexOf(match)) &&
    (tier === '' || count.tier === TIERS.indexOf(tier));
  const column = columnOf(sort);
  const blocks = tools
    .filter(
      (one) =>
        (category === '' || one.category === category) &&
        (text === '' || one.tool.includes(text) || one.label.toLowerCase().includes(text)),
    )
    .flatMap((tool) =>
      split(tool.counts.filter(fits), column).map(
        (counts): Block => ({ tool, counts, rows: versionsIn(counts) }),
      ),
    );
  return sort === '' ? blocks : sortedBy(blocks, sort, (block, by) => CELLS[by]?.(block));
}

/** Versions of one tool may be of several tiers, and match differently. */
function split(counts: VersionCount[], column: string): VersionCount[][] {
  if (counts.length === 0) return [];
  if (column !== 'tier' && column !== 'match') return [counts];
  const values = [...new Set(counts.map((one) => one[column]))];
  return values.map((value) => counts.filter((one) => one[column] === value));
}

async function pageOfBlocks(
  db: Queryable,
  { pair }: Outline,
  blocks: Block[],
  filter: ComparisonFilter,
): Promise<Page<ComparisonAnswer['items'][number]> | null> {
  const { from, until } = spanOfPage(filter);
  const total = blocks.reduce((sum, { rows }) => sum + rows, 0);
  const wanted: Block[] = [];
  let before = 0;
  let place = 0;
  for (const block of blocks) {
    if (place >= until) break;
    if (place + block.rows > from) wanted.push(block);
    else before += block.rows;
    place += block.rows;
  }
  const compared = await compareTools(db, pair, [...new Set(wanted.map(({ tool }) => tool.id))]);
  const there = filter.direction === 'there';
  const rows = rowsOfBlocks(wanted, (there ? compared.there : compared.back).rows);
  const page = rows && pageOfSpan(rows.slice(from - before), total, filter, { identity: identityOf });
  if (!page) return null;
  const sides = there ? { own: compared.a, other: compared.b } : { own: compared.b, other: compared.a };
  return { ...page, items: await toolsOf(db, page.items, sides, null) };
}

/** The rows themselves; null where they are not those that were counted. */
function rowsOfBlocks(blocks: Block[], rows: readonly Row[]): Row[] | null {
  const byTool = new Map<string, Row[]>();
  for (const row of rows) {
    const own = byTool.get(row.tool);
    if (own) own.push(row);
    else byTool.set(row.tool, [row]);
  }
  const found: Row[] = [];
  for (const { tool, counts } of blocks) {
    const own = byTool.get(tool.tool) ?? [];
    for (const { tier, match, versions } of counts) {
      const alike = own.filter((row) => isCounted(row, tool, tier, match));
      if (alike.length !== versions) return null;
    }
    found.push(
      ...own
        .filter((row) => counts.some(({ tier, match }) => isCounted(row, tool, tier, match)))
        .sort(compareRows),
    );
  }
  return found;
}

const isCounted = (row: Row, { category }: OutlinedTool, tier: number, match: number) =>
  row.tier === TIERS[tier] && row.match === MATCHES[match] && row.category === category;
