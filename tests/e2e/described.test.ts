import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect } from '../../server/collect/collect.ts';
import { configFrom } from '../../server/config.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { readSites } from '../../server/inventory/sitesFile.ts';
import { makeReport } from '../../server/reports/make.ts';
import { acts } from '../../server/routes/acts.ts';
import { administratorOf } from '../harness/administrator.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { canInvent, type InventedSites, inventSites } from '../harness/invented.ts';
import { departures } from '../harness/jsonSchema.ts';
import { type Service, startService } from '../harness/service.ts';

/** What the API answers about real sweeps is what /openapi.json says that it answers. */
describe.skipIf(!canInvent())('the description of the API', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-described-'));
  let database: TestDatabase;
  let service: Service;
  let sites: InventedSites;
  // biome-ignore lint/suspicious/noExplicitAny: it is what is tested
  let api: any;
  /** A value for each parameter in a path. */
  let known: Record<string, string> = {};

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    database = await testDatabase();
    service = await startService(database.db);
    sites = await inventSites(folder);
    await applyInventory(database.db, readSites(sites.file), { prune: false });
    const options = { dataFolder: join(folder, 'data'), parallel: 8, signal: new AbortController().signal };
    await collect(database.db, '', options);
    // A visit with a failure, so that reasons and held places are there too.
    rmSync(join(sites.root('alpine/edelweiss/cpu001'), 'opt/modules/Core'), { recursive: true });
    await collect(database.db, 'alpine', options);
    api = await service.get('/openapi.json');
    const nodes = await service.get('/nodes?site=alpine');
    const node = await service.get(`/nodes/${nodes.items[0].id}`);
    const modules = node.facets.find((one: { facet: string }) => one.facet === 'modules');
    const hash = modules.roots[0].items[0].document.hash;
    const now = new Date();
    const week = { from: new Date(now.getTime() - 604_800_000), to: now, timeZone: 'UTC' };
    await makeReport({ db: database.db, config: configFrom({}) }, { scope: '', ...week });
    await database.db.query(
      `insert into report_order (scope, from_at, to_at, time_zone) values ('', now() - interval '7 days', now(), 'UTC')`,
    );
    known = {
      site: 'alpine',
      cluster: 'edelweiss',
      node: node.id,
      table: 'coverage',
      hash,
      a: hash,
      b: hash,
      tool: 'samtools',
    };
  }, 60_000);

  afterAll(async () => {
    await service?.close();
    await sites?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const filled = (path: string) => {
    const id = path.startsWith('/sweeps') || path.startsWith('/reports') ? '1' : known.node;
    return path.replace(/\{(\w+)\}/g, (_, name) => (name === 'id' ? id : known[name]) ?? '');
  };
  const methodOf = (path: string): 'get' | 'post' => (api.paths[path].get ? 'get' : 'post');
  const operationOf = (path: string) => api.paths[path][methodOf(path)];
  /** Addresses that are sent a file, and which. */
  const SENT: [RegExp, () => Promise<string>][] = [
    [/^\/check(?!\/missing)/, async () => 'dependencies:\n  - samtools=1.17\n'],
    [/^\/inventories/, async () => JSON.stringify(await service.get('/compare/inventory?scope=alpine'))],
    [/^\/locks\/verify/, async () => JSON.stringify(await service.get('/locks/alpine/edelweiss'))],
  ];
  const asked = async (path: string) => {
    const method = methodOf(path);
    const body = await SENT.find(([own]) => own.test(path))?.[1]();
    return service.fetch(filled(path) + needed(path), body === undefined ? {} : { method, body });
  };
  /** What an address cannot be asked without. */
  const NEEDED: Record<string, string> = {
    tool: 'samtools',
    subject: 'samtools 1.17',
    a: 'alpine',
    b: 'harbour',
    scope: 'alpine',
    on: 'alpine/edelweiss',
  };
  const needed = (path: string): string => {
    const parameters: { name: string }[] = operationOf(path).parameters ?? [];
    const names = parameters.filter((one) => NEEDED[one.name]);
    const query = new URLSearchParams(names.map((one) => [one.name, NEEDED[one.name] ?? '']));
    return names.length === 0 ? '' : `?${query}`;
  };
  const mediaOf = (response: Response) => response.headers.get('content-type')?.split(';')[0] ?? '';

  test('is OpenAPI 3.1, with a summary and every parameter for each address', () => {
    expect(api.openapi).toMatch(/^3\.1\.\d+$/);
    expect(api.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
    const ids = [];
    for (const [path, item] of Object.entries<Record<string, { operationId?: string }>>(api.paths)) {
      // What is sent gets into no database but as counts of names, unless an administrator sends it.
      const posted = SENT.some(([own]) => own.test(path)) || acts.some((one) => one.path === path);
      expect(Object.keys(item), path).toEqual([posted ? 'post' : 'get']);
      const { operationId } = operationOf(path);
      if (operationId) ids.push(operationId);
    }
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('is true of what every address answers', async () => {
    let rows = 0;
    const open = Object.keys(api.paths).filter((path) => operationOf(path).security === undefined);
    for (const path of open) {
      const response = await asked(path);
      expect(response.status, path).toBe(200);
      const content = operationOf(path).responses['200'].content;
      const media = mediaOf(response);
      expect(Object.keys(content), path).toContain(media);
      const text = await response.text();
      if (media !== 'application/json') continue;
      const answer = JSON.parse(text);
      expect(departures(api, content[media].schema, answer), path).toEqual([]);
      rows += answer.items?.length ?? 0;
    }
    expect(rows).toBeGreaterThan(30);
  });

  test('is true of what only administrators see, and of what is refused to everybody else', async () => {
    const { headers } = await administratorOf(database.db);
    const restricted = Object.keys(api.paths).filter((path) => operationOf(path).security !== undefined);
    expect(restricted.length).toBeGreaterThan(5);
    for (const path of restricted) {
      const method = methodOf(path);
      const type = { 'content-type': 'application/json' };
      const refused = await service.fetch(filled(path), { method, headers: type });
      expect(refused.status, path).toBe(401);
      const schema = operationOf(path).responses.default.content['application/json'].schema;
      expect(departures(api, schema, await refused.json()), path).toEqual([]);
      if (method !== 'get') continue;
      const response = await service.fetch(filled(path), { headers });
      const content = operationOf(path).responses['200'].content;
      expect([response.status, Object.keys(content)], path).toEqual([200, [mediaOf(response)]]);
      if (mediaOf(response) === 'application/json')
        expect(departures(api, content['application/json'].schema, await response.json()), path).toEqual([]);
    }
  });

  test('is true of errors', async () => {
    for (const [address, path, status] of [
      ['/nodes/999999', '/nodes/{id}', 404],
      ['/nodes/none', '/nodes/{id}', 400],
      ['/documents/00', '/documents/{hash}', 400],
      ['/nodes?limit=x', '/nodes', 400],
    ] as const) {
      const response = await service.fetch(address);
      expect(response.status, address).toBe(status);
      const schema = api.paths[path].get.responses.default.content['application/json'].schema;
      expect(departures(api, schema, await response.json()), address).toEqual([]);
    }
  });

  test('is true of methods: there is only reading', async () => {
    for (const [method, status] of [
      ['POST', 405],
      ['DELETE', 405],
      ['OPTIONS', 204],
      ['HEAD', 200],
    ] as const) {
      const response = await service.fetch('/nodes', { method });
      expect([method, response.status]).toEqual([method, status]);
      if (method !== 'HEAD') expect(response.headers.get('allow')).toBe('GET, HEAD');
    }
    expect((await service.fetch('/no-such-place', { method: 'POST' })).status).toBe(404);
  });
});
