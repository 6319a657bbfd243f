import { chmodSync, cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CollectSummary, collect } from '../../server/collect/collect.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { readSites } from '../../server/inventory/sitesFile.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { canInvent, LOCAL_MOUNT, recordedRoot, writeMounts } from '../harness/invented.ts';
import { whatIsKnown } from '../harness/known.ts';
import { type Sshd, startSshd } from '../harness/sshd.ts';

const LMOD = 'alpine/edelweiss/cpu001';
const MODULES = 'harbour/tide/login1';
const SPIDER = '.gazetteer/run/modules-spider.out';
const AVAIL = '.gazetteer/run/modules-avail.err';

type Break = (root: string, path: string) => void;

/** Out of the node: under another name in its place it would be another installation. */
const missing: Break = (root, path) => renameSync(root + path, `${root}.away`);
const empty: Break = (root, path) => {
  missing(root, path);
  mkdirSync(root + path);
};
const otherMount: Break = (root) => writeMounts(root, LOCAL_MOUNT);
const unmounted: Break = (root, path) => {
  otherMount(root, path);
  empty(root, path);
};
const says =
  (file: string, text: string): Break =>
  (root) =>
    writeFileSync(join(root, file), text);

/** Everything that holds tools goes away in every way there is; nothing of it is believed. */
const CASES: [what: string, node: string, path: string, how: Break, reasons: string[]][] = [
  ['a conda installation is missing', MODULES, '/opt/miniforge3', missing, ['root-missing']],
  ['a conda installation is empty', MODULES, '/opt/miniforge3', empty, ['root-empty']],
  ['a conda installation is on another mount', MODULES, '/opt/miniforge3', otherMount, ['root-other-mount']],
  ['no environment is left', MODULES, '/opt/miniforge3/envs', empty, ['root-suspect']],
  ['an image folder is missing', LMOD, '/opt/containers', missing, ['root-missing']],
  ['an image folder is empty', LMOD, '/opt/containers', empty, ['root-empty']],
  ['an image folder is on another mount', LMOD, '/opt/containers', otherMount, ['root-other-mount']],
  ['a tree of Environment Modules is missing', MODULES, '/sw/modules', missing, ['root-missing']],
  ['a tree of Environment Modules is empty', MODULES, '', says(AVAIL, '{"/sw/modules": {}}'), ['root-empty']],
  ['a tree of Lmod is missing', LMOD, '/opt/modules/Core', missing, ['root-missing']],
  ['Lmod answers [] and exits with 0', LMOD, '', says(SPIDER, '[]'), ['root-empty']],
  ['Lmod answers nothing at all', LMOD, '', says(SPIDER, ''), ['unreadable']],
  ['the module listing is cut off', LMOD, '', says(SPIDER, '{"GCC":{"'), ['unreadable']],
  ['a file server is gone and an empty folder is in its place', LMOD, '/opt', unmounted, ['root-missing']],
];

describe.skipIf(!canInvent())('nothing that was known is lost when', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-places-'));
  const rootOf = (node: string) => join(folder, node);
  let database: TestDatabase;
  let sshd: Sshd;

  const make = (node: string) => {
    rmSync(rootOf(node), { recursive: true, force: true });
    recordedRoot(node, rootOf(node));
    cpSync(rootOf(node), `${rootOf(node)}.good`, { recursive: true, verbatimSymlinks: true });
  };
  const repair = (node: string) => {
    for (const path of [rootOf(node), `${rootOf(node)}.away`]) rmSync(path, { recursive: true, force: true });
    cpSync(`${rootOf(node)}.good`, rootOf(node), { recursive: true, verbatimSymlinks: true });
  };

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    for (const node of [LMOD, MODULES]) make(node);
    database = await testDatabase();
    sshd = await startSshd([LMOD, MODULES].map((name) => ({ name, root: rootOf(name) })));
    const ssh = { user: sshd.user, port: sshd.port, identityFile: sshd.clientKey, agent: false };
    const cluster = (name: string, node: string) => ({
      nodes: node,
      facets: ['modules', 'conda', 'images'],
      ssh: { ...ssh, knownHosts: sshd.knownHosts, addresses: { [node]: sshd.node(name).address } },
    });
    const sites = {
      alpine: { clusters: { edelweiss: cluster(LMOD, 'cpu001') } },
      harbour: { clusters: { tide: cluster(MODULES, 'login1') } },
    };
    writeFileSync(join(folder, 'sites.yaml'), JSON.stringify({ sites }));
    await applyInventory(database.db, readSites(join(folder, 'sites.yaml')), { prune: false });
    for (const node of [LMOD, MODULES])
      expect(await sweep(node)).toMatchObject({ outcomes: { complete: 1 } });
  }, 60_000);

  afterAll(async () => {
    await sshd?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function sweep(node: string): Promise<CollectSummary['sweeps'][number]> {
    const options = { dataFolder: join(folder, 'data'), parallel: 4, signal: new AbortController().signal };
    const [first] = (await collect(database.db, node, options)).sweeps;
    if (!first) throw new Error('no sweep');
    return first;
  }

  /** Why things were not present at the newest visit. */
  async function reasons(): Promise<string[]> {
    const found = await database.db.query<{ code: string }>(
      `select distinct reason.code from (select failures from visit order by started_at desc limit 1) as latest,
         jsonb_array_elements(latest.failures) as failure
       join reason on reason.id = (failure->>3)::int
       where failure->>2 = 'failed' order by 1`,
    );
    return found.rows.map((row) => row.code);
  }

  test.each(CASES)('%s', async (_, node, path, how, expected) => {
    const before = await whatIsKnown(database.db);
    how(rootOf(node), path);
    const bad = await sweep(node).finally(() => repair(node));
    const [found, after] = [await reasons(), await whatIsKnown(database.db)];
    expect(bad.outcomes).toMatchObject({ partial: 1 });
    expect(found).toEqual(expected);
    expect(bad.failures).toHaveLength(1);
    expect(after.tools).toEqual(before.tools);
    expect(after.open).toEqual(before.open);
    expect(await sweep(node)).toMatchObject({ outcomes: { complete: 1 }, changed: 0 });
    expect(await whatIsKnown(database.db)).toEqual(before);
  });
});
