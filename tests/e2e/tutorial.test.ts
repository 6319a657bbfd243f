import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandLine } from '../../server/cli/main.ts';
import { installation } from '../../server/config.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { canInvent, type InventedSites, inventSites } from '../harness/invented.ts';
import { isAsShown, shownCommands } from '../harness/tutorial.ts';

const commands = shownCommands(readFileSync(join(installation, 'docs/tutorial.md'), 'utf8'));
const OURS = 'npm run -s gazetteer -- ';

test('the tutorial shows commands that the command line knows', async () => {
  const ours = commands.filter(({ line }) => line.startsWith(OURS));
  expect(ours.length).toBeGreaterThan(8);
  const verbs = (await commandLine()).commands.map((command) => command.name());
  for (const { line } of ours) expect(verbs, line).toContain(line.slice(OURS.length).split(' ')[0]);
  const scripts = JSON.parse(readFileSync(join(installation, 'package.json'), 'utf8')).scripts;
  for (const { line } of commands) {
    const [, script] = /^npm (?:run -s )?(\S+)/.exec(line) ?? [];
    if (script !== undefined) expect(Object.keys(scripts), line).toContain(script);
  }
});

describe.skipIf(!canInvent())('the tutorial', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-tutorial-'));
  let database: TestDatabase;
  let sites: InventedSites;

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    database = await testDatabase();
    sites = await inventSites(folder);
  }, 60_000);

  afterAll(async () => {
    await sites?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  // The service and the nodes are what the harness starts; this machine is no site here.
  const steps = commands.filter(({ line }) => !/^npm (?:start|run -s demo-nodes)/.test(line));

  test.each(steps)('$line', async ({ line, output }) => {
    const here = line.replaceAll('/tmp/demo', folder);
    if (!line.startsWith(OURS)) {
      expect(spawnSync('sh', ['-c', here]).status).toBe(0);
      return;
    }
    const env = { DATABASE_URL: database.url, GAZETTEER_DATA: join(folder, 'data') };
    const ran = await gazetteer(here.slice(OURS.length).split(' '), env);
    expect(ran.err).toBe('');
    if (output.length === 0) return;
    const shown = output.filter((one) => !one.startsWith('here/'));
    const printed = ran.out.replaceAll(folder, '/tmp/demo').trimEnd().split('\n');
    expect(isAsShown(shown, printed), `prints\n${ran.out}`).toBe(true);
  });
});
