import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { canInvent, recordedRoot } from '../harness/invented.ts';
import { whatIsKnown } from '../harness/known.ts';
import { canBuildSecurityKey, SecurityKey } from '../harness/securityKey.ts';
import { type Sshd, startSshd } from '../harness/sshd.ts';
import { publicKeyOf } from '../harness/sshKeys.ts';
import { needs } from '../harness/tools.ts';

const NODE = 'harbour/tide/login1';

/** A node that lets in whoever touches a FIDO token; the token is software, and sshd and ssh are real. */
describe.skipIf(!canInvent() || !needs('ssh', 'openssh-client') || !canBuildSecurityKey())(
  'a security key',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'gazetteer-token-'));
    let token: SecurityKey;
    let database: TestDatabase;
    let sshd: Sshd;
    const run = (args: string[]) =>
      gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_DATA: join(folder, 'data') });
    /** Logs in as a person does, whose finger waits until the token blinks. */
    const byHand = async () => {
      const before = token.asked;
      const opened = run(['login', NODE]);
      for (let tries = 0; tries < 500 && token.asked === before; tries += 1) await sleep(50);
      token.touch();
      return opened;
    };

    beforeAll(async () => {
      chmodSync(folder, 0o755);
      const root = join(folder, 'root');
      recordedRoot('harbour/tide/login1', root);
      database = await testDatabase();
      token = new SecurityKey(folder);
      sshd = await startSshd([{ name: 'login1', root }]);
      const key = token.makeKey(join(folder, 'key'));
      expect(publicKeyOf(key)).toMatch(/^sk-ssh-ed25519@openssh\.com /);
      writeFileSync(join(sshd.folder, 'authorized_keys'), publicKeyOf(key));
      const config = join(folder, 'ssh_config');
      writeFileSync(config, `Host *\n  SecurityKeyProvider ${token.provider}\n`);
      const { user, port, knownHosts } = sshd;
      const addresses = { login1: sshd.node('login1').address };
      const ssh = { user, port, knownHosts, config, identityFile: key, agent: false, addresses };
      const cluster = { transport: 'openssh', nodes: 'login1', facets: ['os', 'conda'], ssh };
      const file = join(folder, 'sites.yaml');
      writeFileSync(file, JSON.stringify({ sites: { harbour: { clusters: { tide: cluster } } } }));
      expect((await run(['apply', file])).code).toBe(0);
    }, 60_000);

    afterAll(async () => {
      await run(['login', NODE, '--close']);
      await sshd?.stop();
      await database?.drop();
      rmSync(folder, { recursive: true, force: true });
    });

    test('that nobody touched opens nothing, and a visit does not ask for a touch', async () => {
      const { out, code } = await run(['collect']);
      expect(code).toBe(1);
      expect(out).toMatch(
        /login1: needs-login: .*Permission denied.*Run: gazetteer login harbour\/tide\/login1/,
      );
      expect(token.asked).toBe(0);
    }, 60_000);

    test('that is not touched in time opens no login', async () => {
      const { code } = await run(['login', NODE]);
      expect([code, token.asked]).toEqual([1, 1]);
    }, 60_000);

    test('that was touched once opens a login, through which all visits go', async () => {
      expect(await byHand()).toMatchObject({ code: 0, out: expect.stringContaining('the login is open') });
      expect(sshd.log()).toMatch(/Accepted publickey for .* ED25519-SK SHA256:/);
      const asked = token.asked;
      expect((await run(['collect'])).out).toContain('1 complete, 0 partial, 0 failed of 1 nodes');
      expect((await run(['collect'])).out).toContain('1 complete, 0 partial, 0 failed of 1 nodes, 0 changes');
      expect(token.asked).toBe(asked);
      expect(sshd.log().match(/Accepted publickey/g)).toHaveLength(1);
    }, 60_000);

    test('is needed anew when the login has lapsed, and nothing is lost by that', async () => {
      const before = await whatIsKnown(database.db);
      const asked = token.asked;
      expect((await run(['login', NODE, '--close'])).out).toContain('the login is closed');
      expect((await run(['collect'])).out).toMatch(/login1: needs-login: /);
      expect(token.asked).toBe(asked);
      expect(await whatIsKnown(database.db)).toEqual(before);
      expect((await byHand()).code).toBe(0);
      expect((await run(['collect'])).out).toContain('1 complete, 0 partial, 0 failed of 1 nodes, 0 changes');
    }, 60_000);
  },
);
