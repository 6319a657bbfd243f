import { z } from 'zod';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { outcomeOf } from '../store/visit.ts';
import type { Metric, Sample } from './text.ts';

interface NodesRow {
  site: string;
  cluster: string;
  outcome: number | null;
  reason: string;
  nodes: number;
  oldest: number | null;
  newest: number | null;
}

const STATES = ['complete', 'partial', 'failed', 'notExpected', 'never'] as const;

/** Nodes by what their latest visit came to. Sums are made here: a cluster has a handful of rows. */
export async function nodeMetrics(db: Queryable): Promise<Metric[]> {
  const { rows } = await db.query<NodesRow>(sql('metrics-nodes'));
  const clusters = new Map<string, NodesRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.site, row.cluster]);
    clusters.set(key, [...(clusters.get(key) ?? []), row]);
  }
  const each = (samples: (own: NodesRow[], labels: Record<string, string>) => Sample[]) =>
    [...clusters.values()].flatMap((own) => {
      const [first] = own;
      return first ? samples(own, { site: first.site, cluster: first.cluster }) : [];
    });
  const time = (pick: (times: number[]) => number, of: (row: NodesRow) => number | null) =>
    each((own, labels) => {
      const times = own.map(of).filter((at) => at !== null);
      return times.length === 0 ? [] : [{ labels, value: pick(times) }];
    });
  return [
    {
      name: 'gazetteer_nodes',
      type: 'gauge',
      help: 'Nodes in service by the outcome of their latest visit; never: not visited yet.',
      samples: each((own, labels) =>
        STATES.map((state) => ({
          labels: { ...labels, state },
          value: own.filter((row) => stateOf(row) === state).reduce((sum, { nodes }) => sum + nodes, 0),
        })),
      ),
    },
    {
      name: 'gazetteer_nodes_by_reason',
      type: 'gauge',
      help: 'Nodes in service whose latest visit was not complete, by the reason (docs/reasons.md).',
      samples: each((own, labels) =>
        own
          .filter(({ reason }) => reason !== '')
          .map((row) => ({
            labels: { ...labels, state: stateOf(row), reason: row.reason },
            value: row.nodes,
          })),
      ),
    },
    {
      name: 'gazetteer_newest_good_visit_timestamp_seconds',
      type: 'gauge',
      help: 'When a node of the cluster was last visited and something was learnt.',
      samples: time(
        (times) => Math.max(...times),
        ({ newest }) => newest,
      ),
    },
    {
      name: 'gazetteer_oldest_good_visit_timestamp_seconds',
      type: 'gauge',
      help: 'The same of the node of which nothing was learnt for longest; nodes never read are not counted.',
      samples: time(
        (times) => Math.min(...times),
        ({ oldest }) => oldest,
      ),
    },
  ];
}

const stateOf = ({ outcome }: NodesRow) => (outcome === null ? 'never' : outcomeOf(outcome));

interface ClusterRow {
  site: string;
  cluster: string;
  paused: boolean;
  state: string | null;
  started: number | null;
  seconds: number | null;
  complete: number;
  partial: number;
  failed: number;
  not_expected: number;
  day: unknown;
  held: number;
}

const SWEEP_STATES = ['finished', 'cancelled', 'interrupted'] as const;
const Day = z.record(z.string(), z.number());

/** Sweeps, and what is held back, cluster by cluster. */
export async function sweepMetrics(db: Queryable): Promise<Metric[]> {
  const { rows } = await db.query<ClusterRow>(sql('metrics-clusters'));
  const gauge = (name: string, help: string, of: (row: ClusterRow) => [Record<string, string>, number][]) => {
    const samples = rows.flatMap((row) =>
      of(row).map(([labels, value]) => ({
        labels: { site: row.site, cluster: row.cluster, ...labels },
        value,
      })),
    );
    return { name: `gazetteer_${name}`, type: 'gauge' as const, help, samples };
  };
  const known = (value: number | null): [Record<string, string>, number][] =>
    value === null ? [] : [[{}, value]];
  return [
    gauge('last_sweep_start_timestamp_seconds', 'When the last sweep that ended began.', ({ started }) =>
      known(started),
    ),
    gauge('last_sweep_duration_seconds', 'How long it took.', ({ seconds }) => known(seconds)),
    gauge('last_sweep_state', 'How it ended: 1 for that state.', ({ state }) =>
      state === null ? [] : SWEEP_STATES.map((one) => [{ state: one }, Number(one === state)]),
    ),
    gauge('last_sweep_visits', 'Its visits by outcome.', (row) =>
      row.state === null
        ? []
        : [
            [{ outcome: 'complete' }, row.complete],
            [{ outcome: 'partial' }, row.partial],
            [{ outcome: 'failed' }, row.failed],
            [{ outcome: 'notExpected' }, row.not_expected],
          ],
    ),
    gauge('sweeps_in_a_day', 'Sweeps that began in the last 24 hours, by state.', ({ day }) => {
      const states = Day.safeParse(day);
      return ['running', ...SWEEP_STATES].map((state) => [{ state }, states.data?.[state] ?? 0]);
    }),
    gauge('cluster_paused', '1 where somebody has paused the sweeps of the cluster.', ({ paused }) => [
      [{}, Number(paused)],
    ]),
    gauge('suspect_places', 'Places whose last reading is held back and was not rejected.', ({ held }) => [
      [{}, held],
    ]),
  ];
}
