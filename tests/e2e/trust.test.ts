import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { canInvent, recordedRoot } from '../harness/invented.ts';
import { whatIsKnown } from '../harness/known.ts';
import { type Sshd, startSshd } from '../harness/sshd.ts';
import { makeKey } from '../harness/sshKeys.ts';

/** A new node's host key, accepted once; then another key on either side. As a person does it. */
describe.skipIf(!canInvent())('host and client keys', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-trust-'));
  const data = join(folder, 'data');
  const sitesFile = join(folder, 'sites.yaml');
  let database: TestDatabase;
  let sshd: Sshd;
  const run = (...args: string[]) => gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_DATA: data });

  /** A sites file that knows no host key. */
  const apply = (identityFile: string) => {
    const ssh = { user: sshd.user, port: sshd.port, identityFile, agent: false };
    const addresses = { login1: sshd.node('login1').address };
    const cluster = { nodes: 'login1', facets: ['modules', 'conda'], ssh: { ...ssh, addresses } };
    writeFileSync(sitesFile, JSON.stringify({ sites: { harbour: { clusters: { tide: cluster } } } }));
    return run('apply', sitesFile);
  };

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    const root = join(folder, 'root');
    recordedRoot('harbour/tide/login1', root);
    database = await testDatabase();
    sshd = await startSshd([{ name: 'login1', root, ownHostKey: true }]);
    await apply(sshd.clientKey);
  }, 60_000);

  afterAll(async () => {
    await sshd?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('an unknown host key fails the visit and names the command that accepts it', async () => {
    const ran = await run('collect');
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('harbour/tide: 0 complete, 0 partial, 1 failed of 1 nodes');
    expect(ran.out).toContain('harbour/tide/login1: host-key-unknown:');
    expect(ran.out).toContain('gazetteer hostkeys accept harbour/tide/login1');
  }, 30_000);

  test('the command lists, accepts and then knows the key', async () => {
    const listed = await run('hostkeys', 'list');
    expect(listed.code).toBe(1);
    const fingerprint = /SHA256:[A-Za-z0-9+/]{43}/.exec(listed.out)?.[0] ?? '';
    expect(listed.out).toContain('unknown');
    const wrong = await run('hostkeys', 'accept', 'harbour/tide', '--fingerprint', 'SHA256:else');
    expect(wrong.code).toBe(1);
    const right = await run('hostkeys', 'accept', 'harbour/tide', '--fingerprint', fingerprint);
    expect(right).toMatchObject({ code: 0, err: '' });
    expect(right.out).toContain('accepted');
    expect((await run('hostkeys', 'list')).out).toMatch(/ known\b/);
    const ran = await run('collect');
    expect(ran.out).toContain('harbour/tide: 1 complete, 0 partial, 0 failed of 1 nodes');
  }, 30_000);

  test('a changed host key fails the visit until it is accepted, and loses nothing', async () => {
    const before = await whatIsKnown(database.db);
    const file = join(data, 'known_hosts');
    const other = readFileSync(`${makeKey(join(folder, 'other'))}.pub`, 'utf8').split(' ')[1] ?? '';
    writeFileSync(file, readFileSync(file, 'utf8').replace(/AAAA\S+/, other));
    const ran = await run('collect');
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('harbour/tide/login1: host-key-changed:');
    expect(ran.out).toContain('gazetteer hostkeys accept harbour/tide/login1');
    expect(await whatIsKnown(database.db)).toEqual(before);
    expect((await run('hostkeys', 'list')).out).toContain('changed');
    expect((await run('hostkeys', 'accept', 'harbour/tide/login1')).code).toBe(0);
    expect((await run('collect')).out).toContain('1 complete, 0 partial, 0 failed of 1 nodes, 0 changes');
    expect(await whatIsKnown(database.db)).toEqual(before);
  }, 30_000);

  test('a client key that the node does not know is refused, and nothing is lost', async () => {
    const before = await whatIsKnown(database.db);
    await apply(makeKey(join(folder, 'stranger')));
    const ran = await run('collect');
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('harbour/tide/login1: login-refused:');
    expect(await whatIsKnown(database.db)).toEqual(before);
    expect((await run('find', 'samtools', '1.17')).code).toBe(0);
    await apply(sshd.clientKey);
    expect((await run('collect')).code).toBe(0);
  }, 30_000);
});
