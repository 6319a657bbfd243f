import { MATCHES } from '../compare/match.ts';
import type { AllPairs } from '../query/comparePairs.ts';
import type { SpreadFilter } from '../query/compareSpread.ts';
import type {
  ComparedDirection,
  ComparedEnvironment,
  ComparedSide,
  ComparisonAnswer,
  MatchCounts,
  SeriesPoint,
  SpreadTool,
} from '../routes/schemas/compare.ts';
import { age, table, visible } from './output.ts';

const scoreText = (score: number | null) => (score === null ? 'unknown' : score.toFixed(3));
const HEADS = MATCHES.map((match) => match.toUpperCase());
const cells = (counts: MatchCounts) => MATCHES.map((match) => String(counts[match]));

export function comparisonText(answer: ComparisonAnswer, direction: 'there' | 'back'): string {
  const { a, b, there, back } = answer;
  const summary = table([
    ['', 'SCORE', 'TOOLS', ...HEADS],
    ['there', scoreText(there.score), String(there.matches.total), ...cells(there.matches)],
    ['back', scoreText(back.score), String(back.matches.total), ...cells(back.matches)],
  ]);
  const shown = direction === 'there' ? there : back;
  return [
    `there: ${sideText(a)} in ${sideText(b)}; back: the other way round`,
    ...[a, b].flatMap(gapsText),
    ...unknownText(answer.unknownTools),
    summary,
    partsText(shown),
    toolsText(answer),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const unknownText = (names: string[]) =>
  names.length === 0 ? [] : [`Nothing here is called ${names.map(visible).join(', ')}.`];

const sideText = ({ scope, oldest }: ComparedSide) =>
  `${visible(scope)}${oldest === null ? '' : ` (read at most ${age(oldest)} ago)`}`;

const SHOWN = 5;

function gapsText({ scope, gaps }: ComparedSide): string[] {
  if (gaps.length === 0) return [];
  const lines = gaps.slice(0, SHOWN).map(({ facet, reason, nodes, node, root }) => {
    const where = [node, root].filter((one) => one !== '').join(' ');
    return `  ${facet}: ${reason}, ${nodes} nodes${where === '' ? '' : `, such as ${where}`}`;
  });
  const more = gaps.length > SHOWN ? [`  and ${gaps.length - SHOWN} more`] : [];
  return [
    [`Not read at ${scope}, so that what was not seen there is unknown:`, ...lines, ...more]
      .map(visible)
      .join('\n'),
  ];
}

function partsText({ tiers, categories }: ComparedDirection): string {
  const rows = [
    ...tiers.map(({ tier, score, ...counts }) => [`tier ${tier}`, score, counts] as const),
    ...categories.map(({ category, score, ...counts }) => [category, score, counts] as const),
  ].filter(([, , counts]) => counts.total > 0);
  return table([
    ['', 'SCORE', 'TOOLS', ...HEADS],
    ...rows.map(([name, score, counts]) => [name, scoreText(score), String(counts.total), ...cells(counts)]),
  ]);
}

function toolsText({ items, total, obtainable }: ComparisonAnswer): string {
  const counted =
    obtainable === null
      ? ''
      : `Of tools that are not there in the same build ${obtainable.yes} can be had there, ${obtainable.no} cannot, and of ${obtainable.unknown} nobody knows.\n`;
  if (items.length === 0) return `${counted}No tool fits what was asked for.`;
  const rows = items.map((row) => [
    row.label,
    `${row.version}${row.variant}`,
    `${row.tier} ${row.provider}`,
    row.match,
    row.thereProvider === '' ? '' : `${row.thereVersion}${row.thereVariant} ${row.thereProvider}`,
    row.evidence,
    row.obtainable,
  ]);
  const more = total > items.length ? `\n${total - items.length} more rows; raise --limit.` : '';
  const head = ['TOOL', 'VERSION', 'TIER', 'MATCH', 'BEST THERE', 'BECAUSE', 'OBTAINABLE'];
  return `${counted}${table([head, ...rows.map((row) => row.map(visible))])}${more}`;
}

export function pairsText({ items, sides, refreshedAt, at, unknownTools }: AllPairs): string {
  if (items.length === 0) return 'There are no two of them to compare.';
  const rows = items.map((row) => [row.a, row.b, scoreText(row.score), String(row.total), ...cells(row)]);
  const gaps = sides
    .filter((side) => side.gaps.length > 0)
    .map(({ name, gaps }) => `Not read at ${name}: ${gaps.join(', ')}`);
  const counted =
    at !== null
      ? `As they were at ${at}.`
      : refreshedAt === null
        ? 'Never counted yet: gazetteer collect does.'
        : `Counted ${age(refreshedAt)} ago.`;
  return [
    table([['TOOLS OF', 'IN', 'SCORE', 'TOOLS', ...HEADS], ...rows.map((row) => row.map(visible))]),
    ...gaps.map(visible),
    ...unknownText(unknownTools),
    counted,
  ].join('\n');
}

const NOTHING: Record<SpreadFilter['list'], string> = {
  skew: 'No tool is there in several versions.',
  only: 'No tool is at one site only.',
  gain: 'Other sites have nothing that it has not.',
  bytes: 'No label stands for other bytes at another site.',
};

export function spreadText(
  { items, total }: { items: SpreadTool[]; total: number },
  list: SpreadFilter['list'],
): string {
  if (items.length === 0) return NOTHING[list];
  const rows = items.map((row) => [
    row.label,
    row.category,
    row.tier,
    String(row.sites),
    row.names.slice(0, 3).join(', ') + (row.sites > 3 ? ', ...' : ''),
    String(row.versions),
    row.versions > 1 ? `${row.oldest} to ${row.newest}` : row.newest,
    row.common === '' ? '' : `${row.common} at ${row.commonSites}`,
    list === 'bytes' ? `${row.otherBytes} labels` : row.known ? '' : 'may be there: not everything was read',
  ]);
  const head = ['TOOL', 'CATEGORY', 'TIER', 'SITES', 'WHERE', 'VERSIONS', 'FROM TO', 'MOST COMMON', ''];
  const more = total > items.length ? `\n${total - items.length} more rows; raise --limit.` : '';
  return `${table([head, ...rows.map((row) => row.map(visible))])}${more}`;
}

export function seriesText(items: SeriesPoint[]): string {
  return table([
    ['AT', 'SCORE', 'TOOLS', ...HEADS],
    ...items.map((row) => [row.at, scoreText(row.score), String(row.total), ...cells(row)]),
  ]);
}

export function environmentsText(items: ComparedEnvironment[]): string {
  if (items.length === 0) return 'There is no conda environment.';
  const rows = items.map((row) => [row.place, String(row.packages), row.match, row.therePlace]);
  return table([['ENVIRONMENT', 'PACKAGES', 'MATCH', 'THERE'], ...rows.map((row) => row.map(visible))]);
}
