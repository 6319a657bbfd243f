import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { hasSshd, type Sshd, startSshd } from '../harness/sshd.ts';

/** Keys of nodes that were installed anew, taken from a known_hosts file for a node set. */

describe.skipIf(!hasSshd())('host keys from a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-keys-'));
  let sshd: Sshd;
  let database: TestDatabase;
  const own = join(folder, 'data/known_hosts');
  const given = join(folder, 'given');
  const run = (...args: string[]) =>
    gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_DATA: join(folder, 'data') });
  const states = async (...args: string[]) => {
    const ran = await run('hostkeys', 'accept', ...args, '--from', given, '--json');
    return JSON.parse(ran.out).map(
      (row: { node: string; state: string }) => `${row.node.split('/')[2]} ${row.state}`,
    );
  };
  const keyOf = (name: string) =>
    readFileSync(sshd.node(name).hostKey, 'utf8').split(' ').slice(0, 2).join(' ');

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    database = await testDatabase();
    sshd = await startSshd(['n1', 'n2', 'n3'].map((name) => ({ name, ownHostKey: true })));
    const addresses = sshd.nodes.map(({ name, address }) => `${name}: "${address}:${sshd.port}"`);
    mkdirSync(join(folder, 'data'));
    writeFileSync(
      join(folder, 'sites.yaml'),
      `sites: { a: { clusters: { c: { nodes: "n[1-3]", facets: [os], ssh: { user: ${sshd.user}, identityFile: ${sshd.clientKey}, addresses: { ${addresses.join(', ')} } } } } } }`,
    );
    await run('apply', join(folder, 'sites.yaml'));
  }, 60_000);
  afterAll(async () => {
    await sshd?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('by name and by address, for the nodes of the set and no others; then the visit succeeds', async () => {
    writeFileSync(
      given,
      `n1,somebody ${keyOf('n1')}\n${sshd.node('n2').address} ${keyOf('n2')} comment\nn3 ${keyOf('n3')}\n`,
    );
    expect(await states('a/c/n[1-2]')).toEqual(['n1 accepted', 'n2 accepted']);
    expect(readFileSync(own, 'utf8').split('\n')).toHaveLength(3);
    expect((await run('collect', 'a/c/n1')).code).toBe(0);
    expect((await run('collect', 'a/c/n3')).out).toContain('host-key-unknown');
    expect(await states('a/c')).toEqual(['n1 known', 'n2 known', 'n3 accepted']);
  }, 60_000);

  test('a new key takes the place of the old one; revoked and absent ones are told', async () => {
    writeFileSync(given, `n1 ${keyOf('n2')}\n@revoked n2 ${keyOf('n1')}\nn2 ${keyOf('n1')}\n`);
    expect(await states('a/c')).toEqual(['n1 accepted', 'n2 revoked', 'n3 absent']);
    expect((await run('collect', 'a/c/n1')).out).toContain('host-key-changed');
    writeFileSync(given, `n1 ${keyOf('n1')}\n`);
    const wrong = await run('hostkeys', 'accept', 'a/c/n1', '--from', given, '--fingerprint', 'SHA256:x');
    expect([wrong.code, wrong.out]).toEqual([1, expect.stringContaining('unknown')]);
    expect(await states('a/c/n1')).toEqual(['n1 accepted']);
    expect((await run('collect', 'a/c/n1')).code).toBe(0);
    expect(readFileSync(own, 'utf8').trim().split('\n')).toHaveLength(3);
  }, 60_000);

  test('a file that is missing or broken changes nothing', async () => {
    const before = readFileSync(own, 'utf8');
    writeFileSync(given, 'n1 ssh-ed25519 nonsense\n');
    expect((await run('hostkeys', 'accept', 'a/c', '--from', given)).err).toContain(
      ':1: no host key is on this line',
    );
    expect((await run('hostkeys', 'accept', 'a/c', '--from', `${given}.no`)).err).toContain('no such file');
    expect(readFileSync(own, 'utf8')).toBe(before);
  }, 60_000);
});
