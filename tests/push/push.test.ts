import { execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, request } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appOf } from '../../server/app.ts';
import { configFrom, installation } from '../../server/config.ts';
import { readPost } from '../../server/push/posting.ts';
import { once as storeOnce } from '../../server/push/receipts.ts';
import { takeNodes } from '../../server/push/takeNodes.ts';
import { grantOf } from '../../server/push/tokens.ts';
import { MOST_AT_ONCE } from '../../server/routes/push.ts';
import { shells } from '../harness/agent.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { recordedRoot } from '../harness/invented.ts';
import { needs, pathOf } from '../harness/tools.ts';

/** Nodes that send by themselves: the real push.sh, curl and wget, HTTP and HTTPS, and everything that is refused. */

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-push-'));
chmodSync(folder, 0o755);
let database: TestDatabase;
let base = '';
let secure = '';
let broken = 0;
const closing: (() => void)[] = [];
const agent = join(folder, 'agent.sh');
const tokenFile = join(folder, 'token');
const run = (...args: string[]) =>
  gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_DATA: join(folder, 'data') });
const token = async (scope: string) => {
  const made = JSON.parse((await run('tokens', 'create', scope, '--label', scope, '--json')).out);
  return made as { id: number; token: string };
};

interface Pushed {
  code: number | null;
  out: string;
  err: string;
}

function push(args: string[], env: Record<string, string> = {}, shell = ['sh']): Promise<Pushed> {
  const [program = 'sh', ...first] = shell;
  const script = join(installation, 'agents/push.sh');
  const child = spawn(program, [...first, script, ...args], {
    env: { PATH: process.env.PATH ?? '', GZ_PUSH_DELAY: '0', GZ_FACETS: 'kernel os', TMPDIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

/** A PATH with everything but the programs that send, and then those named. */
function only(...programs: [name: string, path: string][]): Record<string, string> {
  const bin = mkdtempSync(join(folder, 'bin-'));
  for (const name of [
    'sh',
    'cat',
    'wc',
    'tr',
    'od',
    'date',
    'sed',
    'tail',
    'rm',
    'mkdir',
    'mv',
    'sleep',
    'nice',
    'uname',
    'awk',
    'ls',
    'id',
    'sha256sum',
    'gzip',
    'timeout',
  ])
    symlinkSync(pathOf(name) ?? '', join(bin, name));
  for (const [name, path] of programs) symlinkSync(path, join(bin, name));
  return { PATH: bin };
}

beforeAll(async () => {
  database = await testDatabase();
  const { db } = database;
  const context = { config: configFrom({}), db, reading: db, log: pino({ level: 'silent' }) };
  const app = appOf(context);
  const handle: typeof app = ((request: never, response: never) => {
    const answer = response as { statusCode: number; end: (text: string) => void };
    if (broken <= 0) return app(request, response);
    broken -= 1;
    answer.statusCode = 502;
    answer.end('a proxy says no');
  }) as never;
  const plain = createServer(handle).listen(0, '127.0.0.1');
  await once(plain, 'listening');
  base = `http://127.0.0.1:${(plain.address() as AddressInfo).port}`;
  closing.push(() => plain.close());
  if (pathOf('openssl')) {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert, ...name],
      { stdio: 'ignore' },
    );
    const server = createSecure({ key: readFileSync(key), cert: readFileSync(cert) }, app).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    secure = `https://localhost:${(server.address() as AddressInfo).port}`;
    closing.push(() => server.close());
  }
  writeFileSync(
    join(folder, 'sites.yaml'),
    'sites: { a: { clusters: { c: { transport: push, nodes: "n[1-5]" }, d: { nodes: x1, transport: push } } } }',
  );
  expect((await run('apply', join(folder, 'sites.yaml'))).code).toBe(0);
  writeFileSync(agent, (await run('agent', 'print')).out);
  writeFileSync(tokenFile, `${(await token('a/c')).token}\n`);
}, 60_000);
afterAll(async () => {
  for (const close of closing) close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const send = ['--token-file', tokenFile, '--agent', agent, '--node', 'n1', '--tries', '3'];
const visits = async () => {
  const found = await database.db.query<{ name: string; outcome: number; sweep: number }>(
    'select node.name, visit.outcome, visit.sweep_id as sweep from visit join node on node.id = visit.node_id order by 3, 1',
  );
  return found.rows;
};

describe('push.sh', () => {
  test.each(shells.map((shell) => [shell]))(
    'sends this node under %j',
    async (shell) => {
      const before = (await visits()).length;
      const sent = await push(['--url', base, ...send], {}, shell);
      expect([sent.code, sent.err]).toEqual([0, '']);
      expect(JSON.parse(sent.out)).toMatchObject({
        nodes: [{ node: 'n1', outcome: 'complete' }],
        again: false,
      });
      expect(await visits()).toHaveLength(before + 1);
    },
    60_000,
  );

  test.each([
    ['curl', 'curl', ''],
    ['GNU wget', 'wget', ''],
    ["busybox's wget", 'wget', 'busybox'],
  ])(
    'with %s alone; a server that is away is tried again, a refusal is not',
    async (_, name, real) => {
      if (!needs(real || name, real || name)) return;
      const env = only([name, pathOf(real || name) ?? '']);
      broken = 2;
      const sent = await push(['--url', base, ...send], env);
      expect([sent.code, sent.err, broken]).toEqual([0, '', 0]);
      broken = 3;
      const lost = await push(['--url', base, ...send], env);
      expect([lost.code, broken]).toEqual([75, 0]);
      expect(lost.err).toContain('not stored after 3 tries; the last one ended with status 502');
      const bad = join(folder, 'bad');
      writeFileSync(bad, 'gzp_nobodys-token');
      const refused = await push(['--url', base, ...send, '--token-file', bad], env);
      expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('refused it with status 401')]);
      const nobody = await push(['--url', 'http://127.0.0.1:9', ...send, '--tries', '1'], env);
      expect(nobody.code).toBe(75);
    },
    60_000,
  );

  test('over HTTPS, and never over plain HTTP to another machine', async () => {
    if (!needs('openssl', 'openssl') || !needs('curl', 'curl') || !needs('wget', 'wget')) return;
    for (const name of ['curl', 'wget']) {
      const env = only([name, pathOf(name) ?? '']);
      const trusted = await push(['--url', secure, ...send, '--cacert', join(folder, 'cert.pem')], env);
      expect([name, trusted.code, trusted.err]).toEqual([name, 0, '']);
      const doubted = await push(['--url', secure, ...send, '--tries', '1'], env);
      expect([name, doubted.code]).toEqual([name, 75]);
    }
    const open = await push(['--url', 'http://gazetteer.example.org', ...send]);
    expect([open.code, open.err]).toEqual([2, expect.stringContaining('has to begin with https://')]);
  }, 60_000);

  test('the agent is held to the pace of sweeps, or to another one', async () => {
    const told = join(folder, 'told');
    const telling = join(folder, 'telling.sh');
    writeFileSync(telling, `echo "$GZ_OPS" >>${told}; exec sh ${agent}`);
    const paced = ['--url', base, ...send, '--agent', telling];
    expect((await push(paced)).code).toBe(0);
    expect((await push(paced, { GZ_OPS: '50' })).code).toBe(0);
    expect(readFileSync(told, 'utf8')).toBe('10000\n50\n');
  }, 60_000);

  test('many nodes in one post', async () => {
    const outputs = join(folder, 'outputs');
    mkdirSync(outputs);
    const output = execFileSync('sh', [agent], { env: { ...process.env, GZ_FACETS: 'kernel' } });
    for (const node of ['n1', 'n2', 'n3']) writeFileSync(join(outputs, node), output);
    writeFileSync(join(outputs, 'empty'), '');
    const from = ['--url', base, '--token-file', tokenFile, '--from', outputs];
    const sent = await push(from);
    expect(sent.code).toBe(0);
    const answer = JSON.parse(sent.out);
    expect(answer.nodes.map((one: { node: string }) => one.node)).toEqual(['n1', 'n2', 'n3']);
    expect((await visits()).filter(({ sweep }) => sweep === answer.sweep)).toHaveLength(3);
    // Outputs of a while ago are dated by when they were written.
    const hours = (number: number) => new Date(Date.now() - number * 3600_000);
    for (const node of ['n1', 'n2', 'n3']) rmSync(join(outputs, node));
    writeFileSync(join(outputs, 'n5'), output);
    utimesSync(join(outputs, 'n5'), hours(5), hours(5));
    const late = JSON.parse((await push(from)).out);
    const dated = await database.db.query<{ started_at: Date }>(
      'select started_at from visit where sweep_id = $1',
      [late.sweep],
    );
    expect(dated.rows).toHaveLength(1);
    expect(Math.abs((dated.rows[0]?.started_at.getTime() ?? 0) - hours(5).getTime())).toBeLessThan(20_000);
    const same = await push(from);
    expect([same.code, same.err]).toEqual([1, expect.stringContaining('the same output is stored already')]);
    writeFileSync(join(outputs, "x'; touch y #"), 'z');
    const hostile = await push(from);
    expect([hostile.code, hostile.err]).toEqual([2, expect.stringContaining('is no node')]);
  }, 60_000);

  test('wrong use is told', async () => {
    for (const [args, told] of [
      [['--url'], 'needs a value'],
      [['--what', 'x'], 'is not known'],
      [['--url', "https://x/';id;'", ...send], 'holds a character'],
      [['--url', base, ...send, '--token-file', '/no'], 'there is no such file'],
      [['--url', base, ...send, '--node', '../x'], "is no node's"],
    ] as const) {
      expect(await push([...args])).toMatchObject({ code: 2, err: expect.stringContaining(told) });
    }
  });
});

describe('the service', () => {
  let good = '';
  let output = Buffer.alloc(0);
  beforeAll(async () => {
    good = readFileSync(tokenFile, 'utf8').trim();
    output = execFileSync('sh', [agent], { env: { ...process.env, GZ_FACETS: 'kernel' } });
  }, 30_000);
  const part = (node: string, bytes = output, age = '') =>
    Buffer.concat([Buffer.from(`@node ${node} ${bytes.length}${age}\n`), bytes, Buffer.from('\n')]);
  const body = (...parts: Buffer[]) => Buffer.concat([Buffer.from('gazetteer-push 1\n'), ...parts]);
  const now = () => String(Math.floor(Date.now() / 1000));
  async function post(content: Buffer, headers: Record<string, string> = {}) {
    const answer = await fetch(`${base}/api/v1/push`, {
      method: 'POST',
      body: new Uint8Array(content),
      headers: {
        authorization: `Bearer ${good}`,
        'gazetteer-nonce': randomBytes(16).toString('hex'),
        'gazetteer-time': now(),
        ...headers,
      },
    });
    const said = await answer.json();
    return { status: answer.status, code: said.error?.code, said };
  }

  test('a post that comes again counts once; another one under its nonce is refused', async () => {
    const nonce = { 'gazetteer-nonce': 'a'.repeat(32) };
    const first = await post(body(part('n1')), nonce);
    expect(first).toMatchObject({ status: 200, said: { again: false } });
    const before = await visits();
    const again = await post(body(part('n1')), nonce);
    expect(again).toMatchObject({ status: 200, said: { ...first.said, again: true } });
    expect(await post(body(part('n2')), nonce)).toMatchObject({ status: 409, code: 'push-replay' });
    const both = { 'gazetteer-nonce': 'b'.repeat(32) };
    const race = await Promise.all([1, 2, 3].map(() => post(body(part('n1')), both)));
    expect(race.filter(({ said }) => said.again === false)).toHaveLength(1);
    for (const { status } of race) expect([200, 503]).toContain(status);
    expect(await visits()).toHaveLength(before.length + 1);
  });

  test('a post that was held up on its way does not undo a later one of its node', async () => {
    const earlier = { 'gazetteer-time': String(Number(now()) - 600) };
    expect((await post(body(part('n1'), part('n3')))).status).toBe(200);
    const before = await visits();
    const late = await post(body(part('n3'), part('n1')), earlier);
    expect(late).toMatchObject({ status: 409, code: 'push-older' });
    expect(late.said.error.message).toMatch(/^n3: what was read 60[0-9] s later/);
    expect(await visits()).toEqual(before);
    // Of n4 nothing newer is known, and clocks of nodes need not agree.
    const mixed = await post(body(part('n4'), part('n3')), earlier);
    expect(mixed).toMatchObject({
      status: 200,
      said: { nodes: [{ node: 'n4', outcome: 'complete' }], older: [{ node: 'n3' }] },
    });
    expect(mixed.said.older[0].seconds).toBeGreaterThanOrEqual(600);
    expect(mixed.said.older[0].seconds).toBeLessThan(660);
    const added = (await visits()).filter(({ sweep }) => sweep === mixed.said.sweep);
    expect(added.map(({ name }) => name)).toEqual(['n4']);
    const { rows } = await database.db.query('select expected from sweep where id = $1', [mixed.said.sweep]);
    expect(rows).toEqual([{ expected: 1 }]);
  });

  test('what was read a while ago is dated by then, whatever the clock of the sender says', async () => {
    const ahead = Number(now()) + 3000;
    const ageOf = async (sweep: number) => {
      const found = await database.db.query<{ age: number }>(
        'select extract(epoch from now() - started_at)::float as age from visit where sweep_id = $1',
        [sweep],
      );
      return found.rows.map(({ age }) => age);
    };
    const other = { authorization: `Bearer ${(await token('a/d')).token}`, 'gazetteer-time': String(ahead) };
    const sent = await post(body(part('x1', output, ' 86400')), {
      ...other,
      'gazetteer-now': String(ahead + 40),
    });
    expect(sent.status).toBe(200);
    const [age = 0] = await ageOf(sent.said.sweep);
    expect(age).toBeGreaterThanOrEqual(86439);
    expect(age).toBeLessThan(86500);
    const before = await visits();
    // What a node that died left in a folder comes every day anew.
    const again = await post(body(part('x1', output, ' 86410')), other);
    expect(again).toMatchObject({ status: 409, code: 'push-older' });
    expect(again.said.error.message).toBe('x1: the same output is stored already');
    const older = await post(body(part('x1', output, ' 172800')), other);
    expect(older.said.error.message).toMatch(/^x1: what was read 863[0-9]{2} s later is stored already$/);
    expect(await visits()).toEqual(before);
    const newer = await post(body(part('x1', output, ' 7200')), other);
    expect(newer.said).toMatchObject({ nodes: [{ node: 'x1', changed: 0 }], older: [] });
    expect((await post(body(part('n1', output, ' -5')))).code).toBe('push-format');
    expect((await post(body(part('n1')), { 'gazetteer-now': 'soon' })).code).toBe('push-stamp');
  });

  test('while a post is being stored, none of the same nodes is, whichever is later', async () => {
    const grant = await grantOf(database.db, good);
    if (!grant) throw new Error('the token is good');
    const { rows } = await database.db.query<{ id: number }>(
      `select node.id from node join cluster on cluster.id = cluster_id where node.name = 'n2' and cluster.name = 'c'`,
    );
    const at = (seconds: number) => ({ 'gazetteer-time': String(Number(now()) + seconds) });
    const stamp = { nonce: 'e'.repeat(32), sentAt: new Date(Date.now() + 300_000), waited: 0 };
    let taken = false;
    let end = (_: { done: number }) => {};
    const hold = new Promise<{ done: number }>((resolve) => {
      end = resolve;
    });
    const storing = storeOnce(database.db, grant.tokenId, stamp, Buffer.from('x'), async () => {
      await takeNodes(database.db, grant, stamp, [rows[0]?.id ?? 0]);
      taken = true;
      return hold;
    });
    await expect.poll(() => taken).toBe(true);
    const before = await visits();
    for (const seconds of [0, 600])
      expect(await post(body(part('n2'), part('n3')), at(seconds))).toMatchObject({
        status: 503,
        code: 'push-busy',
      });
    expect(await visits()).toEqual(before);
    // It was refused, and not begun: it may come again under its nonce, and holds nobody up.
    expect((await post(body(part('n3')), at(60))).status).toBe(200);
    end({ done: 1 });
    await storing;
    expect(await post(body(part('n2')), at(0))).toMatchObject({ status: 409, code: 'push-older' });
    expect((await post(body(part('n2')), at(600))).status).toBe(200);
  });

  test('a post that the database went away from is stored when it comes again, and what is older is not meanwhile', async () => {
    const broken = (seconds: number) => ({
      'gazetteer-nonce': 'f'.repeat(32),
      'gazetteer-time': String(Number(now()) + seconds),
    });
    const ahead = broken(1200);
    expect((await post(body(part('n4')), ahead)).status).toBe(200);
    await database.db.query('update push_receipt set answer = null where nonce = $1', ['f'.repeat(32)]);
    const older = await post(body(part('n4')));
    expect(older).toMatchObject({ status: 409, code: 'push-older' });
    expect(await post(body(part('n4')), ahead)).toMatchObject({ status: 200, said: { again: false } });
    expect(await post(body(part('n4')), ahead)).toMatchObject({ status: 200, said: { again: true } });
  });

  test('a post that takes long is not begun again; one whose process died is', async () => {
    const stamp = { nonce: 'd'.repeat(32), sentAt: new Date(), waited: 0 };
    const { id } = await token('a/c');
    const age = () =>
      database.db.query(`update push_receipt set received_at = now() - interval '10 minutes'`);
    let begun = 0;
    let end = (_: { done: number }) => {};
    const hold = new Promise<{ done: number }>((resolve) => {
      end = resolve;
    });
    const store = () => {
      begun += 1;
      return hold;
    };
    const first = storeOnce(database.db, id, stamp, Buffer.from('x'), store);
    await expect.poll(() => begun).toBe(1);
    await age();
    await expect(storeOnce(database.db, id, stamp, Buffer.from('x'), store)).rejects.toMatchObject({
      code: 'push-busy',
    });
    end({ done: 1 });
    expect(await first).toEqual({ answer: { done: 1 }, again: false });
    await database.db.query('update push_receipt set answer = null, worker = $2 where nonce = $1', [
      stamp.nonce,
      `${hostname()} 4194303 1`,
    ]);
    expect(await storeOnce(database.db, id, stamp, Buffer.from('x'), store)).toMatchObject({ again: false });
    expect(begun).toBe(2);
  });

  test('folders that the sites file names as shared are one for all nodes, also where outputs are imported', async () => {
    const root = mkdtempSync(join(folder, 'root-'));
    recordedRoot('harbour/tide/n02', root);
    const env = { ...process.env, GZ_FACETS: 'conda', GZ_ROOT: root };
    const conda = execFileSync('sh', [agent], { env });
    const file = join(folder, 'shared.yaml');
    writeFileSync(
      file,
      'sites: { b: { clusters: { c: { transport: push, shared: [/opt], nodes: "n[1-2]" } } } }',
    );
    expect((await run('apply', file)).code).toBe(0);
    const sent = await post(body(part('n1', conda)), {
      authorization: `Bearer ${(await token('b/c')).token}`,
    });
    expect(sent.status).toBe(200);
    writeFileSync(join(folder, 'saved'), conda);
    expect((await run('import', '--node', 'b/c/n2', join(folder, 'saved'))).err).toBe('');
    const found = await database.db.query(
      `select node_scope as scope, count(*)::int as nodes from root join node_root on root_id = root.id
       join cluster on cluster.id = cluster_id join site on site.id = site_id where site.name = 'b' and path like '/opt/%' group by root.id`,
    );
    expect(found.rows).toEqual([{ scope: 0, nodes: 2 }]);
  }, 60_000);

  test('no more posts at once than there is memory for', async () => {
    const told: (number | undefined)[] = [];
    const begin = () => {
      const { hostname: host, port } = new URL(base);
      const one = request({
        host,
        port,
        method: 'POST',
        path: '/api/v1/push',
        headers: {
          authorization: `Bearer ${good}`,
          'content-length': 1000,
          'gazetteer-nonce': randomBytes(16).toString('hex'),
          'gazetteer-time': now(),
        },
      });
      one.on('error', () => {}).on('response', ({ statusCode }) => told.push(statusCode));
      one.write('gazetteer-push 1\n');
      return one;
    };
    const slow = Array.from({ length: MOST_AT_ONCE + 1 }, begin);
    try {
      await expect.poll(() => told, { timeout: 10_000 }).toEqual([503]);
      expect(await post(body(part('n1')))).toMatchObject({ status: 503, code: 'push-busy' });
    } finally {
      for (const one of slow) one.destroy();
    }
    await expect.poll(async () => (await post(body(part('n1')))).status, { timeout: 10_000 }).toBe(200);
  }, 30_000);

  test('a large loss is not believed because another node posts it a moment later', async () => {
    const root = mkdtempSync(join(folder, 'root-'));
    recordedRoot('harbour/tide/n02', root);
    const file = join(folder, 'loss.yaml');
    writeFileSync(
      file,
      'sites: { e: { clusters: { c: { transport: push, shared: [/opt], nodes: "n[1-2]" } } } }',
    );
    expect((await run('apply', file)).code).toBe(0);
    const authorization = `Bearer ${(await token('e/c')).token}`;
    const sent = async (node: string) => {
      const env = { ...process.env, GZ_FACETS: 'conda', GZ_ROOT: root };
      const content = body(part(node, execFileSync('sh', [agent], { env })));
      expect((await post(content, { authorization })).status).toBe(200);
    };
    const known = async () => {
      const found = await database.db.query<{ place: string; packages: number }>(
        `select place, packages from environment_place
         join cluster on cluster.id = cluster_id join site on site.id = site_id where site.name = 'e' order by 2 desc, 1`,
      );
      return found.rows;
    };
    await sent('n1');
    await sent('n2');
    const before = await known();
    const [largest] = before;
    if (!largest) throw new Error('the recorded node has environments');
    rmSync(join(root, largest.place), { recursive: true });
    await sent('n1');
    await sent('n2');
    expect(await known()).toEqual(before);
    await sent('n1');
    expect(await known()).toEqual(before.slice(1));
  }, 60_000);

  test('a post that was refused may come again once it is put right', async () => {
    const nonce = { 'gazetteer-nonce': 'c'.repeat(32) };
    expect((await post(body(part('n9')), nonce)).status).toBe(404);
    expect((await post(body(part('n1')), nonce)).status).toBe(200);
  });

  test('everything wrong has its code and its status, and stores nothing', async () => {
    const mine = (await token('a/c/n2')).token;
    const revoked = await token('a/c');
    await run('tokens', 'revoke', String(revoked.id));
    const whole = body(part('n1'));
    const before = await database.counts();
    const cases: [Buffer, Record<string, string>, number, string][] = [
      [whole, { authorization: 'Bearer gzp_0000000000000000' }, 401, 'push-token'],
      [whole, { authorization: `Bearer ${revoked.token}` }, 401, 'push-token'],
      [whole, { authorization: `Basic ${good}` }, 401, 'push-token'],
      [whole, { authorization: `Bearer ${mine}` }, 403, 'push-not-yours'],
      [body(part('x1')), {}, 404, 'push-no-node'],
      [body(part('n1'), part('nobody')), {}, 404, 'push-no-node'],
      [whole, { 'gazetteer-nonce': 'short' }, 400, 'push-stamp'],
      [whole, { 'gazetteer-time': 'yesterday' }, 400, 'push-stamp'],
      [whole, { 'gazetteer-time': String(Number(now()) - 86_400) }, 400, 'push-clock'],
      [whole, { 'gazetteer-time': String(Number(now()) + 86_400) }, 400, 'push-clock'],
      [whole, { 'gazetteer-sha256': '0'.repeat(64) }, 400, 'push-damaged'],
      [Buffer.from('hello'), {}, 400, 'push-format'],
      [whole.subarray(0, -20), {}, 400, 'push-format'],
      [body(part('n1'), part('n1')), {}, 400, 'push-format'],
      [body(), {}, 400, 'push-format'],
      [body(part('n1', Buffer.from('no frames'))), {}, 422, 'push-no-frames'],
      [whole, { 'content-encoding': 'gzip' }, 400, 'push-format'],
      [Buffer.alloc(65 * 1024 * 1024), {}, 413, 'push-size'],
      [gzipSync(Buffer.alloc(65 * 1024 * 1024)), { 'content-encoding': 'gzip' }, 413, 'push-size'],
    ];
    for (const [content, headers, status, code] of cases)
      expect([code, await post(content, headers)]).toMatchObject([code, { status, code }]);
    expect(await database.counts()).toEqual(before);
    const other = await fetch(`${base}/api/v1/push`);
    expect([other.status, other.headers.get('allow')]).toEqual([405, 'POST']);
  }, 60_000);

  test('packed and with its sha256; half an output is a visit in part', async () => {
    const whole = body(part('n1'));
    const sum = createHash('sha256').update(whole).digest('hex');
    const packed = await post(gzipSync(whole), { 'content-encoding': 'gzip', 'gazetteer-sha256': sum });
    expect(packed).toMatchObject({ status: 200, said: { nodes: [{ outcome: 'complete' }] } });
    const half = await post(body(part('n1', output.subarray(0, output.length / 2))));
    expect(half.said.nodes[0]).toMatchObject({ node: 'n1', changed: 0, reason: 'connection-lost' });
  });

  test('a node that runs jobs and left its agent idle is not expected, and not complete', async () => {
    const root = mkdtempSync(join(folder, 'root-'));
    // A process as Linux shows it: proc_pid_stat(5).
    mkdirSync(join(root, 'proc/400'), { recursive: true });
    writeFileSync(join(root, 'proc/400/stat'), '400 (slurmstepd) S 1 400 400 0 -1 4194560\n');
    const env = { ...process.env, GZ_FACETS: 'kernel', GZ_ROOT: root, GZ_BUSY: 'skip' };
    const sent = await post(body(part('n4', execFileSync('sh', [agent], { env }))), {
      'gazetteer-time': String(Number(now()) + 1800),
    });
    expect(sent).toMatchObject({
      status: 200,
      said: { nodes: [{ node: 'n4', outcome: 'notExpected', changed: 0, reason: 'busy' }] },
    });
  });

  test('of tokens only a hash is stored, and nobody else is visited by a sweep', async () => {
    const stored = JSON.stringify((await database.db.query('select * from push_token')).rows);
    expect(stored).not.toContain(good);
    const listed = JSON.parse((await run('tokens', 'list', '--json')).out);
    expect(listed[0]).toMatchObject({ scope: 'a/c', revokedAt: null, usedAt: expect.any(String) });
    expect((await run('tokens', 'create', 'a/no')).err).toContain('no such cluster or node');
    expect((await run('tokens', 'revoke', '999')).code).toBe(1);
    expect((await run('collect', 'a/c')).err).toContain('there are no nodes');
  }, 60_000);

  test('no body makes the reader throw or lose a byte', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 50 }), { minLength: 1, maxLength: 5 }),
        fc.nat(300),
        (outputs, cut) => {
          const whole = body(...outputs.map((bytes, at) => part(`n${at}`, Buffer.from(bytes))));
          expect(readPost(whole)).toEqual(
            outputs.map((bytes, at) => ({ node: `n${at}`, output: Buffer.from(bytes), age: 0 })),
          );
          if (cut < whole.length && cut > 0) readPost(whole.subarray(0, cut));
          readPost(Buffer.concat([whole.subarray(0, cut), Buffer.from('@node x 5\n'), whole.subarray(cut)]));
        },
      ),
    );
  });
});
