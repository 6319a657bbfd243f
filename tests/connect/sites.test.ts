import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeOf } from '../../server/connect/nodeOf.ts';
import { testConnection } from '../../server/connect/testConnection.ts';
import { applySites, inventoryOf } from '../../server/inventory/applySites.ts';
import type { ConnectionStep } from '../../server/routes/schemas/sites.ts';
import { administratorOf } from '../harness/administrator.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { recordedRoot } from '../harness/invented.ts';
import { type Service, startService } from '../harness/service.ts';
import { freePort, hasSshd, type Sshd, startSshd } from '../harness/sshd.ts';

const HOSTILE = '<script>alert(1)</script>';

/** The way to a node of a sites file that is not applied, with a real sshd at its end. */
describe.skipIf(!hasSshd())('a connection is tested step by step', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-connect-'));
  const data = join(folder, 'data');
  let database: TestDatabase;
  let service: Service;
  let sshd: Sshd;
  let script: Awaited<ReturnType<typeof administratorOf>>;

  beforeAll(async () => {
    const root = join(folder, 'root');
    mkdirSync(root);
    mkdirSync(data);
    recordedRoot('harbour/tide/n02', root);
    sshd = await startSshd(
      [
        { name: 'n1', root },
        { name: 'loud', root, forceCommand: `echo '${HOSTILE}'; exec /bin/sh -s` },
        { name: 'dumb', root, forceCommand: `echo '${HOSTILE}'; exit 3` },
        // Whatever stands for srun there comes before one that is installed here.
        {
          name: 'starter',
          root,
          forceCommand: `PATH=${join(folder, 'bin')}:$PATH exec /bin/sh -c "$SSH_ORIGINAL_COMMAND"`,
        },
      ],
      { config: ['DisableForwarding no'] },
    );
    database = await testDatabase();
    service = await startService(database.db, { GAZETTEER_DATA: data });
    script = await administratorOf(database.db);
  }, 60_000);
  afterAll(async () => {
    await service?.close();
    await sshd?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const yaml = (ssh: string, more = '') =>
    `sites: { s: { clusters: { c: { nodes: "n1,loud,dumb,starter", facets: [os, conda], ${more}
      ssh: { user: ${sshd.user}, port: ${sshd.port}, identityFile: ${sshd.clientKey}, agent: false, config: false, ${ssh}
        addresses: { ${sshd.nodes.map(({ name, address }) => `${name}: ${address}`).join(', ')} } } } } } }`;
  const known = () => yaml(`knownHosts: ${sshd.knownHosts},`);
  async function steps(text: string, node: string): Promise<ConnectionStep[]> {
    const told: ConnectionStep[] = [];
    const { visit } = nodeOf(inventoryOf({ text, path: join(folder, 'sites.yaml') }), node, data);
    await testConnection(visit, (step) => told.push(step), new AbortController().signal);
    return told;
  }
  const ended = (told: ConnectionStep[]) =>
    told
      .filter(({ state }) => state !== 'running')
      .map(({ step, state, reason }) => [step, state, reason].join(' ').trim());

  test('address, host key, login, agent and each facet are told, and nothing is stored', async () => {
    const before = await database.counts();
    const told = await steps(known(), 's/c/n1');
    expect(ended(told)).toEqual([
      'address done',
      'hostKey done',
      'login done',
      'facet done',
      'facet done',
      'agent done',
      'end done',
    ]);
    const facets = told.flatMap(({ facet }) => (facet ? [facet] : []));
    // As tests/fixtures/conda/miniforge-two-envs/expected.json counts them.
    expect(facets).toEqual([
      { facet: 'os', outcome: 'present', documents: 1 },
      { facet: 'conda', outcome: 'present', documents: 10 },
    ]);
    expect(told.map(({ milliseconds }) => milliseconds)).toEqual(
      told.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b),
    );
    expect(await database.counts()).toEqual(before);
  });

  test.each<[string, () => string, string, string[], string]>([
    [
      'a name that is none',
      () => known().replace(/n1: [0-9.]+/, 'n1: no-such-host.invalid'),
      's/c/n1',
      ['address failed address-unknown'],
      'ssh.addresses',
    ],
    [
      'a login that is refused',
      () => known().replace(/user: \S+,/, 'user: nobody-of-that-name,'),
      's/c/n1',
      ['login failed login-refused'],
      '',
    ],
    [
      'a key file that is not there',
      () => known().replace(/identityFile: \S+,/, 'identityFile: /no/such/key,'),
      's/c/n1',
      ['login failed key-unusable'],
      '',
    ],
    ['a shell that ends', known, 's/c/dumb', ['login done', 'agent failed agent-missing'], 'forced command'],
  ])('%s is told at its step, with what to do next', async (_, text, node, failed, hint) => {
    const told = await steps(text(), node);
    expect(ended(told).slice(-failed.length - 1)).toEqual([...failed, 'end done']);
    expect(told.find(({ state }) => state === 'failed')?.hint).toContain(hint);
  });

  test('a port where nothing listens is told as that', async () => {
    const port = await freePort();
    const told = await steps(known().replace(`port: ${sshd.port}`, `port: ${port}`), 's/c/n1');
    expect(ended(told)).toEqual(['address failed connect-refused', 'end done']);
  });

  test('what a login prints is text, and no harm', async () => {
    expect(ended(await steps(known(), 's/c/loud')).slice(-2)).toEqual(['agent done', 'end done']);
    const [failed] = (await steps(known(), 's/c/dumb')).filter(({ state }) => state === 'failed');
    expect(failed?.message).toContain(HOSTILE);
  });

  test('a key that nobody accepted stops it, and is accepted by its fingerprint only', async () => {
    const body = { text: yaml(''), path: join(folder, 'sites.yaml'), node: 's/c/n1' };
    const streamed = await service.fetch('/sites/test', script.post(body));
    expect(streamed.headers.get('content-type')).toContain('application/x-ndjson');
    const told: ConnectionStep[] = (await streamed.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(ended(told)).toEqual(['address done', 'hostKey failed host-key-unknown', 'end done']);
    const key = told.find(({ hostKey }) => hostKey)?.hostKey;
    expect(key).toMatchObject({ type: 'ssh-ed25519', state: 'unknown', jump: false });
    const wrong = await service.fetch(
      '/sites/hostkey',
      script.post({ ...body, fingerprint: 'SHA256:other' }),
    );
    expect([wrong.status, (await wrong.json()).error.code]).toEqual([409, 'host-key-gone']);
    const accepted = await service.fetch(
      '/sites/hostkey',
      script.post({ ...body, fingerprint: key?.fingerprint }),
    );
    expect(await accepted.json()).toEqual({
      host: key?.host,
      type: 'ssh-ed25519',
      fingerprint: key?.fingerprint,
    });
    expect(readFileSync(join(data, 'known_hosts'), 'utf8').trim().split('\n')).toHaveLength(1);
    expect(ended(await steps(body.text, 's/c/n1')).at(-2)).toBe('agent done');
    const audit = await database.db.query(`select action, target, outcome from audit order by id`);
    expect(audit.rows).toEqual([
      { action: 'sites test', target: 's/c/n1', outcome: 'done' },
      { action: 'hostkeys accept', target: 's/c/n1', outcome: 'refused' },
      { action: 'hostkeys accept', target: 's/c/n1', outcome: 'done' },
    ]);
  });

  test('jump hosts are tested on the way', async () => {
    const gate = `${sshd.user}@${sshd.node('loud').address}:${sshd.port}`;
    const told = await steps(yaml(`knownHosts: ${sshd.knownHosts}, jump: "${gate}",`), 's/c/n1');
    expect(ended(told).slice(0, 3)).toEqual(['address done', 'jump done', 'hostKey done']);
  });

  describe('a job of the batch system', () => {
    const bin = join(folder, 'bin');
    /** starter starts the jobs of loud, with whatever stands for srun. */
    const job = (srun: string) => {
      mkdirSync(bin, { recursive: true });
      writeFileSync(join(bin, 'srun'), `#!/bin/sh\n${srun}\n`, { mode: 0o755 });
      return known()
        .replace(
          'nodes: "n1,loud,dumb,starter"',
          'nodes: [{ nodes: "n1,dumb,starter" }, { nodes: loud, transport: job }]',
        )
        .replace(
          'facets: [os, conda],',
          `facets: [os, conda], job: { via: starter }, roots: { scheduler: ["${bin}"] },`,
        );
    };

    test('is started on the node that starts them, and the agent in it is heard', async () => {
      // What srun is told is for Slurm; at its end stands what runs on the node.
      const told = await steps(job('echo "$@" > "$0.args"; exec /bin/sh -s'), 's/c/loud');
      expect(ended(told)).toEqual([
        'address done',
        'hostKey done',
        'login done',
        'job done',
        'facet done',
        'facet done',
        'agent done',
        'end done',
      ]);
      expect(readFileSync(join(bin, 'srun.args'), 'utf8')).toContain('--nodelist=loud');
      expect(told.find(({ step, state }) => step === 'login' && state === 'done')?.message).toContain(
        'on starter',
      );
    });

    test.each([
      ['echo "srun: error: Invalid account" >&2; exit 1', 'job-refused', 'srun: error: Invalid account'],
      [
        'echo "srun: error: Unable to allocate resources: Requested nodes are busy" >&2; exit 1',
        'job-waiting',
        'busy',
      ],
    ])('that Slurm does not start is told at its step: %s', async (srun, reason, message) => {
      const told = await steps(job(srun), 's/c/loud');
      expect(ended(told).slice(-3)).toEqual(['login done', `job failed ${reason}`, 'end done']);
      expect(told.find(({ state }) => state === 'failed')?.message).toContain(message);
    });

    test('is not tried where nobody can log in to the node that starts it', async () => {
      const told = await steps(job('exit 0').replace(/user: \S+,/, 'user: nobody-of-that-name,'), 's/c/loud');
      expect(ended(told).slice(-2)).toEqual(['login failed login-refused', 'end done']);
    });

    test('is none that a page has this machine start with programs of its own', async () => {
      const text = `sites: { t: { clusters: { c: { nodes: [{ nodes: here1, transport: local }, { nodes: n1, transport: job,
        roots: { scheduler: ["${bin}"] } }], job: { via: here1 } } } } }`;
      for (const [path, body] of [
        ['/sites/test', { text, node: 't/c/n1' }],
        ['/sites/apply', { text }],
      ] as const) {
        const answer = await service.fetch(path, script.post(body));
        expect([answer.status, (await answer.json()).error.code]).toEqual([403, 'runs-a-program']);
      }
    });
  });

  test('transports without a login say so', async () => {
    for (const transport of ['push', 'file']) {
      const told = await steps(
        `sites: { s: { clusters: { c: { nodes: n1, transport: ${transport} } } } }`,
        's/c',
      );
      expect(ended(told)).toEqual(['address passed', 'end done']);
    }
  });

  test('a page cannot have a program run, but may keep one that a command applied', async () => {
    const text = yaml(`knownHosts: ${sshd.knownHosts}, passphraseCommand: [touch, ${join(folder, 'ran')}],`);
    for (const path of ['/sites/test', '/sites/apply']) {
      const body = path === '/sites/test' ? { text, node: 's/c/n1' } : { text };
      const answer = await service.fetch(path, script.post(body));
      expect([answer.status, (await answer.json()).error.code]).toEqual([403, 'runs-a-program']);
    }
    const file = { text, path: join(folder, 'sites.yaml') };
    for (const [more, setting] of [
      ['transport: openssh, ssh: { config: /tmp/own }', 'ssh.config'],
      ['transport: local, owners: [mallory]', 'owners'],
      ['transport: local, roots: { scheduler: [/tmp/own] }', 'roots.scheduler'],
    ]) {
      const own = `sites: { t: { clusters: { c: { nodes: n1, ${more} } } } }`;
      const answer = await service.fetch('/sites/apply', script.post({ text: own }));
      expect([answer.status, (await answer.json()).error.message]).toEqual([
        403,
        expect.stringContaining(`${setting} decides`),
      ]);
    }
    // On nodes these run nothing here.
    const there = `sites: { t: { clusters: { c: { nodes: n1, owners: [sw], roots: { scheduler: [/opt/x] } } } } }`;
    expect((await service.fetch('/sites/apply', script.post({ text: there }))).status).toBe(200);
    await applySites(database.db, file, { prune: false, who: 'tester', dataFolder: data });
    expect((await service.fetch('/sites/apply', script.post(file))).status).toBe(200);
  });

  test('nor may it while the key of a host is accepted on the way', async () => {
    const key = join(folder, 'locked');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'secret', '-f', key]);
    const gate = `${sshd.user}@${sshd.node('loud').address}:${sshd.port}`;
    const trace = join(folder, 'ran on the way');
    const text = yaml(
      `knownHosts: ${sshd.knownHosts}, jump: "${gate}", passphraseCommand: [touch, "${trace}"],`,
    ).replace(/identityFile: \S+,/, `identityFile: ${key},`);
    const body = { text, node: 's/c/n1', fingerprint: 'SHA256:none' };
    const answer = await service.fetch('/sites/hostkey', script.post(body));
    expect(existsSync(trace)).toBe(false);
    expect([answer.status, (await answer.json()).error.code]).toEqual([403, 'runs-a-program']);
  });

  test('a file is changed, applied and kept as the command line does it', async () => {
    const draft = await (
      await service.fetch(
        '/sites/draft',
        script.post({
          text: '# ours\n',
          site: 'new',
          cluster: 'one',
          fields: { nodes: 'n[1-3]', port: 'x' },
        }),
      )
    ).json();
    expect(draft.problems).toMatchObject([{ message: expect.stringContaining('port') }]);
    const body = { text: draft.text, site: 'new', cluster: 'one', fields: { port: '' } };
    const sound = await (await service.fetch('/sites/draft', script.post(body))).json();
    expect(sound).toMatchObject({ problems: [], nodes: ['n1', 'n2', 'n3'], nodeCount: 3 });
    expect(sound.text).toContain('# ours');
    const wrong = await service.fetch('/sites/apply', script.post({ text: draft.text }));
    expect([wrong.status, (await wrong.json()).error.code]).toEqual([422, 'sites-file']);
    const applied = await (await service.fetch('/sites/apply', script.post({ text: sound.text }))).json();
    expect(applied.applied.filter(({ effect }: { effect: string }) => effect === 'added')).toHaveLength(5);
    expect((await service.get('/nodes?site=new')).total).toBe(3);
    const files = await (await service.fetch('/sites/files', { headers: script.headers })).json();
    expect(files.items[0]).toMatchObject({
      path: join(data, 'sites.yaml'),
      text: sound.text,
      appliedBy: 'tester',
    });
    expect((await service.fetch('/sites/files')).status).toBe(401);
  });

  test('the command line tests and changes, too', async () => {
    const file = join(folder, 'cli.yaml');
    writeFileSync(file, `# kept\n${known()}`);
    const run = (...args: string[]) => gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_DATA: data });
    const tested = await run('sites', 'test', file, 's/c/dumb');
    expect(tested.code).toBe(1);
    expect(tested.out).toContain(`FAILED  agent    the login shell ended with exit code 3`);
    const set = await run('sites', 'set', file, 's/more', 'nodes=m[1-2]', 'user=audit');
    expect(set).toMatchObject({ code: 0, out: expect.stringContaining('s/more with 2 nodes') });
    expect(readFileSync(file, 'utf8')).toMatch(/^# kept\n/);
    expect((await run('sites', 'set', file, 's/more', 'colour=red')).code).toBe(2);
  }, 60_000);
});
