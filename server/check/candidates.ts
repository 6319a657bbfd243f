import type { Comparable, Match } from '../compare/match.ts';
import { MATCHES } from '../compare/match.ts';
import type { Provider } from '../facets/facet.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { numbersIn } from '../store/numbersIn.ts';
import { providerOf, tierOf } from '../store/providers.ts';
import { answersTo } from './answers.ts';
import type { Requirement } from './requirement.ts';

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
  /** Place among all versions looked at: a newer one has a higher number. */
  order: number;
}

interface Row {
  toolId: number;
  tool: string;
  ids: string;
  versions: string;
  providers: string;
  variants: string[];
  builds: string[];
  digests: string[] | null;
}

/** Everything that was ever offered of the tools that are asked for, by tool. */
export async function offeredOf(
  db: Queryable,
  requirements: readonly Requirement[],
): Promise<Map<string, Offered[]>> {
  const tools = new Set(requirements.flatMap((one) => one.tools));
  const digests = requirements.some(({ digest }) => digest !== '');
  const found = await db.query<Row & Record<string, unknown>>(sql('check-offered'), [[...tools], digests]);
  const versionIds = found.rows.map((row) => numbersIn(row.versions));
  const versions = await db.query<{ id: number; version: string }>(sql('check-versions'), [
    [...new Set(versionIds.flat())],
  ]);
  const known = new Map(versions.rows.map(({ id, version }, order) => [id, { version, order }]));
  return new Map(found.rows.map((row, place) => [row.tool, unfolded(row, versionIds[place] ?? [], known)]));
}

function unfolded(
  { tool, toolId, ids, providers, variants, builds, digests }: Row,
  versionIds: number[],
  known: ReadonlyMap<number, { version: string; order: number }>,
): Offered[] {
  const numbers = numbersIn(providers);
  return numbersIn(ids).map((id, at) => {
    const { version, order } = known.get(versionIds[at] ?? 0) ?? { version: '', order: 0 };
    return {
      id,
      toolId,
      tool,
      version,
      order,
      variant: variants[at] ?? '',
      build: builds[at] ?? '',
      provider: providerOf(numbers[at] ?? 0),
      digest: digests?.[at] ?? '',
    };
  });
}

const TIERS = ['1a', '1b', '2', '3', '4'];

/** What answers a requirement, best first: by match, then as it was asked for, then what travels best, then the newest. */
export function candidatesOf(asked: Requirement, offered: readonly Offered[]): Candidate[] {
  const answers = answersTo(asked);
  const own = providersOf(asked);
  const rated = offered.map((one) => {
    const { match, fits } = answers(one);
    const level = Number(!fits) * 100 + MATCHES.indexOf(match) * 10 + Number(!own.has(one.provider));
    // One number decides, so that tens of thousands are sorted in no time.
    return { one, match, fits, level: level * TIERS.length + TIERS.indexOf(tierOf(one.provider)) };
  });
  rated.sort((a, b) => a.level - b.level || b.one.order - a.one.order || a.one.id - b.one.id);
  return rated.map(({ one, match, fits }) => ({ offering: one.id, provider: one.provider, match, fits }));
}

function providersOf({ asked }: Requirement): Set<Provider> {
  if (asked === 'pip') return new Set(['conda', 'venv']);
  if (asked === 'apptainer') return new Set(['apptainer', 'podman', 'docker']);
  return new Set([asked]);
}
