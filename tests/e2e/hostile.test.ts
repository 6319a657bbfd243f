import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect } from '../../server/collect/collect.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { readSites } from '../../server/inventory/sitesFile.ts';
import type { FindAnswer } from '../../server/routes/schemas/find.ts';
import type { FacetState, NodeDetail } from '../../server/routes/schemas/places.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { parsedCsv } from '../harness/csv.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { canInvent } from '../harness/invented.ts';
import { HOSTILE, hostileRoot, NO_TEXT, PLACES } from '../harness/recordedHostile.ts';
import { type Service, startService } from '../harness/service.ts';
import { type Sshd, startSshd } from '../harness/sshd.ts';

const names = Object.values(HOSTILE);

/** What a terminal obeys, and what turns a line's direction. */
const ACTING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** From names on a node, through a real sshd, to what a person, a program and a spreadsheet get. */
describe.skipIf(!canInvent())('hostile names', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-hostile-'));
  const canary = join(folder, 'canary');
  const data = join(folder, 'data');
  let database: TestDatabase;
  let service: Service;
  let sshd: Sshd;
  let node: NodeDetail;
  const run = (...args: string[]) =>
    gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_DATA: data, CANARY: canary });
  const sweep = () =>
    collect(database.db, '', { dataFolder: data, parallel: 4, signal: new AbortController().signal });
  const find = (tool: string): Promise<FindAnswer> =>
    service.get(`/find?limit=1000&tool=${encodeURIComponent(tool)}`);

  const facet = (name: string): FacetState => {
    const found = node.facets.find((one) => one.facet === name);
    if (!found) throw new Error(`no facet ${name}`);
    return found;
  };
  const items = (name: string, path: string) =>
    facet(name).roots.find((root) => root.path === path)?.items ?? [];
  const factsOf = async (hash: string | undefined) => (await service.get(`/documents/${hash}`)).facts;

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    const root = join(folder, 'root');
    hostileRoot(root);
    database = await testDatabase();
    service = await startService(database.db);
    sshd = await startSshd([{ name: 'n1', root, env: { CANARY: canary } }]);
    const ssh = { user: sshd.user, port: sshd.port, identityFile: sshd.clientKey, agent: false };
    const settings = {
      ssh: { ...ssh, knownHosts: sshd.knownHosts, addresses: { n1: sshd.node('n1').address } },
      roots: { conda: [PLACES.conda], images: [PLACES.images] },
    };
    const sites = { alpine: { clusters: { edelweiss: { nodes: 'n1', ...settings } } } };
    // JSON is YAML.
    writeFileSync(join(folder, 'sites.yaml'), JSON.stringify({ sites }));
    await applyInventory(database.db, readSites(join(folder, 'sites.yaml')), { prune: false });
    expect((await sweep()).sweeps[0]).toMatchObject({ outcomes: { complete: 1 }, failures: [] });
    const [first] = (await service.get('/nodes')).items;
    node = await service.get(`/nodes/${first.id}`);
  }, 60_000);

  afterAll(async () => {
    await service?.close();
    await sshd?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('are not run by anything, though a shell that evaluates one would be seen', () => {
    expect(existsSync(canary)).toBe(false);
    for (const name of [HOSTILE.command, HOSTILE.backticks, HOSTILE.separators]) {
      spawnSync('sh', ['-c', `echo ${name}`], { env: { ...process.env, CANARY: canary }, stdio: 'ignore' });
      expect(existsSync(canary), name).toBe(true);
      rmSync(canary);
    }
  });

  test('of modules arrive as they are', async () => {
    const [item] = items('modules', PLACES.modules);
    const facts = await factsOf(item?.document.hash);
    const found = facts.modules.map((one: { fullName: string }) => one.fullName);
    expect(found.sort()).toEqual(names.map((name) => `${name}/1.0`).sort());
    const described = facts.modules.find((one: { name: string }) => one.name === HOSTILE.percent);
    expect(described.description).toBe(`%s%n ${NO_TEXT.shown}`);
    const html = facts.modules.find((one: { name: string }) => one.name === HOSTILE.html);
    expect(html.description).toBe('<script>alert(1)<script> </script>');
  });

  test('of image files, labels and sources arrive as they are', async () => {
    const images = items('images', PLACES.images);
    const paths = images.map((item) => item.path);
    for (const name of [...names, NO_TEXT.shown]) expect(paths).toContain(`${name}.sif`);
    for (const name of names) {
      const item = images.find((one) => one.path === `${name}.sif`);
      const facts = await factsOf(item?.document.hash);
      expect(facts.labels).toContainEqual({ name: 'org.opencontainers.image.title', value: name });
      expect(facts.labels).toContainEqual({ name, value: '1' });
    }
  });

  test('of environments and packages arrive as they are', async () => {
    const environments = items('conda', PLACES.conda);
    const paths = environments.map((item) => item.path);
    for (const name of [...names, NO_TEXT.shown]) expect(paths).toContain(`envs/${name}`);
    for (const name of names) {
      const item = environments.find((one) => one.path === `envs/${name}`);
      const facts = await factsOf(item?.document.hash);
      expect(facts.packages.map((one: { name: string }) => one.name)).toEqual([name]);
    }
  });

  test.each(Object.entries(HOSTILE))('are found: %s', async (_, name) => {
    const answer = await find(name);
    expect(answer.match).toBe('exact');
    const places = answer.items.map((row) => `${row.provider} ${row.place}`);
    expect(places).toContain(`conda ${PLACES.conda}/envs/${name}`);
    expect(places).toContain(`module ${PLACES.modules}`);
    // An image is named by its source, and that is one line.
    if (!name.includes('\n')) expect(places).toContain(`apptainer ${PLACES.images}/${name}.sif`);
  });

  test('make no line to paste, or one that does nothing but name them', async () => {
    let lines = 0;
    // The commands of the lines, as functions that print what they were given.
    const tell = '{ for one; do printf "%s\\0" "$one"; done; }';
    const stubs = ['module', 'conda', 'apptainer'].map((name) => `${name}() ${tell}`).join('\n');
    for (const name of names) {
      for (const row of (await find(name)).items) {
        expect(row.load).not.toMatch(ACTING);
        expect(row.load).not.toContain('\n');
        if (row.load === '') continue;
        lines += 1;
        const ran = spawnSync('sh', ['-c', `${stubs}\n${row.load}`], {
          env: { CANARY: canary },
          cwd: folder,
        });
        const words = ran.stdout.toString().split('\0').slice(0, -1);
        expect(words.at(-1), row.load).toContain(name);
        expect(words.at(-1), row.load).not.toMatch(/^-/);
        expect(ran.stderr.toString(), row.load).toBe('');
      }
    }
    expect(existsSync(canary)).toBe(false);
    expect(lines).toBeGreaterThan(20);
  });

  test('are shown on a terminal with what would act made visible', async () => {
    for (const name of [HOSTILE.ansi, HOSTILE.marker]) {
      const shown = await run('find', name);
      expect(shown.code).toBe(0);
      expect(shown.out).not.toMatch(ACTING);
      // A header and one line a row: no name begins a line of its own.
      expect(shown.out.trimEnd().split('\n')).toHaveLength(1 + (await find(name)).items.length);
    }
    expect((await run('find', HOSTILE.ansi)).out).toContain('\\x1b[31mred\\x1b[0m.sif');
  }, 30_000);

  test('are cells of a spreadsheet that begin no formula and end no row', async () => {
    for (const name of names) {
      const answer = await find(name);
      const response = await service.fetch(`/find.csv?tool=${encodeURIComponent(name)}`);
      expect(response.headers.get('content-type')).toContain('text/csv');
      const [header = [], ...rows] = parsedCsv(await response.text());
      expect(rows).toHaveLength(answer.items.length);
      for (const row of rows) {
        expect(row).toHaveLength(header.length);
        for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      }
    }
  });

  test('never come back as a page', async () => {
    for (const path of [
      `/find?tool=${encodeURIComponent(HOSTILE.html)}`,
      `/nodes/${node.id}`,
      `/documents/${items('modules', PLACES.modules)[0]?.document.hash}/raw`,
      `/nodes/${encodeURIComponent(HOSTILE.html)}`,
    ]) {
      const response = await service.fetch(path);
      expect(response.headers.get('content-type'), path).toMatch(/^(application\/json|text\/plain)/);
      expect(response.headers.get('x-content-type-options'), path).toBe('nosniff');
    }
  });

  test('that are not there are asked for without harm', async () => {
    const answer = await run('find', `${HOSTILE.ansi}${HOSTILE.sql}`);
    expect(answer.code).toBe(1);
    expect(answer.out).not.toMatch(ACTING);
  });

  test('change nothing when they are read again', async () => {
    const before = await database.counts();
    expect((await sweep()).sweeps[0]).toMatchObject({ outcomes: { complete: 1 }, changed: 0 });
    const after = await database.counts();
    expect(after).toEqual({ ...before, sweep: (before.sweep ?? 0) + 1, visit: (before.visit ?? 0) + 1 });
    expect(existsSync(canary)).toBe(false);
  }, 30_000);
});
