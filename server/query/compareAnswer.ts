import type { Row, Summary } from '../compare/compare.ts';
import { namedCounts } from '../compare/counts.ts';
import { evidenceOf } from '../compare/evidence.ts';
import { scoreOf, type Weights } from '../compare/score.ts';
import type { SideOf } from '../compare/sides.ts';
import type { ComparedDirection, ComparedSide, ComparedTool } from '../routes/schemas/compare.ts';
import type { Queryable } from '../store/database.ts';
import { placesOf } from './comparePlaces.ts';
import { obtainableFor } from './obtainable.ts';
import type { ToldOf } from './obtainableCounts.ts';
import { timeOrNull } from './rows.ts';

/** The side whose tools are told, and the one where they are looked for. */
export interface OwnAndOther {
  own: SideOf;
  other: SideOf;
}

/** One side in numbers. */
export function sideView(
  { text, at, coverage }: Pick<SideOf, 'text' | 'at' | 'coverage'>,
  { tools, offerings }: { tools: number; offerings: number },
): ComparedSide {
  return {
    scope: text,
    at: timeOrNull(at),
    tools,
    offerings,
    oldest: timeOrNull(coverage.oldest),
    gaps: coverage.gaps,
  };
}

/** One direction in numbers. */
export function directionView(summary: Summary, weights: Weights): ComparedDirection {
  const counted = (matches: number[]) => ({ score: scoreOf(matches, weights), ...namedCounts(matches) });
  return {
    score: scoreOf(summary.matches, weights),
    matches: namedCounts(summary.matches),
    tiers: summary.tiers.map(({ tier, matches }) => ({ tier, ...counted(matches) })),
    categories: summary.categories.map(({ category, matches }) => ({ category, ...counted(matches) })),
  };
}

const text = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** The order of rows where no other is asked for. */
export const compareRows = (a: Row, b: Row) => text(a.tool, b.tool) || text(a.version, b.version);

/** What names a row among the others. */
export const identityOf = ({ tool, version }: Row) => [tool, version];

/** Rows with where both offerings are, and what the match rests on. */
export async function toolsOf(
  db: Queryable,
  rows: Row[],
  sides: OwnAndOther,
  toldOf: ToldOf | null,
): Promise<ComparedTool[]> {
  const obtainable = toldOf ?? (await obtainableFor(db, rows, sides));
  const placeOf = await placesOf(
    db,
    rows.flatMap(({ a, b }) => (b === null ? [a] : [a, b])),
  );
  return rows.map((row) => {
    const { a, b, tool, label, version, tier, category, match, otherBytes } = row;
    const [here, there] = [placeOf(a), placeOf(b)];
    const told = obtainable(row);
    return {
      tool,
      label,
      version,
      tier,
      category,
      match,
      evidence: evidenceOf(row, sides.other.coverage.gaps),
      otherBytes,
      obtainable: told?.obtainable ?? '',
      how: told?.how ?? '',
      variant: a.variant,
      build: a.build,
      provider: a.provider,
      digest: a.digest,
      place: here.place,
      load: here.load,
      thereVersion: b?.version ?? '',
      thereVariant: b?.variant ?? '',
      thereBuild: b?.build ?? '',
      thereProvider: b?.provider ?? '',
      thereDigest: b?.digest ?? '',
      therePlace: there.place,
      thereLoad: there.load,
    };
  });
}
