import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect } from '../../server/collect/collect.ts';
import { facetsOf } from '../../server/collect/targets.ts';
import { facetNames } from '../../server/facets/names.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { parseSites, problemLine } from '../../server/inventory/sitesFile.ts';
import { clusterByName } from '../../server/query/clusters.ts';
import { nodeDetail } from '../../server/query/nodeDetail.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';

/** The batch system is read once per sweep, on the node that the sites file declares. */

function parse(text: string) {
  const result = parseSites(text, '/etc/sites.yaml');
  if (!result.ok) throw new Error(result.problems.map(problemLine).join('\n'));
  return result.inventory;
}

const cluster = (more: string) => `sites: { a: { clusters: { c: { nodes: "login1,cpu[1-2]", ${more} } } } }`;
const asked = (text: string) => {
  const nodes = parse(text).sites[0]?.clusters[0]?.nodes ?? [];
  return nodes.filter(({ settings }) => facetsOf(settings).includes('scheduler')).map(({ name }) => name);
};

describe('the declared node', () => {
  test('is asked, and no other', () => {
    expect(asked(cluster('scheduler: login1'))).toEqual(['login1']);
    expect(asked(cluster('scheduler: { node: cpu2 }'))).toEqual(['cpu2']);
    expect(asked(cluster('title: x'))).toEqual([]);
  });

  test('whatever the list of facets says', () => {
    expect(asked(cluster('scheduler: login1, facets: [kernel]'))).toEqual(['login1']);
    expect(asked(cluster('scheduler: login1, facets: [kernel, scheduler]'))).toEqual(['login1']);
    expect(facetsOf({ facets: ['kernel', 'scheduler'] })).toEqual(['kernel']);
    expect(facetsOf({ facets: [] })).toEqual(facetNames.filter((name) => name !== 'scheduler'));
    expect(facetsOf({ facets: ['kernel'], scheduler: true })).toEqual(['kernel', 'scheduler']);
  });

  test.each([
    ['scheduler: login9', '1:69 this cluster has no node "login9"'],
    ['scheduler: { node: x }', '1:77 this cluster has no node "x"'],
    ['scheduler: true', '1:69 expected the name of a node, found true'],
  ])('%s is told with its place', (more, problem) => {
    const result = parseSites(cluster(more), 's');
    const told = result.ok ? [] : result.problems.map((one) => `${one.line}:${one.column} ${one.message}`);
    expect(told).toEqual([problem]);
  });
});

describe('a sweep', () => {
  let database: TestDatabase;
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-scheduler-'));
  const fixture = fileURLToPath(new URL('../fixtures/scheduler/slurm-22.05/root', import.meta.url));
  const recorded = join(folder, 'login1/.gazetteer/run/slurm-nodes.out');
  beforeAll(async () => {
    database = await testDatabase();
    for (const name of ['cpu1', 'cpu2']) mkdirSync(join(folder, name));
    cpSync(fixture, join(folder, 'login1'), { recursive: true });
    const text = cluster(`scheduler: login1, facets: [runtimes], transport: local, root: "${folder}/%n"`);
    await applyInventory(database.db, parse(text), { prune: false });
  });
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const sweep = async () => {
    const options = { dataFolder: folder, parallel: 2, signal: new AbortController().signal };
    const summary = await collect(database.db, 'a/c', options);
    return summary.sweeps[0];
  };
  const facet = async (name: string) => {
    const found = await database.db.query<{ id: number }>('select id from node where name = $1', [name]);
    const detail = await nodeDetail(database.db, found.rows[0]?.id ?? 0);
    return detail.facets.find((one) => one.facet === 'scheduler');
  };
  const items = async () => (await facet('login1'))?.roots[0]?.items.map(({ path }) => path);

  test('reads it there, and counts it nowhere else', async () => {
    expect(await sweep()).toMatchObject({ outcomes: { complete: 3 }, failures: [] });
    expect(await facet('login1')).toMatchObject({
      outcome: 'present',
      document: { kind: 'scheduler.cluster' },
    });
    expect(await items()).toEqual(['nodes', 'partitions', 'states']);
    expect(await facet('cpu1')).toMatchObject({ outcome: null, document: null, roots: [] });
    const { scheduler } = await clusterByName(database.db, 'a', 'c');
    expect(scheduler).toMatchObject({ product: 'slurm-wlm', nodeName: 'login1', version: '22.05.8' });
    expect(scheduler?.confirmedAt).not.toBeNull();
    const documents = (await facet('login1'))?.roots[0]?.items.map(({ document }) => document.hash);
    expect([scheduler?.nodeTable, scheduler?.partitions, scheduler?.states]).toEqual(documents);
  });

  test('writes nothing when only jobs moved', async () => {
    const before = await database.counts();
    const text = readFileSync(recorded, 'utf8');
    writeFileSync(
      recorded,
      text.replace('State=IDLE ', 'State=MIXED ').replace(/CPULoad=\S+/g, 'CPULoad=7.00'),
    );
    expect(await sweep()).toMatchObject({ changed: 0, outcomes: { complete: 3 } });
    const after = await database.counts();
    expect(after).toEqual({ ...before, sweep: (before.sweep ?? 0) + 1, visit: (before.visit ?? 0) + 3 });
  });

  test('writes the states when a node goes down, and nothing else', async () => {
    const before = await database.counts();
    writeFileSync(recorded, readFileSync(recorded, 'utf8').replace('State=MIXED ', 'State=DOWN '));
    expect(await sweep()).toMatchObject({ changed: 1 });
    expect((await database.counts()).document).toBe((before.document ?? 0) + 1);
  });

  test('keeps what is known when the daemon does not answer, or the program is gone', async () => {
    writeFileSync(join(folder, 'login1/.gazetteer/run/slurm-nodes.rc'), '1\n');
    writeFileSync(recorded, '');
    expect(await sweep()).toMatchObject({ changed: 0 });
    expect(await items()).toEqual(['nodes', 'partitions', 'states']);
    rmSync(join(folder, 'login1/.gazetteer'), { recursive: true });
    expect(await sweep()).toMatchObject({ changed: 0, outcomes: { complete: 2, partial: 1 } });
    expect(await facet('login1')).toMatchObject({ outcome: 'failed', reason: { code: 'no-program' } });
    expect(await items()).toEqual(['nodes', 'partitions', 'states']);
  });
});
