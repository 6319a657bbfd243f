import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { needs } from '../harness/tools.ts';

const hasLmod = existsSync('/usr/share/lmod/lmod/libexec/spider') || needs('lmod', 'lmod');

/** From the sites file to find's answer, with Lmod of this machine. */
describe.skipIf(!hasLmod)('modules that do not load', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-loads-'));
  const tree = join(folder, 'modules');
  const sitesFile = join(folder, 'sites.yaml');
  let database: TestDatabase;
  const run = (...args: string[]) =>
    gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_DATA: join(folder, 'data'), HOME: folder });

  async function sweep(loadTests: boolean): Promise<string> {
    const cluster = {
      transport: 'local',
      nodes: 'here',
      facets: ['modules'],
      owners: [userInfo().username],
      roots: { modules: [tree] },
      access: { harbourtool: 'Write to hpc@alpha.example' },
      loadTests,
    };
    writeFileSync(sitesFile, JSON.stringify({ sites: { alpha: { clusters: { hpc1: cluster } } } }));
    expect((await run('apply', sitesFile)).code).toBe(0);
    expect((await run('collect')).out).toContain('1 complete');
    return (await run('find', 'harbourtool')).out;
  }

  beforeAll(async () => {
    mkdirSync(join(tree, 'harbourtool'), { recursive: true });
    writeFileSync(
      join(tree, 'harbourtool/1.0.lua'),
      'if mode() == "load" then LmodError("no licence server") end\n',
    );
    writeFileSync(
      join(folder, '.bash_profile'),
      `. /usr/share/lmod/lmod/init/bash\nexport MODULEPATH=${tree}\n`,
    );
    database = await testDatabase();
  });
  afterAll(async () => {
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('are told where the sites file asks for tests, and nowhere else', async () => {
    const before = await sweep(false);
    expect(before).toContain('module load harbourtool/1.0');
    expect(before).toContain('Write to hpc@alpha.example');
    expect(await sweep(false)).not.toContain('broken');
    expect((await run('loads')).out).toContain('No node is to load modules');
    const told = await sweep(true);
    expect(told).toContain('1.0 is broken, does not load on here: no licence server');
    expect(told).toContain('module load harbourtool/1.0');
    const listed = (await run('loads', 'alpha/hpc1')).out;
    expect(listed).toMatch(/^fails +alpha\/hpc1\/here +harbourtool\/1\.0 .* no licence server$/m);
    expect(listed).toMatch(/^1 fail, 0 do not load in time, 0 not tested yet, \d+ load\.$/m);
    writeFileSync(join(tree, 'harbourtool/1.0.lua'), '');
    expect(await sweep(true)).not.toContain('broken');
  }, 120_000);
});
