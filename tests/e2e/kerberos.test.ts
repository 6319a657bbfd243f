import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { canInvent, recordedRoot } from '../harness/invented.ts';
import { hasKerberos, Kerberos } from '../harness/kerberos.ts';
import { whatIsKnown } from '../harness/known.ts';
import { type Sshd, startSshd } from '../harness/sshd.ts';
import { needs } from '../harness/tools.ts';

const ADDRESS = '127.0.10.1';

/** A node that lets in whoever has a ticket, with a real KDC. */
describe.skipIf(!canInvent() || !needs('ssh', 'openssh-client') || !hasKerberos())(
  'a Kerberos ticket',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'gazetteer-ticket-'));
    let kerberos: Kerberos;
    let database: TestDatabase;
    let sshd: Sshd;
    const run = (args: string[]) =>
      gazetteer(args, {
        DATABASE_URL: database.url,
        GAZETTEER_DATA: join(folder, 'data'),
        ...kerberos.client,
      });

    beforeAll(async () => {
      chmodSync(folder, 0o755);
      const root = join(folder, 'root');
      recordedRoot('harbour/tide/login1', root);
      database = await testDatabase();
      kerberos = await Kerberos.start(userInfo().username, [ADDRESS]);
      sshd = await startSshd([{ name: 'login1', root }], {
        config: [
          'GSSAPIAuthentication yes',
          'GSSAPIStrictAcceptorCheck no',
          'AuthenticationMethods gssapi-with-mic',
        ],
        env: kerberos.server,
      });
      expect(sshd.node('login1').address).toBe(ADDRESS);
      const config = join(folder, 'ssh_config');
      writeFileSync(config, 'Host *\n  GSSAPIAuthentication yes\n');
      const { user, port, knownHosts } = sshd;
      const ssh = { user, port, knownHosts, config, agent: false, addresses: { login1: ADDRESS } };
      const cluster = { transport: 'openssh', nodes: 'login1', facets: ['os', 'conda'], ssh };
      const file = join(folder, 'sites.yaml');
      writeFileSync(file, JSON.stringify({ sites: { harbour: { clusters: { tide: cluster } } } }));
      expect((await run(['apply', file])).code).toBe(0);
    }, 60_000);

    afterAll(async () => {
      await sshd?.stop();
      await kerberos?.stop();
      await database?.drop();
      rmSync(folder, { recursive: true, force: true });
    });

    test('is asked for where there is none, and opens the node without a login of its own', async () => {
      const { out, code } = await run(['collect']);
      expect(code).toBe(1);
      expect(out).toMatch(/login1: needs-login: .*Permission denied.*A lapsed Kerberos ticket/);
      expect(kerberos.login(600)).toBe(true);
      expect((await run(['collect'])).out).toContain('1 complete, 0 partial, 0 failed of 1 nodes');
    }, 60_000);

    test('that lapses costs a visit, and nothing that is known', async () => {
      const before = await whatIsKnown(database.db);
      expect(kerberos.login(1)).toBe(true);
      await sleep(2000);
      expect((await run(['collect'])).out).toContain('login1: needs-login:');
      expect(await whatIsKnown(database.db)).toEqual(before);
      expect(kerberos.login(600)).toBe(true);
      expect((await run(['collect'])).out).toContain('1 complete, 0 partial, 0 failed of 1 nodes, 0 changes');
    }, 60_000);
  },
);
