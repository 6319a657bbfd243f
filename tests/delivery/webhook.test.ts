import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { installation } from '../../server/config.ts';
import type { Posting } from '../../server/delivery/posting.ts';
import { Refused } from '../../server/delivery/retry.ts';
import { deliveryFrom } from '../../server/delivery/settings.ts';
import { Guard } from '../../server/delivery/webhook/guard.ts';
import { post } from '../../server/delivery/webhook/post.ts';
import { bodyOf, modelOf, webhook } from '../../server/delivery/webhook/webhook.ts';
import { pathOf } from '../harness/tools.ts';
import { posting, report } from './posting.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const folder = mkdtempSync(join(tmpdir(), 'gazetteer-hook-'));
const secretFile = join(folder, 'secret');
writeFileSync(secretFile, `${SECRET}\n`);
const signal = new AbortController().signal;

interface Came {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}
const came: Came[] = [];
let answer: (response: ServerResponse) => void = (response) => response.writeHead(204).end();
let server: Server;
let port = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      came.push({ method, url, headers, body });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});
afterEach(() => {
  came.splice(0);
  answer = (response) => response.writeHead(204).end();
});
afterAll(() => {
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const target = (address: string) => ({ kind: 'webhook' as const, address, secretFile });
const send = (address: string, allow: string, changes: Partial<Posting> = {}) =>
  webhook(posting({ target: target(address), ...changes }), {
    settings: deliveryFrom({ GAZETTEER_WEBHOOK_ALLOW: allow }, folder),
    signal,
  });
const here = (path = '/hook') => `http://127.0.0.1:${port}${path}`;

describe('a webhook', () => {
  test('gets the report as JSON, signed as the checks in the documentation check it', async () => {
    expect(await send(here('/hook?room=7'), '127.0.0.0/8')).toBe('HTTP 204');
    const [got] = came;
    expect(got).toMatchObject({ method: 'POST', url: '/hook?room=7' });
    expect(got?.headers['content-type']).toBe('application/json');
    expect(got?.headers['webhook-id']).toBe('msg_c0ffee0123456789');
    expect(Math.abs(Number(got?.headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60);
    const event: unknown = JSON.parse(got?.body ?? '');
    expect(event).toMatchObject({
      type: 'report.made',
      data: {
        schedule: 'weekly-alpha',
        report: { id: 7, scope: 'alpha', coverage: 0.975, summary: report.summary },
        page: 'https://g.alpha.example/reports/7',
        files: { csv: 'https://g.alpha.example/api/v1/reports/7.csv.zip' },
        // The format json is among those asked for.
        model: report,
      },
    });
    for (const language of ['python', 'js']) {
      expect(checked(language, got), language).toBe(true);
      expect(checked(language, got && { ...got, body: `${got.body} ` }), language).toBe(false);
      const old = got && { ...got, headers: { ...got.headers, 'webhook-timestamp': '1700000000' } };
      expect(checked(language, old), language).toBe(false);
      const other = got && { ...got, headers: { ...got.headers, 'webhook-signature': 'v1,AAAA' } };
      expect(checked(language, other), language).toBe(false);
    }
  });

  test('is told of a report without all of it where json is not asked for, or where that is too large', async () => {
    const body = async (one: Posting) => bodyOf(one, new Date(), await modelOf(one));
    const model = async (changes: Partial<Posting>) => JSON.parse(await body(posting(changes))).data.model;
    expect(await model({})).toEqual(report);
    expect(await model({ formats: ['html'] })).toBe(null);
    const large = { ...report, summary: ['x'.repeat(2 ** 20)] };
    expect(Buffer.byteLength(await body(posting({ report: { ...large, summary: [] } })))).toBeLessThan(
      2 ** 20,
    );
    expect(await model({ report: { ...report, warnings: [], title: 'x'.repeat(600_000) } })).toBe(null);
  });

  test('has the rows that are kept beside a report, or nothing of it', async () => {
    const [section] = report.sections;
    if (!section) throw new Error('the report has no part');
    const more = [{ rows: 1000, hash: '0'.repeat(64) }];
    const table = { id: 't', title: 'T', href: '/', columns: [], rows: [], more, left: 0 };
    const long = { ...report, sections: [{ ...section, tables: [table] }] };
    const whole = Buffer.from(JSON.stringify({ whole: true }));
    const file = (bytes: Uint8Array) => async () => ({
      name: 'r.json',
      mediaType: 'application/json',
      bytes,
    });
    expect(await modelOf(posting({ report: long, file: file(whole) }))).toEqual({ whole: true });
    expect(await modelOf(posting({ report: long, file: file(Buffer.alloc(2 ** 20 + 1)) }))).toBe(null);
  });

  test('that says something else is asked again, but for one that is gone or sends elsewhere', async () => {
    const outcome = async (status: number, headers: Record<string, string> = {}) => {
      answer = (response) => response.writeHead(status, headers).end('because\r\nof \u001b[31mthis');
      const error = await send(here(), '127.0.0.1').catch((thrown: unknown) => thrown);
      return { again: !(error instanceof Refused), message: error instanceof Error ? error.message : '' };
    };
    expect(await outcome(500)).toEqual({ again: true, message: expect.stringContaining('500: because') });
    expect(await outcome(404)).toMatchObject({ again: true });
    expect(await outcome(429)).toMatchObject({ again: true });
    expect(await outcome(410)).toMatchObject({ again: false });
    expect(await outcome(307, { location: here('/elsewhere') })).toMatchObject({ again: false });
    expect(came.map(({ url }) => url)).toEqual(Array(5).fill('/hook'));
  });

  test('that answers without end is not listened to', async () => {
    answer = (response) => {
      response.writeHead(500);
      const more = () => {
        while (response.writable && response.write('x'.repeat(65_536)));
        if (response.writable) response.once('drain', more);
      };
      more();
    };
    await expect(send(here(), '127.0.0.1')).rejects.toThrow(/500: x{200}$/);
  });

  test.each([
    [
      'what it answers',
      (response: ServerResponse) => response.writeHead(200, { 'content-length': '1000' }).write('x'),
      'x',
      'HTTP 200',
    ],
    [
      'the head of it',
      ({ socket }: ServerResponse) => socket?.write('HTTP/1.1 200 OK\r\n'),
      'x: y\r\n',
      /no answer for 0\.2 s/,
    ],
  ])('that drops %s is not waited for', async (_, begin, drop, outcome) => {
    let drops = 0;
    let stop = () => {};
    answer = (response) => {
      begin(response);
      const timer = setInterval(() => {
        drops += 1;
        if (drops < 200) response.socket?.write(drop);
        else response.destroy();
      }, 20);
      stop = () => clearInterval(timer);
      response.on('close', stop);
    };
    const request = { url: new URL(here()), headers: {}, body: '{}' };
    const posted = post(request, { guard: new Guard(['127.0.0.1']), signal, patienceMs: 200 });
    expect(await posted.catch((error: unknown) => String(error))).toMatch(outcome);
    stop();
    expect(drops).toBeLessThan(200);
  });

  test('nothing is posted without a secret, and what is no secret is used for none', async () => {
    const own = join(folder, 'passwd');
    for (const text of ['root:x:0:0', 'whsec_short', 'whsec_', `x${SECRET}`, '']) {
      writeFileSync(own, text);
      const error = await send(here(), '127.0.0.1', { target: { ...target(here()), secretFile: own } }).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({ code: 'webhook-secret' });
      if (text.length > 8) expect(JSON.stringify(error)).not.toContain(text);
    }
    // A device that has no end, and a pipe that nobody writes to.
    const pipe = join(folder, 'pipe');
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    for (const path of ['/dev/zero', pipe, folder])
      await expect(
        send(here(), '127.0.0.1', { target: { ...target(here()), secretFile: path } }),
      ).rejects.toMatchObject({ code: 'webhook-secret', message: expect.stringMatching(/no file|EISDIR/) });
    const none = { target: { ...target(here()), secretFile: join(folder, 'none') } };
    await expect(send(here(), '127.0.0.1', none)).rejects.toMatchObject({ code: 'webhook-secret' });
    expect(came).toEqual([]);
  });
});

/** Runs the check of docs/delivery.md in one language. */
function checked(language: string, got: Came | undefined): boolean {
  const text = readFileSync(join(installation, 'docs/delivery.md'), 'utf8');
  const [, check = ''] = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(text) ?? [];
  expect(check.trim().split('\n').length).toBeLessThanOrEqual(12);
  const input = JSON.stringify({ headers: got?.headers, body: got?.body, secret: SECRET });
  const [program, own, main] =
    language === 'python'
      ? [
          'python3',
          'check.py',
          '\nimport json, sys\ngot = json.load(sys.stdin)\nprint("yes" if verify(got["headers"], got["body"].encode(), got["secret"]) else "no")\n',
        ]
      : [
          process.execPath,
          'check.mjs',
          '\nimport { readFileSync } from "node:fs";\nconst got = JSON.parse(readFileSync(0, "utf8"));\nconsole.log(verify(got.headers, Buffer.from(got.body), got.secret) ? "yes" : "no");\n',
        ];
  if (pathOf(program) === undefined && program === 'python3') throw new Error('no python3');
  writeFileSync(join(folder, own), check + main);
  const run = spawnSync(program, [join(folder, own)], { input, encoding: 'utf8' });
  if (!/^(yes|no)\n$/.test(run.stdout)) throw new Error(run.stderr);
  return run.stdout === 'yes\n';
}

describe('a webhook at an address that is not public', () => {
  test.each([
    'http://127.0.0.1:PORT/',
    'https://127.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f000001:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://0.0.0.0:PORT/',
    'http://[::1]:PORT/',
    'http://[::]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::ffff:7f00:1]:PORT/',
    'http://[64:ff9b::7f00:1]:PORT/',
    'http://localhost:PORT/',
    'http://LOCALHOST:PORT/',
    'https://10.0.0.1/',
    'https://172.16.3.4/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[fe80::1]/',
    'https://[fd00:ec2::254]/',
    'https://[2002:7f00:1::]/',
    'https://[2001:0:7f00:1::]/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    // Public, but everybody on the way could read and change it.
    'http://93.184.216.34/',
  ])('%s is not reached', async (address) => {
    const url = address.replace('PORT', String(port));
    await expect(send(url, '')).rejects.toMatchObject({ code: 'webhook-address' });
    expect(came).toEqual([]);
  });

  test.each([
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.1', '127.0.0.0/8'],
    ['127.0.0.1', '10.0.0.0/8, 127.0.0.1/32'],
    ['localhost', 'localhost'],
    ['localhost', '127.0.0.0/8,::1'],
  ])('%s is reached when %s is allowed', async (host, allow) => {
    expect(await send(`http://${host}:${port}/hook`, allow)).toBe('HTTP 204');
    expect(came).toHaveLength(1);
  });

  test.each([
    ['127.0.0.1', '10.0.0.0/8'],
    ['localhost', 'localhost.example'],
    ['127.0.0.1', '128.0.0.0/1'],
  ])('%s is not reached when %s is allowed', async (host, allow) => {
    await expect(send(`http://${host}:${port}/hook`, allow)).rejects.toMatchObject({
      code: 'webhook-address',
    });
    expect(came).toEqual([]);
  });

  const ask = (url: string, allow: string[], answers: string[][]) => {
    const asked: string[] = [];
    const resolve = async (host: string) => {
      asked.push(host);
      return (answers.shift() ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    };
    const guard = new Guard(allow);
    const request = { url: new URL(url), headers: {}, body: '{}' };
    const go = () => post(request, { guard, signal, resolve });
    return { go, asked };
  };

  test('a name is looked up for each connection, and what it says is what is connected to', async () => {
    // The name answers with an address that is allowed, then, as a rebinding name does, with one that is not.
    const { go, asked } = ask(
      `http://rebind.example:${port}/`,
      ['127.0.0.1'],
      [['127.0.0.1'], ['127.0.0.2']],
    );
    expect(await go()).toBe('HTTP 204');
    expect(came).toHaveLength(1);
    await expect(go()).rejects.toMatchObject({
      code: 'webhook-address',
      message: 'rebind.example is at 127.0.0.2, which is no public address',
    });
    expect(came).toHaveLength(1);
    expect(asked).toEqual(['rebind.example', 'rebind.example']);
  });

  test('one private address among public ones is one too many, in whatever form', async () => {
    for (const address of [
      '127.0.0.1',
      '::1',
      '::ffff:10.0.0.1',
      '169.254.169.254',
      'fd12::1',
      'fe80::1%lo',
    ]) {
      const { go } = ask('https://mixed.example/', [], [['93.184.216.34', address]]);
      await expect(go(), address).rejects.toMatchObject({ code: 'webhook-address' });
    }
    const { go } = ask('https://none.example/', [], [[]]);
    await expect(go()).rejects.toMatchObject({ code: 'webhook-address' });
  });

  test('what it redirects to is not asked, however inviting', async () => {
    answer = (response) => response.writeHead(302, { location: here('/inside') }).end();
    const { go } = ask(`http://outside.example:${port}/`, ['127.0.0.1'], [['127.0.0.1']]);
    await expect(go()).rejects.toMatchObject({ code: 'webhook-redirect' });
    expect(came.map(({ url }) => url)).toEqual(['/']);
  });

  test('a public address over TLS passes', () => {
    const guard = new Guard([]);
    for (const address of ['93.184.216.34', '8.8.8.8', '2606:2800:220:1::1', '2a00:1450::1'])
      guard.check(new URL('https://public.example/'), [address]);
  });
});
