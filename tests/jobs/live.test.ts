import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installation } from '../../server/config.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { readSites } from '../../server/inventory/sitesFile.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { recordedRoot } from '../harness/invented.ts';
import { hasEnded } from '../harness/processes.ts';
import { hasSshd, type Sshd, startSshd } from '../harness/sshd.ts';
import { needs } from '../harness/tools.ts';
import { launchBrowser } from '../web/browser.ts';

const NODES = Array.from({ length: 24 }, (_, at) => `n${String(at + 1).padStart(2, '0')}`);

interface Told {
  state: string;
  expected: number;
  outcomes: Record<string, number>;
}
const done = ({ outcomes }: Told) => Object.values(outcomes).reduce((sum, count) => sum + count, 0);

/** The real service in a process of its own, whose jobs visit nodes behind a real sshd. */
describe.skipIf(!hasSshd())('a sweep can be watched as it goes on', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-live-'));
  let database: TestDatabase;
  let sshd: Sshd;
  let service: ChildProcess;
  let address: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    const root = join(folder, 'root');
    mkdirSync(root);
    recordedRoot('harbour/tide/n02', root);
    sshd = await startSshd(NODES.map((name) => ({ name, root, forceCommand: 'sleep 0.6; exec /bin/sh -s' })));
    database = await testDatabase();
    const file = join(folder, 'sites.yaml');
    writeFileSync(
      file,
      `sites: { s: { clusters: { c: { nodes: "n[01-24]", facets: [os, conda], collect: { nodes: 4 },
        ssh: { user: ${sshd.user}, port: ${sshd.port}, identityFile: ${sshd.clientKey}, agent: false, knownHosts: ${sshd.knownHosts},
          addresses: { ${NODES.map((name) => `${name}: ${sshd.node(name).address}`).join(', ')} } } } } } }`,
    );
    await applyInventory(database.db, readSites(file), { prune: false });
    env = { DATABASE_URL: database.url, GAZETTEER_DATA: join(folder, 'data'), GAZETTEER_PORT: '0' };
    service = spawn(process.execPath, [join(installation, 'bin/gazetteer.js'), 'serve'], {
      env: { ...process.env, ...env },
      cwd: installation,
    });
    address = await new Promise<string>((resolve, reject) => {
      let text = '';
      service.stdout?.on('data', (chunk) => {
        text += chunk;
        const found = /Gazetteer is at (\S+)/.exec(text)?.[1];
        if (found) resolve(found);
      });
      service.on('close', (code) => reject(new Error(`the service ended with ${code}`)));
    });
  }, 60_000);
  afterAll(async () => {
    service?.kill('SIGTERM');
    await hasEnded(service?.pid ?? 0);
    service?.kill('SIGKILL');
    await sshd?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(): Promise<number> {
    const ran = await gazetteer(['sweeps', 'start', 's/c', '--json'], env);
    expect(ran.err).toBe('');
    return JSON.parse(ran.out).sweep;
  }

  /** The events of a stream until its end: name and data of each. */
  async function eventsOf(id: number): Promise<{ name: string; data: Told }[]> {
    const answer = await fetch(`${address}api/v1/sweeps/${id}/events`);
    expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const text = await answer.text();
    return text
      .split('\n\n')
      .filter((block) => block.startsWith('event: '))
      .map((block) => {
        const [first = '', second = ''] = block.split('\n');
        return { name: first.slice('event: '.length), data: JSON.parse(second.slice('data: '.length)) };
      });
  }

  test('by server-sent events, which end with it, and in the terminal', { timeout: 60_000 }, async () => {
    const id = await start();
    const [events, watched] = await Promise.all([
      eventsOf(id),
      gazetteer(['sweeps', 'watch', String(id), '--json'], env),
    ]);
    const told = events.filter(({ name }) => name === 'sweep').map(({ data }) => data);
    expect(told.length).toBeGreaterThanOrEqual(3);
    expect(told[0]?.state).toBe('running');
    expect(told.map(done)).toEqual(told.map(done).toSorted((a, b) => a - b));
    expect(told.at(-1)).toMatchObject({ state: 'finished', expected: 24, outcomes: { complete: 24 } });
    expect(events.at(-1)?.name).toBe('end');
    expect(watched.code).toBe(0);
    expect(JSON.parse(watched.out)).toMatchObject({ id, state: 'finished' });
    // One that has ended is told once.
    expect((await eventsOf(id)).map(({ name }) => name)).toEqual(['sweep', 'end']);
    expect((await fetch(`${address}api/v1/sweeps/99999/events`)).status).toBe(404);
    expect((await fetch(`${address}api/v1/sweeps/x/events`)).status).toBe(404);
  });

  test.skipIf(!needs('chromium', 'chromium'))('on its page', { timeout: 60_000 }, async () => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
      const faults: string[] = [];
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
      const id = await start();
      await page.goto(`${address}sweeps/${id}`);
      const counts: number[] = [];
      const state = page.locator('dd', { has: page.locator('.state') });
      for (;;) {
        const text = await state.innerText();
        const count = /([0-9]+) of 24 nodes so far/.exec(text)?.[1];
        if (count !== undefined) counts.push(Number(count));
        if (text.startsWith('finished')) break;
        await page.waitForTimeout(150);
      }
      // Without a reload, and more often than the page would ask by itself.
      expect(new Set(counts).size).toBeGreaterThanOrEqual(3);
      expect(faults).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  test('and cancelled, which its stream tells', { timeout: 60_000 }, async () => {
    const id = await start();
    const events = eventsOf(id);
    await gazetteer(['sweeps', 'cancel', String(id)], env);
    expect((await events).filter(({ name }) => name === 'sweep').at(-1)?.data.state).toBe('cancelled');
  });
});
