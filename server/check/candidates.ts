import { type Comparable, MATCHES, type Match, matchOf } from '../compare/match.ts';
import type { Provider } from '../facets/facet.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { providerOf, tierOf } from '../store/providers.ts';
import type { Requirement } from './requirement.ts';
import { acceptsVersion } from './versions/accepts.ts';
import type { Accepts } from './versions/condaConstraint.ts';
import { isLike } from './versions/glob.ts';

/** Something offered that answers a requirement, well or less well. */
export interface Candidate {
  offering: number;
  provider: Provider;
  match: Match;
  /** What is asked for: a version that it takes, and the build where a pattern asks for one. */
  fits: boolean;
  /** Only at this cluster, as this item of a root. */
  file?: { cluster: number; item: number };
}

export interface Offered extends Comparable {
  id: number;
  toolId: number;
  sortKey: string;
}

interface Row extends Omit<Offered, 'provider' | 'marks'> {
  provider: number;
}

/** Everything that was ever offered of the tools that are asked for, by tool. */
export async function offeredOf(db: Queryable, tools: Iterable<string>): Promise<Map<string, Offered[]>> {
  const found = await db.query<Row>(sql('check-offered'), [[...new Set(tools)]]);
  const byTool = new Map<string, Offered[]>();
  for (const row of found.rows) {
    const one = { ...row, provider: providerOf(row.provider) };
    const there = byTool.get(row.tool);
    if (there) there.push(one);
    else byTool.set(row.tool, [one]);
  }
  return byTool;
}

/** What answers a requirement, best first: by match, then as it was asked for, then what travels best, then the newest. */
export function candidatesOf(asked: Requirement, offered: readonly Offered[]): Candidate[] {
  const accepts = acceptsVersion(asked);
  const own = providersOf(asked);
  const rated = offered.map((one) => {
    const { match, fits } = answers(asked, one, accepts);
    const level = Number(!fits) * 100 + MATCHES.indexOf(match) * 10 + Number(!own.has(one.provider));
    return { one, match, fits, level, tier: tierOf(one.provider) };
  });
  rated.sort(
    (a, b) =>
      a.level - b.level ||
      order(a.tier, b.tier) ||
      order(b.one.sortKey, a.one.sortKey) ||
      a.one.id - b.one.id,
  );
  return rated.map(({ one, match, fits }) => ({ offering: one.id, provider: one.provider, match, fits }));
}

const order = (a: string, b: string) => (a < b ? -1 : Number(a > b));

function providersOf({ asked }: Requirement): Set<Provider> {
  if (asked === 'pip') return new Set(['conda', 'venv']);
  if (asked === 'apptainer') return new Set(['apptainer', 'podman', 'docker']);
  return new Set([asked]);
}

const FITTING: ReadonlySet<Match> = new Set(['identical', 'same-build', 'same-recipe', 'same-version']);

/** The version that `=1.17`, `1.17.*` and `~=1.17` are about, so that 1.18 is near; '' for other ranges. */
function baseOf(constraint: string): string {
  return /^(?:=|==|~=)?\s*(\d[^=<>!~,|*\s]*)$/.exec(constraint.replace(/\.?\*$/, ''))?.[1] ?? '';
}

/** How one offering answers: a version that is taken counts as the version asked for, 1.17.0 as 1.17. */
function answers(asked: Requirement, offered: Offered, accepts: Accepts): { match: Match; fits: boolean } {
  const { version, constraint, build, digest } = asked;
  const isAny = version === '' && constraint === '';
  const isPattern = build.includes('*');
  const provider = asked.asked === 'pip' ? 'conda' : asked.asked;
  const taken = accepts(offered.version);
  const wanted: Comparable = {
    tool: offered.tool,
    version: taken ? offered.version : version || baseOf(constraint),
    variant: isAny ? offered.variant : asked.variant,
    build: isPattern ? '' : build,
    provider,
    digest,
  };
  if (isAny && offered.version === '') return { match: 'same-version', fits: true };
  const match = matchOf(wanted, offered);
  if (isPattern && FITTING.has(match) && !isLike(offered.build, build))
    return { match: 'near-version', fits: false };
  return { match, fits: FITTING.has(match) };
}
