import { findRows, type RollupRow } from '../query/findRows.ts';
import type { CheckAnswer, CheckRow } from '../routes/schemas/check.ts';
import type { FindRow } from '../routes/schemas/find.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { nodeGroupsOf } from '../verdict/verdict.ts';
import { adviceOf } from './advice.ts';
import type { CheckPlace } from './answer.ts';
import type { BestThere } from './best.ts';
import { blockOf } from './block.ts';
import type { Candidate } from './candidates.ts';
import { derivedThere } from './derivedThere.ts';
import { environmentsThere } from './environments.ts';
import type { Requirement } from './requirement.ts';
import { supposedChannels } from './supposedChannel.ts';
import { type Asking, type Found, foundAt } from './tally.ts';

type Detail = Pick<CheckAnswer, 'rows' | 'environments' | 'block' | 'derived'>;

/** Everything about one cluster: what it has for each requirement, how to use it, and what else would do. */
export async function detailOf(
  db: Queryable,
  asking: Asking,
  there: BestThere,
  chosen: CheckPlace,
  { clusters, gaps, channels }: { clusters: number[]; gaps: number; channels: string[] },
): Promise<Detail> {
  const { requirements, candidates } = asking;
  const found = requirements.map((_, at) => foundAt(asking, at, chosen.id, there.rank(chosen.id, at), gaps));
  const elsewhere = requirements.map((_, at) => bestTravelling(asking, at, there, [chosen.id, ...clusters]));
  const wanted = [
    ...found.map((one) => ({ cluster: chosen.id, offering: one.candidate?.offering ?? 0 })),
    ...elsewhere.map((one) => ({ cluster: one?.cluster ?? 0, offering: one?.offering ?? 0 })),
  ].filter((one) => one.offering > 0);
  const located = await locatedRows(db, wanted, filesOf(candidates));
  const rows = requirements.map((requirement, at) => {
    const own = found[at] ?? { match: 'unknown', candidate: null };
    const row = located.get(`${chosen.id} ${own.candidate?.offering ?? 0}`);
    const away = elsewhere[at];
    const other = away ? located.get(`${away.cluster} ${away.offering}`) : undefined;
    return rowOf(requirement, own, row, adviceOf(requirement, own, row, other, candidates[at] ?? []));
  });
  const environments = await environmentsThere(db, chosen.id, asking);
  const lacking = requirements.filter((_, at) => !(rows[at]?.fits ?? false));
  const supposed = await supposedChannels(db, lacking, channels);
  const derived = derivedThere(supposed, () => nodeGroupsOf(db, chosen.id));
  const answered = rows.flatMap((row, at) => {
    const requirement = requirements[at];
    return requirement ? [{ row, requirement }] : [];
  });
  return {
    rows,
    environments: environments.map(({ has: _, ...one }) => one),
    block: blockOf(answered, environments[0] ?? null, channels),
    derived: await derived,
  };
}

interface Elsewhere {
  cluster: number;
  offering: number;
}

/** The best that travels, wherever it is; here rather than elsewhere. */
function bestTravelling(asking: Asking, at: number, there: BestThere, clusters: number[]): Elsewhere | null {
  const has = new Map<number, number>();
  for (const cluster of clusters) {
    const rank = there.travels(cluster, at);
    if (rank >= 0 && !has.has(rank)) has.set(rank, cluster);
  }
  const rank = asking.travellers[at]?.find((one) => has.has(one)) ?? -1;
  const offering = asking.candidates[at]?.[rank]?.offering;
  const cluster = has.get(rank);
  return offering === undefined || cluster === undefined ? null : { cluster, offering };
}

/** The items at which clusters have the very file that was asked for, by cluster and offering. */
function filesOf(candidates: Candidate[][]): Map<string, number> {
  return new Map(
    candidates
      .flat()
      .flatMap(({ offering, file }) => (file ? [[`${file.cluster} ${offering}`, file.item]] : [])),
  );
}

/** By cluster and offering. */
async function locatedRows(
  db: Queryable,
  wanted: { cluster: number; offering: number }[],
  files: Map<string, number>,
): Promise<Map<string, FindRow>> {
  const found = await db.query<RollupRow>(sql('check-rows'), [
    wanted.map((one) => one.cluster),
    wanted.map((one) => one.offering),
  ]);
  const rows = await findRows(
    db,
    found.rows.map((row) => ({ ...row, item: files.get(`${row.cluster_id} ${row.offering}`) ?? row.item })),
  );
  return new Map(
    found.rows.flatMap((row, at) => {
      const located = rows[at];
      return located ? [[`${row.cluster_id} ${row.offering}`, located] as const] : [];
    }),
  );
}

function rowOf(
  asked: Requirement,
  { match, candidate }: Found,
  row: FindRow | undefined,
  advice: string,
): CheckRow {
  const none = asked.asked === 'apptainer' ? 'no version told' : 'any version';
  const wanted = [asked.version || asked.constraint || none, asked.variant, asked.build];
  return {
    line: asked.line,
    asked: asked.asked,
    name: asked.name,
    wanted: wanted.filter((part) => part !== '').join(' '),
    tool: row?.tool ?? asked.tools[0] ?? '',
    match,
    fits: candidate?.fits ?? false,
    version: row?.version ?? '',
    variant: row?.variant ?? '',
    build: row?.build ?? '',
    provider: row?.provider ?? '',
    tier: row?.tier ?? '',
    place: row?.place ?? '',
    load: row?.load ?? '',
    restricted: row?.restricted ?? '',
    broken: row?.broken ?? '',
    nodes: row?.nodes ?? '',
    nodeCount: row?.nodeCount ?? 0,
    clusterNodes: row?.clusterNodes ?? 0,
    confirmedAt: row?.confirmedAt ?? null,
    document: row?.document ?? '',
    advice,
  };
}
