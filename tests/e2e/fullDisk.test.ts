import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyInventory } from '../../server/inventory/apply.ts';
import { readSites } from '../../server/inventory/sitesFile.ts';
import { type EmbeddedPostgres, startEmbedded } from '../../server/postgres/embedded.ts';
import { migrate } from '../../server/postgres/migrate.ts';
import { type Database, openDatabase } from '../../server/store/database.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { recordedRoot } from '../harness/invented.ts';
import { whatIsKnown } from '../harness/known.ts';
import { hasSshd, type Sshd, startSshd } from '../harness/sshd.ts';
import { sweepIs, sweepTold } from '../harness/sweepsTold.ts';
import { asRoot } from '../harness/tools.ts';

const NODES = Array.from({ length: 16 }, (_, at) => `n${String(at + 1).padStart(2, '0')}`);
const folder = mkdtempSync(join(tmpdir(), 'gazetteer-full-'));
const data = join(folder, 'data');

/** A file system of our own that a test can fill; a container may not be allowed one. */
function small(): boolean {
  if (!asRoot('to mount a small file system')) return false;
  chmodSync(folder, 0o755);
  mkdirSync(data);
  const options = 'size=200m,mode=755';
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', data], { encoding: 'utf8' });
  if (mounted.status !== 0)
    console.log(`skipped: no file system can be mounted here: ${mounted.stderr.trim()}`);
  return mounted.status === 0;
}

describe.skipIf(!hasSshd() || !small())('a data folder whose disk is full in the middle of a sweep', () => {
  let postgres: EmbeddedPostgres;
  let sshd: Sshd;
  let db: Database;
  afterAll(async () => {
    await db?.close();
    await postgres?.stop();
    await sshd?.stop();
    spawnSync('umount', ['-l', data]);
    rmSync(folder, { recursive: true, force: true });
  });

  const told: unknown[] = [];
  const filler = join(data, 'filler');
  const collect = () =>
    gazetteer(['collect', 's/c', '--parallel', '4', '--json'], {
      DATABASE_URL: postgres.url,
      GAZETTEER_DATA: join(folder, 'other'),
    });

  beforeAll(async () => {
    const root = join(folder, 'root');
    recordedRoot('harbour/tide/n02', root);
    sshd = await startSshd(NODES.map((name) => ({ name, root, forceCommand: 'sleep 0.5; exec /bin/sh -s' })));
    postgres = await startEmbedded(data);
    postgres.keep((error) => told.push(error));
    await migrate(postgres.url);
    db = openDatabase(postgres.url);
    const { user, port, clientKey: identityFile, knownHosts } = sshd;
    const addresses = Object.fromEntries(NODES.map((name) => [name, sshd.node(name).address]));
    const ssh = { user, port, identityFile, knownHosts, agent: false, addresses };
    const cluster = { nodes: 'n[01-16]', facets: ['kernel', 'conda'], ssh };
    const file = join(folder, 'sites.yaml');
    writeFileSync(file, JSON.stringify({ sites: { s: { clusters: { c: cluster } } } }));
    await applyInventory(db, readSites(file), { prune: false });
  }, 60_000);

  /** Until Postgres itself cannot go on, and says so. */
  async function fill(): Promise<void> {
    told.length = 0;
    spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1M'], { stdio: 'ignore' });
    // The log of what changed goes on in new files, for which there is no space, faster than a checkpoint frees old ones.
    for (let tries = 0; tries < 40 && told.length === 0; tries += 1) {
      await db
        .query(
          `select pg_switch_wal(), pg_logical_emit_message(true, 'x', repeat('x', 100000)) from generate_series(1, 20)`,
        )
        .catch(() => {});
      await sleep(200);
      spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4k', 'oflag=append', 'conv=notrunc'], {
        stdio: 'ignore',
      });
    }
    for (let tries = 0; tries < 100 && told.length === 0; tries += 1) await sleep(100);
    expect(told[0]).toMatchObject({ code: 'disk-full' });
    expect(String(told[0])).toMatch(/the disk of .*postgres.* is full \(.*no space left on device/i);
  }

  test('costs nothing when there is space again, and what ended for it is told', async () => {
    expect(JSON.parse((await collect()).out)).toMatchObject({ visited: 16 });
    const before = await whatIsKnown(db);

    const collecting = collect();
    await sweepIs(db, 2, ({ visits }) => visits >= 4);
    await fill();
    rmSync(filler);
    const ran = await collecting;
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.out).sweeps[0]).toMatchObject({ outcomes: { complete: 16 }, changed: 0 });
    expect(await sweepTold(db, 2)).toMatchObject({ state: 'finished', visits: 16, nodes: 16, bad: 0 });
    expect(await whatIsKnown(db)).toEqual(before);
    expect(JSON.parse((await collect()).out).sweeps[0]).toMatchObject({
      outcomes: { complete: 16 },
      changed: 0,
    });
  }, 180_000);

  const newest = async () =>
    (await db.query<{ id: number }>('select max(id) as id from sweep')).rows[0]?.id ?? 0;

  test('and stays full for so long that collecting gives up: what was stored stands, and the next sweep is good', async () => {
    const before = await whatIsKnown(db);
    const last = await newest();
    const collecting = collect();
    // A Postgres that was cut off skips some numbers.
    while ((await newest()) === last) await sleep(50);
    const id = await newest();
    await sweepIs(db, id, ({ visits }) => visits >= 4);
    await fill();
    const ran = await collecting;
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.err.trim().split('\n').at(-1) ?? '')).toMatchObject({
      error: { code: expect.stringMatching(/^(disk-full|database-away)$/) },
    });
    rmSync(filler);
    const gaveUp = await sweepIs(db, id, ({ visits }) => visits >= 4);
    expect(gaveUp).toMatchObject({ bad: 0, reasons: [] });
    expect(gaveUp.visits).toBeLessThan(16);
    expect(await whatIsKnown(db)).toEqual(before);
    expect(JSON.parse((await collect()).out).sweeps[0]).toMatchObject({
      outcomes: { complete: 16 },
      changed: 0,
    });
    expect((await sweepTold(db, id)).state).toBe('interrupted');
    expect(await whatIsKnown(db)).toEqual(before);
  }, 240_000);
});
