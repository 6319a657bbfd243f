import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKey, LINK_SECONDS, listKeys, revokeKey } from '../../server/admin/keys.ts';
import { Limiter } from '../../server/admin/limiter.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { parseSites } from '../../server/inventory/sitesFile.ts';
import { prepareQueue } from '../../server/jobs/runner.ts';
import { acts } from '../../server/routes/acts.ts';
import { exportForms } from '../../server/routes/exports/forms.ts';
import { administratorOf } from '../harness/administrator.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type Service, startService } from '../harness/service.ts';

const SITES = 'sites: { s: { clusters: { c: { nodes: "n[1-2]" } } } }';

describe('who may act', () => {
  let database: TestDatabase;
  let service: Service;
  let origin: string;

  beforeAll(async () => {
    database = await testDatabase();
    await prepareQueue(database.url);
    service = await startService(database.db);
    origin = new URL((await service.fetch('/session')).url).origin;
    const parsed = parseSites(SITES, 'sites.yaml');
    if (parsed.ok) await applyInventory(database.db, parsed.inventory, { prune: false });
  });
  afterAll(async () => {
    await service?.close();
    await database?.drop();
  });

  const JSON_TYPE = { 'content-type': 'application/json' };
  const send = (path: string, headers: Record<string, string>, body = '{}') =>
    service.fetch(path, { method: 'POST', headers, body });
  const codeOf = async (response: Response) => [response.status, (await response.json()).error?.code];
  const audit = async () =>
    (await database.db.query('select who, via, action, target, detail, outcome from audit order by id')).rows;
  /** Signs in as a page does; gives the cookie. */
  async function signIn(who: string): Promise<string> {
    const { key } = await createKey(database.db, 'link', who, LINK_SECONDS);
    const answer = await send('/session', { ...JSON_TYPE, origin }, JSON.stringify({ link: key }));
    expect(answer.status).toBe(200);
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
    expect(cookie).toContain('Path=/');
    expect(cookie).toContain('Expires=');
    return cookie.split(';')[0] ?? '';
  }

  test.each(acts.map(({ path }) => [path]))('%s is refused to readers, and nothing is done', async (path) => {
    const filled = path.replaceAll(
      /\{(\w+)\}/g,
      (_, name) => ({ site: 's', cluster: 'c' })[String(name)] ?? '1',
    );
    const before = await database.counts();
    expect(await codeOf(await send(filled, { ...JSON_TYPE, origin }))).toEqual([401, 'not-signed-in']);
    for (const authorization of [
      'Bearer gza_aaaaaaaaaaaaaaaaaaaa',
      'Bearer gzp_aaaaaaaaaaaaaaaaaaaa',
      'Basic eDp5',
    ])
      expect((await send(filled, { ...JSON_TYPE, authorization })).status).toBeGreaterThanOrEqual(401);
    expect((await service.fetch(filled)).status).toBe(405);
    expect(await database.counts()).toEqual(before);
  });

  test('a link signs in once, and the session is a cookie of pages of this service only', async () => {
    const { key } = await createKey(database.db, 'link', 'Ada', LINK_SECONDS);
    const link = JSON.stringify({ link: key });
    for (const [headers, answer] of [
      [{ origin }, [415, 'not-json']],
      [JSON_TYPE, [403, 'other-origin']],
      [{ ...JSON_TYPE, origin: 'https://evil.example' }, [403, 'other-origin']],
      [{ ...JSON_TYPE, origin, 'sec-fetch-site': 'cross-site' }, [403, 'other-origin']],
      [{ ...JSON_TYPE, origin, 'sec-fetch-site': 'same-site' }, [403, 'other-origin']],
    ] as const)
      expect(await codeOf(await send('/session', headers, link)), JSON.stringify(headers)).toEqual(answer);
    const behindProxy = {
      ...JSON_TYPE,
      origin: 'https://gazetteer.example',
      'x-forwarded-host': 'gazetteer.example',
    };
    const first = await send('/session', behindProxy, link);
    expect(first.status).toBe(200);
    expect(await first.json()).toMatchObject({ who: 'Ada' });
    // Over HTTPS the cookie never travels otherwise.
    expect(first.headers.get('set-cookie')).toContain('; Secure; ');
    expect(await codeOf(await send('/session', behindProxy, link))).toEqual([401, 'sign-in-refused']);
  });

  test('a session acts, until it is ended, and from no other page', async () => {
    const cookie = await signIn('Ada');
    const session = await service.fetch('/session', { headers: { cookie } });
    expect(await session.json()).toMatchObject({ who: 'Ada' });
    const path = '/clusters/s/c/pause';
    const why = JSON.stringify({ why: 'file server moves' });
    const headers = { ...JSON_TYPE, origin, cookie };
    expect(await codeOf(await send(path, { ...headers, origin: 'https://evil.example' }, why))).toEqual([
      403,
      'other-origin',
    ]);
    expect(await codeOf(await send(path, { ...JSON_TYPE, cookie }, why))).toEqual([403, 'other-origin']);
    expect(await codeOf(await send(path, { origin, cookie, 'content-type': 'text/plain' }, why))).toEqual([
      415,
      'not-json',
    ]);
    expect((await service.get('/clusters/s/c')).collecting.paused).toBe(null);
    const done = await send(path, headers, why);
    expect(await done.json()).toEqual({ cluster: 's/c', paused: true, changed: true });
    expect((await service.get('/clusters/s/c')).collecting.paused.why).toBe('file server moves');
    expect(await codeOf(await send('/sweeps/start', headers, '{"cluster":"s/c"}'))).toEqual([409, 'paused']);
    expect((await audit()).slice(-2)).toEqual([
      {
        who: 'Ada',
        via: 'page',
        action: 'clusters pause',
        target: 's/c',
        detail: 'file server moves',
        outcome: 'done',
      },
      {
        who: 'Ada',
        via: 'page',
        action: 'sweeps start',
        target: 's/c',
        detail: 's/c is paused',
        outcome: 'refused',
      },
    ]);
    // Nor is an empty one begun where no node is visited, since all of them send by themselves.
    await database.db.query(`update node set transport = 'push'`);
    expect(await codeOf(await send('/sweeps/start', headers, '{"cluster":"s/c"}'))).toEqual([409, 'paused']);
    expect((await database.counts()).sweep).toBe(0);
    await database.db.query(`update node set transport = 'ssh'`);
    const out = await service.fetch('/session', { method: 'DELETE', headers });
    expect(await out.json()).toEqual({ who: null, expiresAt: null, staleDays: 30 });
    // The cookie that somebody kept is good for nothing.
    expect(await codeOf(await send('/clusters/s/c/resume', headers))).toEqual([401, 'not-signed-in']);
  });

  test('a session that is too old is none', async () => {
    const cookie = await signIn('Ada');
    await database.db.query(
      `update admin_key set expires_at = now() - interval '1 s' where kind = 'session'`,
    );
    expect(await (await service.fetch('/session', { headers: { cookie } })).json()).toEqual({
      who: null,
      expiresAt: null,
      staleDays: 30,
    });
    expect((await send('/clusters/s/c/resume', { ...JSON_TYPE, origin, cookie })).status).toBe(401);
    const old = await createKey(database.db, 'link', 'Ada', -1);
    const refused = await send('/session', { ...JSON_TYPE, origin }, JSON.stringify({ link: old.key }));
    expect(await codeOf(refused)).toEqual([401, 'sign-in-refused']);
  });

  test('a token acts without a page, until it is revoked; a link or session is none', async () => {
    const script = await administratorOf(database.db, 'nightly');
    expect((await service.fetch('/clusters/s/c/resume', script.post())).status).toBe(200);
    const started = await (await service.fetch('/sweeps/start', script.post({ cluster: 's/c' }))).json();
    expect(started).toEqual({ sweep: expect.any(Number), workers: 0 });
    expect(await codeOf(await service.fetch('/sweeps/start', script.post({ cluster: 's/c' })))).toEqual([
      409,
      'sweep-running',
    ]);
    const path = `/sweeps/${started.sweep}/cancel`;
    expect(await (await service.fetch(path, script.post())).json()).toEqual({
      sweep: started.sweep,
      cancelled: true,
    });
    expect((await service.get(`/sweeps/${started.sweep}`)).state).not.toBe('running');
    expect(await codeOf(await service.fetch(path, script.post()))).toEqual([409, 'not-running']);
    expect(await codeOf(await service.fetch('/held/99/accept', script.post()))).toEqual([404, 'not-found']);
    expect(
      await codeOf(await service.fetch('/sweeps/start', script.post({ cluster: 's/c', prune: true }))),
    ).toEqual([400, 'bad-request']);
    expect(await codeOf(await service.fetch('/sweeps/start', { ...script.post(), body: '{' }))).toEqual([
      400,
      'bad-body',
    ]);
    const { rows } = await database.db.query<{ id: number }>(
      `select id from admin_key where who = 'nightly'`,
    );
    await revokeKey(database.db, rows[0]?.id ?? 0);
    expect(await codeOf(await service.fetch('/clusters/s/c/pause', script.post()))).toEqual([
      401,
      'not-signed-in',
    ]);
  });

  test('the audit is for administrators, as a list and as a file, and newest first', async () => {
    expect(await codeOf(await service.fetch('/audit'))).toEqual([401, 'not-signed-in']);
    for (const { suffix } of exportForms) expect((await service.fetch(`/audit.${suffix}`)).status).toBe(401);
    const { headers } = await administratorOf(database.db);
    const told = await (await service.fetch('/audit?action=clusters', { headers })).json();
    expect(told.items.map((row: { action: string }) => row.action)).toEqual([
      'clusters resume',
      'clusters pause',
    ]);
    expect(told.total).toBe(2);
    const csv = await (await service.fetch('/audit.csv?who=ada', { headers })).text();
    expect(csv).toContain(',Ada,page,clusters pause,s/c,file server moves,done');
  });

  test('commands are written down as well, and print what pages ask for', async () => {
    const run = (...args: string[]) =>
      gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_PORT: '7311' });
    const link = await run('admin', 'link', '--who', 'Grace', '--address', 'https://g.example/');
    expect(link.out).toMatch(/^https:\/\/g\.example\/sign-in#gzl_[\w-]{43}\n$/);
    expect((await listKeys(database.db)).at(-1)).toMatchObject({ kind: 'link', who: 'Grace', usedAt: null });
    expect((await run('admin', 'revoke', '999')).code).toBe(1);
    for (const [words, action] of [
      [['prune'], 'prune'],
      [['nodes', 'discover'], 'nodes discover'],
    ] as const) {
      await run(...words);
      const done = JSON.parse((await run('audit', '--action', action, '--json')).out) as unknown[];
      expect(done).toEqual([expect.objectContaining({ action, via: 'command', outcome: 'done' })]);
    }
    // What only counts is no act.
    await run('prune', '--dry-run');
    expect(JSON.parse((await run('audit', '--action', 'prune', '--json')).out)).toHaveLength(1);
    const told = await run('audit', '--action', 'admin', '--json');
    expect(JSON.parse(told.out)).toMatchObject([
      { via: 'command', action: 'admin revoke', target: 'key 999', outcome: 'refused' },
      { via: 'command', action: 'admin link', target: 'Grace', outcome: 'done' },
    ]);
    // The key itself stands nowhere.
    const key = link.out.trim().split('#')[1] ?? '';
    const { rows } = await database.db.query<{ text: string }>(
      `select string_agg(audit::text, ' ') || (select string_agg(admin_key::text, ' ') from admin_key) as text from audit`,
    );
    expect(rows[0]?.text).not.toContain(key.slice(4));
  }, 60_000);

  test('who comes with wrong keys again and again waits, and does not keep others out', async () => {
    let last: unknown[] = [];
    for (let tries = 0; tries < 90 && last[0] !== 429; tries++)
      last = await codeOf(await send('/session', { ...JSON_TYPE, origin }, '{"link":"gzl_wrong"}'));
    expect(last).toEqual([429, 'too-many']);
    expect((await service.fetch('/nodes')).status).toBe(200);
    // Behind a proxy everybody has one address.
    await signIn('Ada');
  });
});

test('a limit counts within a minute, by name, and forgets', () => {
  let now = 0;
  const limiter = new Limiter(2, () => now);
  limiter.count('a');
  limiter.count('a');
  expect([limiter.waitOf('a'), limiter.waitOf('b')]).toEqual([60, 0]);
  now = 59_500;
  expect(limiter.waitOf('a')).toBe(1);
  now = 60_000;
  expect(limiter.waitOf('a')).toBe(0);
  for (let at = 0; at < 30_000; at++) limiter.count(`made up ${at}`);
  expect(limiter.waitOf('made up 29999')).toBe(0);
});
