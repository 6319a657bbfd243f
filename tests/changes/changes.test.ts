import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Area, areaOf } from '../../server/changes/area.ts';
import { rawChanges } from '../../server/changes/changes.ts';
import { headsOf } from '../../server/changes/documents.ts';
import { nodeChanges } from '../../server/changes/nodes.ts';
import { offeringDifferences } from '../../server/changes/offerings.ts';
import { type Pair, pairsOf } from '../../server/changes/pairs.ts';
import type { Window } from '../../server/changes/window.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { inventHistory, randomOf, recordHistory } from '../harness/history.ts';
import { Cluster } from '../harness/readings.ts';
import { allTables, documentDifferences, offeredAt, snapshotAt } from './oracle.ts';

const END = new Date('2026-11-20T00:00:00Z');
const DAY = 86_400_000;
const placeOf = ({ facet, kind, rootPath, itemPath }: Pair) => `${facet} ${kind} ${rootPath} ${itemPath}`;

/** Histories of months with failures, gaps, places that go and come back: what is told agrees with two snapshots. */
describe.each([1, 2, 3])('invented history %s', (seed) => {
  const random = randomOf(seed * 77);
  let database: TestDatabase;
  let area: Area;
  let tables: Awaited<ReturnType<typeof allTables>>;
  let retired: Map<number, Date>;

  beforeAll(async () => {
    database = await testDatabase();
    const { db } = database;
    const clusters = [await Cluster.make(db, 4), await Cluster.make(db, 3)];
    for (const [at, cluster] of clusters.entries())
      await recordHistory(db, cluster, inventHistory(seed * 10 + at, cluster.nodes.length, 40, END));
    // One node leaves service half way.
    retired = new Map([[clusters[0]?.nodes[3] ?? 0, new Date(END.getTime() - 150 * DAY)]]);
    for (const [id, at] of retired) await db.query('update node set retired_at = $2 where id = $1', [id, at]);
    area = await areaOf(db, '', { since: new Date(0), until: END });
    tables = await allTables(db);
  }, 60_000);
  afterAll(() => database?.drop());

  const someTime = () => new Date(END.getTime() - Math.floor(random() * 310 * DAY));
  const times = (count: number) =>
    Array.from({ length: count }, someTime).sort((a, b) => Number(a) - Number(b));
  const inService = (at: Date) => (node: number) => (retired.get(node) ?? new Date(8e15)) > at;

  async function pairs(window: Window): Promise<Pair[]> {
    const { fresh } = await nodeChanges(database.db, area, window);
    return pairsOf(database.db, area, window, fresh);
  }

  /** `node place offering`, of all that came or went. */
  async function offerings(window: Window) {
    const found = await pairs(window);
    const told = await offeringDifferences(database.db, found, await headsOf(database.db, found));
    const expanded = (gone: boolean) =>
      found.flatMap((pair) =>
        (told.get(pair) ?? [])
          .filter((one) => one.gone === gone)
          .flatMap((one) => pair.nodes.map((node) => `${node} ${placeOf(pair)} ${one.id}`)),
      );
    return { came: expanded(false), went: expanded(true) };
  }

  test('pairs are those of two snapshots, each node and place once', async () => {
    for (let run = 0; run < 25; run += 1) {
      const [since, until] = times(2) as [Date, Date];
      const told = (await pairs({ since, until })).flatMap((pair) =>
        pair.nodes.map((node) => `${node} ${placeOf(pair)}: ${pair.before.join()} > ${pair.after.join()}`),
      );
      const expected = documentDifferences(
        snapshotAt(tables, since),
        snapshotAt(tables, until),
        inService(until),
      );
      expect(told.sort()).toEqual(expected);
    }
  });

  test('new nodes and retired ones are those of two snapshots', async () => {
    for (let run = 0; run < 25; run += 1) {
      const [since, until] = times(2) as [Date, Date];
      const { changes } = await nodeChanges(database.db, area, { since, until });
      const told = changes.map(({ kind, nodes }) => `${kind} ${nodes.join()}`).sort();
      const [before, after] = [snapshotAt(tables, since), snapshotAt(tables, until)];
      const fresh = [...after.keys()].filter((node) => !before.has(node) && inService(until)(node));
      const left = [...retired].filter(([, at]) => at > since && at <= until);
      expect(told).toEqual(
        [...fresh.map((node) => `new ${node}`), ...left.map(([node]) => `retired ${node}`)].sort(),
      );
    }
  });

  test('one window is its two parts, one after the other', async () => {
    for (let run = 0; run < 15; run += 1) {
      const [t0, t1, t2] = times(3) as [Date, Date, Date];
      const first = offeredAt(tables, snapshotAt(tables, t0));
      const steady = snapshotAt(tables, t0);
      const counts = (text: string) => {
        const node = Number(text.split(' ')[0]);
        return steady.has(node) && inService(t2)(node);
      };
      const apply = (held: Set<string>, { came, went }: Awaited<ReturnType<typeof offerings>>) => {
        const next = new Set(held);
        for (const one of went.filter(counts))
          expect(next.delete(one), `${one} goes and was there`).toBe(true);
        for (const one of came.filter(counts)) {
          expect(next.has(one), `${one} comes and was not there`).toBe(false);
          next.add(one);
        }
        return next;
      };
      const atOnce = apply(first, await offerings({ since: t0, until: t2 }));
      const inTwo = apply(
        apply(first, await offerings({ since: t0, until: t1 })),
        await offerings({ since: t1, until: t2 }),
      );
      // A node of which nothing was known at t1 is told as a new one from there.
      const known = snapshotAt(tables, t1);
      const both = (held: Set<string>) =>
        [...held].filter((one) => known.has(Number(one.split(' ')[0]))).sort();
      expect(both(inTwo)).toEqual(both(atOnce));
      const last = offeredAt(tables, snapshotAt(tables, t2));
      expect(both(atOnce).filter(counts)).toEqual(both(last).filter(counts));
    }
  });

  test('nothing changes in no time', async () => {
    for (const at of times(20))
      expect(await rawChanges(database.db, area, { since: at, until: at })).toEqual({
        changes: [],
        apart: [],
        heads: new Map(),
      });
  });

  test('both ends are true: until the first it was as before, from the second it is as it is now', async () => {
    let bounded = 0;
    for (let run = 0; run < 8; run += 1) {
      const [since, until] = times(2) as [Date, Date];
      for (const pair of await pairs({ since, until })) {
        expect(Number(pair.since)).toBeGreaterThan(Number(since));
        expect(Number(pair.since)).toBeLessThanOrEqual(Number(until));
        const text = (node: number, at: Date) =>
          [...(snapshotAt(tables, at).get(node)?.get(placeOf(pair)) ?? [])].sort((a, b) => a - b).join();
        const bound = pair.sinceAfter;
        if (bound) bounded += 1;
        for (const node of pair.nodes.slice(0, 2)) {
          expect(text(node, pair.since), `${placeOf(pair)} now`).toBe(pair.after.join());
          const before = bound && bound > since ? bound : since;
          expect(text(node, before), `${placeOf(pair)} before`).toBe(pair.before.join());
        }
      }
    }
    expect(bounded).toBeGreaterThan(0);
  }, 30_000);

  test('every change is on some node, and no node is named twice', async () => {
    for (let run = 0; run < 10; run += 1) {
      const [since, until] = times(2) as [Date, Date];
      const { changes } = await rawChanges(database.db, area, { since, until });
      for (const { nodes } of changes)
        expect([nodes.length > 0, new Set(nodes).size]).toEqual([true, nodes.length]);
    }
  });

  test('a part of the nodes is told what all of them are told, as far as it concerns it', async () => {
    const [since, until] = times(2) as [Date, Date];
    const expand = (found: Pair[]) =>
      found
        .flatMap((pair) => pair.nodes.map((node) => `${node} ${placeOf(pair)} ${pair.before} ${pair.after}`))
        .sort();
    const all = await pairs({ since, until });
    const part = [...snapshotAt(tables, until).keys()].filter((_, at) => at % 2 === 0);
    const { fresh } = await nodeChanges(database.db, area, { since, until });
    const some = await pairsOf(database.db, { ...area, nodeIds: part }, { since, until }, fresh);
    expect(expand(some)).toEqual(expand(all).filter((one) => part.includes(Number(one.split(' ')[0]))));
  });
});
