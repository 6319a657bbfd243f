import type { FacetReading, RootReading } from '../../server/facets/facet.ts';
import type { FacetName } from '../../server/facets/names.ts';
import { rememberWalks } from '../../server/store/claims.ts';
import type { Database } from '../../server/store/database.ts';
import { forgetDocuments } from '../../server/store/documents.ts';
import { tieLate } from '../../server/store/lateTies.ts';
import { forgetOfferings } from '../../server/store/offerings.ts';
import { refreshRollup } from '../../server/store/rollup.ts';
import { recordVisit, type VisitReport } from '../../server/store/visit.ts';
import { absent, failed, failedTree, kernel, LOCAL, NFS, reading, tree, treeFacts } from './readings.ts';

/** Invented months of visits: the same numbers give the same history, however often it is recorded. */

export type Random = () => number;

/** Numbers from 0 to 1 (mulberry32), the same for one seed. */
export function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296;
  };
}

const pick = <Item>(random: Random, items: Item[]): Item =>
  items[Math.floor(random() * items.length)] as Item;

/** Places change rarely and fail for long, as they do. */
type Mood = 'same' | 'changes' | 'gaps' | 'fails' | 'gone' | 'cut' | 'unasked';
const MOODS: Mood[] = ['same', 'same', 'same', 'changes', 'gaps', 'gaps', 'fails', 'gone', 'cut', 'unasked'];

class Place {
  private mood: Mood = 'same';
  private held = [0, 1, 2, 3, 4, 5];

  constructor(
    private readonly random: Random,
    private readonly path: string,
    private readonly shared: boolean,
  ) {}

  /** What one visit says of it; undefined: nothing. */
  read(spared = false): RootReading | undefined {
    const { random } = this;
    if (random() < 0.04) this.mood = pick(random, MOODS);
    const more = { path: this.path, mount: this.shared ? NFS : LOCAL };
    if (this.mood === 'unasked') return undefined;
    if (spared && this.mood !== 'gone')
      return tree([], { ...more, outcome: 'elsewhere', reason: 'skip', items: [] });
    if (this.mood === 'fails') return failedTree(pick(random, ['permission', 'timeout']), more);
    if (this.mood === 'gone') return tree([], { ...more, outcome: 'absent', reason: 'gone', items: [] });
    if (this.mood === 'changes') this.held = this.held.map((one) => (random() < 0.05 ? one + 10 : one));
    const gap = this.mood === 'gaps' ? pick(random, [0, 0, 0, 0, 1]) : -1;
    const items = this.held.flatMap((version, at) =>
      at === gap
        ? []
        : [
            {
              path: `p${at}`,
              facts: treeFacts([`tool${at}/${version}`, 'both/1.0']),
              evidence: {
                name: 'spider',
                parts: [{ name: 'spider', bytes: Buffer.from(`${at} ${version}`) }],
              },
            },
          ],
    );
    const unread = gap < 0 ? [] : [{ path: `p${gap}`, reason: 'permission' }];
    if (this.mood === 'cut') return tree([], { ...more, outcome: 'failed', reason: 'cut', items });
    return tree([], { ...more, items, unread });
  }
}

class Machine {
  private release = 1;
  private mood: 'up' | 'down' | 'dead' = 'up';
  private local: 'read' | 'fails' | 'unasked' = 'read';
  /** Another node reads for it what they share. */
  private spared = false;
  private readonly own: Place;

  constructor(
    private readonly random: Random,
    private readonly shared: Place[],
  ) {
    this.own = new Place(random, '/opt/modules', false);
  }

  visit(): { readings: Partial<Record<FacetName, FacetReading>>; failure: string | null } | null {
    const { random } = this;
    if (random() < 0.003) this.mood = 'dead';
    else if (this.mood !== 'dead' && random() < 0.05) this.mood = random() < 0.3 ? 'down' : 'up';
    if (random() < 0.03) this.local = pick(random, ['read', 'fails', 'unasked']);
    // Nobody visits it any more.
    if (this.mood === 'dead' && random() < 0.9) return null;
    if (this.mood !== 'up') return { readings: {}, failure: 'connect-timeout' };
    if (random() < 0.05) this.release += 1;
    if (random() < 0.05) this.spared = random() < 0.7;
    const shared = this.shared.flatMap((place) => place.read(this.spared) ?? []);
    const roots = [...shared, ...[this.own.read()].flatMap((one) => one ?? [])];
    const modules = roots.length > 0 ? { modules: reading({ roots }) } : {};
    if (this.local === 'unasked') return { readings: modules, failure: null };
    if (this.local === 'fails')
      return { readings: { kernel: failed('timeout'), os: failed('crashed'), ...modules }, failure: null };
    const os = this.release % 3 === 0 ? absent() : kernel('el9');
    return { readings: { kernel: kernel(`5.${this.release}`), os, ...modules }, failure: null };
  }
}

const DAY = 86_400_000;

export interface Told {
  at: Date;
  visits: (ReturnType<Machine['visit']> | null)[];
}

/** Sweeps of some nodes over some 300 days up to `end`. */
export function inventHistory(seed: number, nodes: number, sweeps: number, end: Date): Told[] {
  const random = randomOf(seed);
  const shared = [new Place(random, '/apps/a', true), new Place(random, '/apps/b', true)];
  const machines = Array.from({ length: nodes }, () => new Machine(random, shared));
  let at = end.getTime() - 300 * DAY;
  const step = (end.getTime() - at) / sweeps;
  return Array.from({ length: sweeps }, () => {
    at += step * (0.2 + 1.6 * random() ** 2);
    return { at: new Date(Math.floor(at)), visits: machines.map((machine) => machine.visit()) };
  });
}

/** Sweeps that visited nobody, the last of which began at `end`. */
export async function recordEmptySweeps(
  db: Database,
  clusterId: number,
  sweeps: number,
  end: Date,
): Promise<void> {
  await db.query(
    `insert into sweep (cluster_id, started_at, finished_at, expected, state)
     select $1, $2::timestamptz - make_interval(mins => number), $2, 0, 'finished'
     from generate_series(0, $3::int - 1) as number order by number desc`,
    [clusterId, end, sweeps],
  );
}

/** Records sweeps as one process would that has just started. */
export async function recordHistory(
  db: Database,
  cluster: { id: number; nodes: number[] },
  told: Told[],
): Promise<void> {
  forgetDocuments();
  forgetOfferings();
  for (const { at, visits } of told) {
    const sweep = await db.prisma.sweep.create({
      data: {
        clusterId: cluster.id,
        startedAt: at,
        finishedAt: at,
        expected: visits.length,
        state: 'finished',
      },
    });
    for (const [number, visit] of visits.entries()) {
      if (!visit) continue;
      const startedAt = new Date(at.getTime() + number * 1000);
      const nodeId = cluster.nodes[number] ?? 0;
      const report = { ...reportOf(visit), startedAt, sweepId: sweep.id, clusterId: cluster.id, nodeId };
      const result = await recordVisit(db, report, { suspectShare: 0.25 });
      await refreshRollup(db, cluster.id, result.touched);
      await rememberWalks(
        db,
        sweep.id,
        report.nodeId,
        startedAt,
        await walked(db, report, result.unconfirmed),
      );
    }
    await refreshRollup(db, cluster.id, await tieLate(db, cluster.id, sweep.id));
  }
}

/** Ids of the shared roots that a visit read. */
async function walked(db: Database, report: VisitReport, unconfirmed: number[]): Promise<number[]> {
  const read = report.readings
    .flatMap(({ reading }) => reading.roots)
    .filter((root) => root.outcome === 'present');
  const found = await db.query<{ id: number }>(
    `select root.id from root join node_root on node_root.root_id = root.id and node_root.until is null
     where node_root.node_id = $1 and root.node_scope = 0 and root.path = any($2) and not root.id = any($3)`,
    [report.nodeId, read.map((root) => root.path), unconfirmed],
  );
  return found.rows.map((row) => row.id);
}

function reportOf({
  readings,
  failure,
}: {
  readings: Partial<Record<FacetName, FacetReading>>;
  failure: string | null;
}): Pick<VisitReport, 'milliseconds' | 'bytes' | 'agent' | 'asked' | 'readings' | 'failure'> {
  const list: VisitReport['readings'] = [];
  for (const facet of ['kernel', 'modules', 'os'] as const) {
    const one = readings[facet];
    if (one) list.push({ facet, reading: one });
  }
  return {
    milliseconds: 5,
    bytes: 100,
    agent: failure === null ? 'test' : '',
    asked: list.map((one) => one.facet),
    readings: list,
    failure: failure === null ? null : { reason: failure, message: 'as told' },
  };
}
