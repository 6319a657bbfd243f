import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { facetNames } from '../../server/facets/names.ts';
import { nodeDetail } from '../../server/query/nodeDetail.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { canInvent, recordedRoot } from '../harness/invented.ts';
import { whatIsKnown } from '../harness/known.ts';
import { type Sshd, startSshd } from '../harness/sshd.ts';

/** A node behind a real sshd that is installed anew and then gets another name: one node, one history. */
describe.skipIf(!canInvent())('a node that is reimaged, and one that is renamed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-renamed-'));
  const root = join(folder, 'root');
  const sitesFile = join(folder, 'sites.yaml');
  let database: TestDatabase;
  let sshd: Sshd;
  let id = 0;
  const run = (...args: string[]) =>
    gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_DATA: join(folder, 'data') });

  const sshOf = () => ({ user: sshd.user, port: sshd.port, identityFile: sshd.clientKey, agent: false });
  const apply = (name: string, more = {}) => {
    const ssh = sshOf();
    const addresses = { [name]: sshd.node('login1').address };
    const cluster = { nodes: name, facets: ['os', 'modules'], ssh: { ...ssh, addresses }, ...more };
    writeFileSync(sitesFile, JSON.stringify({ sites: { harbour: { clusters: { tide: cluster } } } }));
    return run('apply', sitesFile);
  };
  const nodes = async () => {
    const found = await database.db.query<{ id: number; name: string; retired: boolean }>(
      'select id, name, retired_at is not null as retired from node order by id',
    );
    return found.rows;
  };
  /** What the facet `os` of the node was, in time. */
  const systems = async () => {
    const found = await database.db.query<{ pretty: string; open: boolean }>(
      `select coalesce(facts ->> 'prettyName', facts ->> 'name') as pretty, until is null as open
       from observation join document on document.id = document_id
       where node_id = $1 and facet = $2 order by since`,
      [id, facetNames.indexOf('os')],
    );
    return found.rows;
  };

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    recordedRoot('harbour/tide/login1', root);
    database = await testDatabase();
    sshd = await startSshd(['login1', 'door1'].map((name) => ({ name, root, ownHostKey: true })));
    await apply('login1');
    await run('hostkeys', 'accept', 'harbour/tide');
    expect((await run('collect')).code).toBe(0);
    const [node] = await nodes();
    id = node?.id ?? 0;
  }, 60_000);
  afterAll(async () => {
    await sshd?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('a reimaged one fails until its new key is accepted, and is the same node then', async () => {
    const before = await whatIsKnown(database.db);
    const [old] = await systems();
    const release = join(root, 'etc/os-release');
    const text = readFileSync(release, 'utf8');
    writeFileSync(release, text.replace(/^PRETTY_NAME=.*$/m, 'PRETTY_NAME="Harbour OS 10"'));
    writeFileSync(join(root, 'etc/machine-id'), '0123456789abcdef0123456789abcdef\n');
    await sshd.rekey('login1');
    const refused = await run('collect');
    expect([refused.code, refused.out]).toEqual([1, expect.stringContaining('login1: host-key-changed:')]);
    expect(await whatIsKnown(database.db)).toEqual(before);
    // What provisioned it has its key.
    const given = join(folder, 'ssh_known_hosts');
    appendFileSync(given, `login1 ${readFileSync(sshd.node('login1').hostKey, 'utf8')}`);
    expect((await run('hostkeys', 'accept', 'harbour/tide/login1', '--from', given)).code).toBe(0);
    const ran = await run('collect');
    expect([ran.code, ran.out]).toEqual([0, expect.stringContaining('1 complete')]);
    expect(await nodes()).toEqual([{ id, name: 'login1', retired: false }]);
    expect(await systems()).toEqual([
      { ...old, open: false },
      { pretty: 'Harbour OS 10', open: true },
    ]);
  }, 60_000);

  test('a new name that was only visited in vain is taken over, and no visit is lost', async () => {
    const visits = async () => {
      const found = await database.db.query<{ sweep: number; expected: number; told: number }>(
        `select sweep.id as sweep, expected,
           (select count(*) from visit where visit.sweep_id = sweep.id)::int
             + (select sum(one) from unnest(thinned) as one)::int as told
         from sweep order by id`,
      );
      return found.rows;
    };
    // The name comes from elsewhere, and nobody said that it is the same node. Of one sweep both are.
    const both = { login1: sshd.node('login1').address, door1: sshd.node('door1').address };
    const more = { nodes: 'login1,door1' };
    await apply('login1', { ...more, ssh: { ...sshOf(), addresses: both } });
    const [ran] = [await run('collect')];
    expect(ran.out).toContain('door1: host-key-unknown:');
    await apply('door1', { ssh: { ...sshOf(), addresses: both } });
    await run('apply', sitesFile, '--prune');
    expect((await run('collect')).out).toContain('door1: host-key-unknown:');
    const before = await visits();
    const told = await whatIsKnown(database.db);
    const renamed = await run('nodes', 'rename', 'harbour/tide/login1', 'door1');
    expect([renamed.code, renamed.err]).toEqual([0, '']);
    expect(await nodes()).toMatchObject([{ id, name: 'door1' }]);
    expect(await visits()).toEqual(before);
    expect(before.every(({ expected, told }) => expected === told)).toBe(true);
    expect((await whatIsKnown(database.db)).open).toEqual(told.open);
    await run('nodes', 'rename', 'harbour/tide/door1', 'login1');
    await apply('login1');
    expect((await run('collect')).code).toBe(0);
    expect(await nodes()).toEqual([{ id, name: 'login1', retired: false }]);
  }, 60_000);

  test('a renamed one has what was known under its old name, and both names', async () => {
    const [before, history] = [await whatIsKnown(database.db), await systems()];
    expect((await apply('gate1', { renamed: { login1: 'gate1' } })).out).toContain(
      'harbour/tide/gate1, before',
    );
    expect(await nodes()).toEqual([{ id, name: 'gate1', retired: false }]);
    const ran = await run('collect');
    expect([ran.code, ran.out]).toEqual([
      0,
      expect.stringContaining('1 complete, 0 partial, 0 failed of 1 nodes, 0 changes'),
    ]);
    expect((await whatIsKnown(database.db)).open).toEqual(before.open);
    expect(await systems()).toEqual(history);
    const found = await run('find', 'samtools', '--json');
    expect(found.out).toContain('gate1');
    expect(found.out).not.toContain('login1');
    const visits = await database.db.query('select from visit where node_id = $1', [id]);
    expect(visits.rows.length).toBeGreaterThanOrEqual(4);
    expect(await nodeDetail(database.db, id)).toMatchObject({ name: 'gate1' });
    expect(JSON.parse((await run('nodes', 'list', 'harbour/tide/gate1', '--json')).out)).toMatchObject([
      { before: ['login1', 'door1', 'login1'] },
    ]);
  }, 60_000);
});
