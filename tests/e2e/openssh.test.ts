import { appendFileSync, chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configFrom } from '../../server/config.ts';
import { addJob } from '../../server/jobs/queue.ts';
import { startWorker } from '../../server/jobs/worker.ts';
import { overview } from '../../server/query/overview.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { canInvent, recordedRoot } from '../harness/invented.ts';
import { whatIsKnown } from '../harness/known.ts';
import { type Sshd, startSshd } from '../harness/sshd.ts';
import { makeKey, publicKeyOf } from '../harness/sshKeys.ts';
import { needs } from '../harness/tools.ts';

/** A node that wants a second factor, as an administrator meets it: a lapsed login, and one opened by hand. */
describe.skipIf(!canInvent() || !needs('ssh', 'openssh-client'))('a login by hand', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-login-'));
  const data = join(folder, 'data');
  let database: TestDatabase;
  let sshd: Sshd;
  let byHand: Record<string, string>;
  const run = (args: string[], env: Record<string, string> = {}) =>
    gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_DATA: data, ...env });

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    const root = join(folder, 'root');
    recordedRoot('harbour/tide/login1', root);
    database = await testDatabase();
    sshd = await startSshd([{ name: 'login1', root }], {
      config: ['AuthenticationMethods publickey,publickey publickey,keyboard-interactive'],
    });
    const second = makeKey(join(folder, 'second'), { passphrase: 'open sesame' });
    appendFileSync(join(sshd.folder, 'authorized_keys'), publicKeyOf(second));
    const ask = join(folder, 'askpass');
    writeFileSync(ask, '#!/bin/sh\ncase $1 in *passphrase*) echo "open sesame" ;; *) echo yes ;; esac\n', {
      mode: 0o755,
    });
    byHand = { SSH_ASKPASS: ask, SSH_ASKPASS_REQUIRE: 'force' };
    const ssh = {
      user: sshd.user,
      port: sshd.port,
      identityFile: [sshd.clientKey, second],
      agent: false,
      addresses: { login1: sshd.node('login1').address },
    };
    const cluster = { transport: 'openssh', nodes: 'login1', facets: ['os', 'conda'], ssh };
    writeFileSync(
      join(folder, 'sites.yaml'),
      JSON.stringify({ sites: { harbour: { clusters: { tide: cluster } } } }),
    );
    expect((await run(['apply', join(folder, 'sites.yaml')])).code).toBe(0);
  }, 60_000);

  afterAll(async () => {
    await run(['login', 'harbour/tide/login1', '--close']);
    await sshd?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is asked for, with the key of the host; then visits go through it', async () => {
    expect((await run(['collect'])).out).toMatch(
      /login1: host-key-unknown: .*gazetteer login harbour\/tide\/login1/,
    );
    expect((await run(['login', 'harbour/tide/login1', '--check'])).code).toBe(1);
    const opened = await run(['login', 'harbour/tide/login1', '--json'], byHand);
    expect({ ...opened, out: JSON.parse(opened.out) }).toMatchObject({
      code: 0,
      out: { node: 'harbour/tide/login1', open: true },
    });
    expect(statSync(join(data, 'ssh')).mode & 0o777).toBe(0o700);
    expect((await run(['collect'])).out).toContain('1 complete, 0 partial, 0 failed of 1 nodes');
  }, 60_000);

  test('that lapsed is told, loses nothing, and is opened again', async () => {
    const before = await whatIsKnown(database.db);
    expect((await run(['login', 'harbour/tide/login1', '--close'])).out).toContain('the login is closed');
    const { out, code } = await run(['collect']);
    expect(code).toBe(1);
    expect(out).toMatch(
      /login1: needs-login: .*Permission denied.*Run: gazetteer login harbour\/tide\/login1/,
    );
    expect(out).toContain('1 of them wait for somebody to log in by hand');
    expect(await whatIsKnown(database.db)).toEqual(before);
    expect((await overview(database.db, 30)).attention[0]).toMatchObject({
      kind: 'needs-login',
      count: 1,
      link: '/nodes?reason=needs-login',
    });
    expect((await run(['login', 'harbour/tide/login1'], byHand)).code).toBe(0);
    expect((await run(['collect'])).out).toContain('1 complete, 0 partial, 0 failed of 1 nodes, 0 changes');
    expect((await overview(database.db, 30)).attention).toEqual([]);
  }, 60_000);

  test('that lapsed is said once in the log of a worker, and again when it lapses again', async () => {
    const lines: { level: number; node?: string; msg: string }[] = [];
    const log = pino({}, { write: (line: string) => lines.push(JSON.parse(line)) });
    const { db, url } = database;
    const worker = await startWorker({
      db,
      url,
      log,
      dataFolder: data,
      parallel: 4,
      config: configFrom({}),
    });
    const [cluster] = (await db.query<{ id: number }>('select id from cluster')).rows;
    const finished = async () =>
      (await db.query<{ id: number }>(`select id from sweep where state = 'finished'`)).rows.length;
    const sweep = async () => {
      const before = await finished();
      await addJob(db, 'sweep', {
        clusterId: cluster?.id ?? 0,
        trigger: 'command',
        dueAt: null,
        full: false,
      });
      while ((await finished()) === before) await sleep(50);
    };
    const warnings = () => lines.filter(({ msg }) => msg === 'needs a login by hand').length;
    try {
      await sweep();
      expect(warnings()).toBe(0);
      for (const expected of [1, 2]) {
        await run(['login', 'harbour/tide/login1', '--close']);
        await sweep();
        await sweep();
        expect(warnings()).toBe(expected);
        await run(['login', 'harbour/tide/login1'], byHand);
        await sweep();
      }
    } finally {
      await worker.stop();
    }
    expect(lines.find(({ node }) => node !== undefined)).toMatchObject({
      level: 40,
      node: 'harbour/tide/login1',
    });
  }, 90_000);

  test('is for nodes that need one', async () => {
    const { code, err } = await run(['login', 'harbour/tide']);
    expect([code, err]).toEqual([1, expect.stringContaining('site/cluster/node')]);
  });
});
