import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { canInvent, type InventedSites, inventSites } from '../harness/invented.ts';

/** From recorded nodes to what somebody can paste: the command line, a real sshd, a real Postgres. */
describe.skipIf(!canInvent())('what two sites have of an environment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-e2e-'));
  let database: TestDatabase;
  let sites: InventedSites;
  const run = (args: string[], input = '') =>
    gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_DATA: join(folder, 'data') }, input);
  const json = async (args: string[], input = '') => JSON.parse((await run([...args, '--json'], input)).out);

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    database = await testDatabase();
    sites = await inventSites(folder);
    await run(['apply', sites.file]);
    const { code, err } = await run(['collect']);
    expect(code, err).toBe(0);
  }, 120_000);

  afterAll(async () => {
    await sites?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('a job script of one site, asked of both', async () => {
    const script = '#!/bin/sh\n#SBATCH -n1\nmodule load GCC/12.2.0\nmodule load SAMtools/1.17\n';
    const here = await run(['check', '-', '--on', 'alpine/edelweiss'], script);
    expect(here.code, here.err).toBe(0);
    expect(here.out).toContain('module load GCC/12.2.0 SAMtools/1.17');
    const there = await run(['check', '-', '--on', 'harbour/tide'], script);
    expect(there.code).toBe(1);
    expect(there.out).toMatch(/3 +module GCC\/12\.2\.0 +12\.2\.0 +missing/);
    expect(there.out).toContain('module load samtools/1.17');
    expect(there.out).toContain('/opt/containers/samtools.sif: the image travels.');
  });

  test('an environment file: unknown where conda was never read, missing where it was', async () => {
    const text = 'channels: [bioconda]\ndependencies:\n  - samtools=1.17\n  - nosuch\n';
    const answer = await json(['check', '-'], text);
    const told = answer.clusters.map((one: Record<string, unknown>) => [
      one.cluster,
      one.there,
      one.missing,
      one.unknown,
    ]);
    expect(told).toEqual([
      ['edelweiss', 1, 0, 1],
      ['tide', 1, 1, 0],
    ]);
    const tide = await json(['check', '-', '--on', 'harbour/tide'], text);
    expect(tide.rows[0]).toMatchObject({ tier: '2', load: 'conda activate /opt/miniforge3/envs/bio' });
    expect(tide.environments[0]).toMatchObject({ place: '/opt/miniforge3/envs/bio', there: 1 });
    expect(tide.block).toContain('conda activate /opt/miniforge3/envs/bio');
    expect(Date.now() - Date.parse(tide.rows[0].confirmedAt)).toBeLessThan(600_000);
  });

  test('an image file: where it is, and on which nodes it does not run', async () => {
    const image = join(sites.root('alpine/edelweiss/cpu001'), 'opt/containers/samtools_1.17.sif');
    const answer = await json(['check', image, '--on', 'harbour/tide']);
    expect(answer).toMatchObject({ form: 'sif', asked: 1 });
    const grace = answer.verdicts.find((one: { nodes: string }) => one.nodes === 'g01');
    expect(grace.answer).toBe('no');
    const rules = grace.reasons.filter((one: { answer: string }) => one.answer === 'no');
    expect(rules.map((one: { rule: string }) => one.rule)).toContain('architecture');
    // The reason leads to the document that says so.
    expect(rules[0].document).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a reference alone, and what cannot be read', async () => {
    expect((await run(['check', 'quay.io/biocontainers/samtools:1.17--h00cdaf9_0'])).code).toBe(0);
    const html = await run(['check', '-'], '<html>');
    expect([html.code, html.err]).toEqual([1, expect.stringContaining('no form that is known')]);
    expect((await run(['check', '/nowhere/environment.yml'])).code).toBe(1);
    expect((await run(['check', '-', '--on', 'alpine/edelweis'], 'samtools:1.17')).err).toContain(
      'alpine/edelweiss',
    );
    const half = await run(['check', '-'], '#!/bin/sh\nmodule load SAMtools/1.17\nmodule load $MORE\n');
    expect([half.code, half.out]).toEqual([1, expect.stringContaining('Not read, line 3')]);
  });

  test('a lock of one site holds there and not at the other', async () => {
    const made = await run(['lock', 'harbour/tide', '--tool', 'samtools']);
    expect(made.code, made.err).toBe(0);
    const file = join(folder, 'samtools.lock.json');
    writeFileSync(file, made.out);
    const lock = JSON.parse(made.out);
    expect(lock.environments.map((one: { place: string }) => one.place)).toContain(
      '/opt/miniforge3/envs/bio',
    );
    const here = await run(['lock', 'verify', file, '--on', 'harbour/tide']);
    expect(here.code, here.out).toBe(0);
    expect((await run(['lock', 'verify', file, '--on', 'alpine/edelweiss'])).code).toBe(1);
    // An image is told by its digest where one is known.
    const image = JSON.parse((await run(['lock', 'alpine/edelweiss', '--tool', 'samtools'])).out);
    expect(image.images.length).toBeGreaterThan(0);
    for (const one of image.images) expect(one.digests.length > 0 || one.note !== '').toBe(true);
  }, 60_000);
});
