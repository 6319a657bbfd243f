import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { beginSweep, cancelSweep } from '../../server/collect/sweepRow.ts';
import { SweepRun } from '../../server/collect/sweepRun.ts';
import { targetsBelow } from '../../server/collect/targets.ts';
import { nodeDetail } from '../../server/query/nodeDetail.ts';
import { CONDA, MODULES, OneFiler } from '../harness/oneFiler.ts';
import { hasSshd } from '../harness/sshd.ts';

const NAMES = ['n01', 'n02', 'n03'];
const COMPILER = '/sw/compiler/gcc-12';

/** Who sees what one node read for all. */
describe.skipIf(!hasSshd())('nodes that left a place to another one', () => {
  const filer = new OneFiler(NAMES);

  beforeAll(() => filer.start());
  afterAll(() => filer.stop());
  beforeEach(() => filer.anew());

  test('see the trees that come with it, also when they came later', async () => {
    filer.modules(['gcc'], { [COMPILER]: ['openmpi', 'samtools'] });
    await filer.sweep('n01');
    expect(await filer.seen()).toMatchObject({ [COMPILER]: ['n01'] });
    // n01 is the first one, and reads; what it finds is nothing new to it.
    await filer.sweep();
    expect(await filer.seen()).toEqual({ [CONDA]: NAMES, [MODULES]: NAMES, [COMPILER]: NAMES });
    const { sweeps } = await filer.sweep();
    expect(sweeps[0]).toMatchObject({ changed: 0, outcomes: { complete: 3 } });
  });

  test('are not told to see a tree on a mount that nobody knows them to have', async () => {
    filer.modules(['gcc'], { [COMPILER]: ['openmpi'], '/scratch/modules': ['samtools'] });
    await filer.sweep();
    expect(await filer.seen()).toMatchObject({ [COMPILER]: NAMES, '/scratch/modules': ['n01'] });
  });

  test('are tied to it as of then, when the sweep was cancelled before it came to that', async () => {
    const { db } = filer.database;
    const [cluster] = await targetsBelow(db, 's/c', filer.folder);
    const clusterId = cluster?.id ?? 0;
    const id = await beginSweep(db, {
      clusterId,
      name: 's/c',
      expected: 3,
      full: false,
      by: 'queue',
      trigger: 'command',
    });
    const run = new SweepRun(db, { id, clusterId, full: false, suspectShare: 0.25 });
    // The chosen node is not done before the others are.
    const others = join(filer.folder, 'others');
    filer.as('n01', `/bin/sh -s; while ! [ -e ${others} ]; do sleep 0.1; done`);
    const [first, ...rest] = (cluster?.nodes ?? []).map(
      (node) => () => run.visit(node, new AbortController().signal),
    );
    const reading = first?.();
    const claimed = async () =>
      (
        await db.query<{ count: number }>(
          'select count(*)::int as count from sweep, jsonb_each(claims) where id = $1',
          [id],
        )
      ).rows[0]?.count;
    while ((await claimed()) !== 2) await sleep(50);
    for (const visit of rest) await visit();
    writeFileSync(others, '');
    await reading;
    await cancelSweep(db, id);
    // A node that is in the middle when the sweep ends claims nothing any more.
    await first?.();
    expect(await claimed()).toBe(0);
    expect(await filer.seen()).toEqual({ [CONDA]: ['n01'], [MODULES]: ['n01'] });
    await filer.sweep();
    expect(await filer.seen()).toEqual({ [CONDA]: NAMES, [MODULES]: NAMES });
    const late = await db.query('select 1 from node_root where since >= (select max(started_at) from sweep)');
    expect(late.rows).toEqual([]);
  });

  test('do not confirm what they could not read when they are asked again', async () => {
    const { db } = filer.database;
    filer.install('samtools', '1.0', 'envs/tools');
    await filer.sweep();
    const began = new Date();
    rmSync(join(filer.root, CONDA, 'envs/tools'), { recursive: true });
    symlinkSync('/nowhere', join(filer.root, CONDA, 'envs/tools'));
    filer.install('samtools', '1.18');
    // The chosen node waits in the middle until the others are done, and dies.
    const [chosen, second, third] = ['chosen', 'n02', 'n03'].map((name) =>
      join(filer.folder, `done.${name}`),
    );
    const both = `while ! [ -e ${second} ] || ! [ -e ${third} ]; do sleep 0.1; done`;
    filer.as('n01', `/bin/sh -s | sed -u "/part records/e touch ${chosen}; ${both}; kill -9 $PPID"`);
    for (const [name, done] of [
      ['n02', second],
      ['n03', third],
    ] as const)
      filer.as(name, `while ! [ -e ${chosen} ]; do sleep 0.1; done; /bin/sh -s; touch ${done}`);
    await filer.sweep('', false, 3);
    expect(await filer.versionOf('samtools')).toEqual(['1.0', '1.18']);
    for (const name of NAMES.slice(1)) {
      const place = (await nodeDetail(db, await filer.idOf(name))).facets
        .flatMap((facet) => facet.roots)
        .find((one) => one.path === CONDA);
      const ages = Object.fromEntries(
        (place?.items ?? []).map((item) => [item.path, new Date(item.confirmedAt ?? 0) < began]),
      );
      expect(ages, name).toMatchObject({ '.': false, 'envs/tools': true });
    }
  });
});
