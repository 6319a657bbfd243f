import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FacetReading, RootReading } from '../../server/facets/facet.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, failed, failedTree, kernel, NFS, reading, tree } from '../harness/readings.ts';
import { type Service, startService } from '../harness/service.ts';
import { needs } from '../harness/tools.ts';
import { type Pages, startPages } from './browser.ts';

const chromium = needs('chromium', 'chromium');

const folder = (kind: string, path: string, items: [string, object][]): RootReading => ({
  ...tree([]),
  kind,
  path,
  mount: { ...NFS, source: `filer:${path}` },
  key: '',
  items: items.map(([name, facts]) => ({
    path: name,
    facts: { kind: '', ...facts },
    evidence: { name, parts: [{ name: 'text', bytes: Buffer.from(JSON.stringify(facts)) }] },
  })),
});

const environment = (channel: string) => ({
  kind: 'conda.environment',
  python: '',
  packages: [
    { name: 'bwa', version: '0.7.17', build: 'h_0', subdir: 'linux-64', channel, sha256: '', md5: '' },
  ],
  pip: [],
  unreadable: 0,
});

const conda = (...channels: string[]) =>
  reading({
    roots: [
      folder(
        'installation',
        '/opt/conda',
        channels.map((one, at) => [`envs/e${at}`, environment(one)]),
      ),
    ],
  });

const image = {
  kind: 'images.file',
  name: `${'ab12'.repeat(16)}.sif`,
  format: 'sif',
  formatVersion: '1',
  architecture: 'x86_64',
  uuid: '',
  created: '',
  modified: '',
  launch: '',
  size: 5,
  signed: false,
  encrypted: false,
  definition: null,
  labels: [],
  manifestDigest: '',
  configDigest: '',
  descriptors: 0,
  objects: [],
};

const node = (facts: { kind: string } & Record<string, unknown>): FacetReading =>
  reading({
    node: {
      facts,
      evidence: { name: 'told', parts: [{ name: 'told', bytes: Buffer.from(JSON.stringify(facts)) }] },
    },
  });

const machine = node({
  kind: 'hardware.node',
  architecture: 'x86_64',
  vendor: 'AMD',
  model: 'EPYC',
  sockets: 2,
  cores: 64,
  threads: 128,
  level: 'x86-64-v3',
  features: [],
  memoryBytes: 2 ** 38,
  numaNodes: 2,
});
const linux = (release: string) =>
  node({
    kind: 'kernel.node',
    system: 'Linux',
    release,
    version: '#1 SMP',
    machine: 'x86_64',
    installed: [{ release, image: true, modules: true }],
    newest: release,
    rebootPending: false,
    microcode: ['0x1'],
    flags: ['avx', 'avx2'],
  });

/** The overview over a real service: whatever it counts is what the page behind the number lists. */
describe.skipIf(!chromium)('numbers, and the rows behind them', () => {
  let database: TestDatabase;
  let service: Service;
  let pages: Pages;

  beforeAll(async () => {
    database = await testDatabase();
    const { db } = database;
    const modules = Array.from({ length: 12 }, (_, at) => `tool${at}/1.${at}`);
    const images = reading({
      roots: [folder('folder', '/apps/images', [[`${'ab12'.repeat(16)}.sif`, image]])],
    });
    const old = await Cluster.make(db, 3, 'old');
    await old.sweep([{ kernel: kernel('5.14.0-1') }, { kernel: kernel('5.14.0-1') }]);
    // First visited before the week began that changes are told of, and then in it.
    const fresh = await Cluster.make(db, 6, 'fresh', Date.now() - (7 * 24 + 1.5) * 3_600_000);
    const seen = (release: string, names: string[]) => ({
      hardware: machine,
      kernel: linux(release),
      modules: reading({ roots: [tree(names)] }),
      conda: conda('conda-forge', 'pkgs/main'),
      images,
    });
    await fresh.sweep(['a', 'a', 'a', 'a'].map((release) => seen(`5.14.0-${release}`, modules)));
    // One kernel differs, a module is new, an images folder fails.
    await fresh.sweep([
      seen('5.14.0-a', [...modules, 'tool12/1.0']),
      seen('5.14.0-b', [...modules, 'tool12/1.0']),
      {
        ...seen('5.14.0-a', modules),
        images: reading({ roots: [{ ...failedTree('permission'), kind: 'folder', path: '/apps/images' }] }),
      },
      { ...seen('5.14.0-a', modules), images: failed('timeout') },
    ]);
    const held = await Cluster.make(db, 1, 'held', Date.now() - 5 * 3_600_000);
    await held.sweep([{ modules: reading({ roots: [tree(modules)] }) }]);
    await held.sweep([{ modules: reading({ roots: [tree(modules.slice(0, 3))] }) }]);
    const broken = await Cluster.make(db, 3, 'broken', Date.now() - 5 * 3_600_000);
    await broken.sweep([{}, {}, {}], 'unreachable');
    await broken.sweep([{}, {}], 'host-key-changed');
    // They were there before their first visits.
    await db.query(`update node set created_at = '2025-12-01'`);
    await db.query(`update cluster set created_at = '2025-12-01'`);
    service = await startService(db);
    pages = await startPages();
  }, 90_000);

  afterAll(async () => {
    await pages?.close();
    await service?.close();
    await database?.drop();
  });

  async function open(path: string): Promise<Page> {
    const { page } = await pages.open('/check');
    await page.route('**/api/v1/**', async (route) => {
      const answer = await service.fetch(new URL(route.request().url()).href.split('/api/v1')[1] ?? '');
      await route.fulfill({
        status: answer.status,
        contentType: answer.headers.get('content-type') ?? '',
        body: await answer.text(),
      });
    });
    await page.goto(pages.mock.address + path);
    return page;
  }

  /** What a page says of how many rows it lists: under its table, or above the index of tools. */
  async function rowsOn(page: Page, link: string): Promise<number> {
    await page.goto(pages.mock.address + link);
    const counts = page
      .locator('.table-pages, #index-title, .notice-empty')
      // What is folded, such as the numbers of a picture, is no list that the link is of.
      .filter({ hasText: /[0-9] rows?|tools: [0-9]|^No /, visible: true });
    // A sweep tells what went wrong before it lists its visits.
    const said = link.startsWith('/sweeps') ? counts.last() : counts.first();
    await said.waitFor();
    if ((await said.getAttribute('class'))?.includes('notice-empty')) return 0;
    const text = (await said.textContent()) ?? '';
    return Number(
      (/(?:of |: )?([\d,]+)(?: rows?| nodes?| visits?|$)/.exec(text)?.[1] ?? 'NaN').replaceAll(',', ''),
    );
  }

  test('each of the overview is that of the rows that it leads to', async () => {
    const page = await open('/');
    await page.getByText('Anaconda').first().waitFor();
    await page.locator('#week-title ~ .answer .index, #week-title + .answer').first().waitFor();
    await page.locator('#drifting-title ~ .answer').first().waitFor();
    await page.locator('.card').first().waitFor();
    const told = await page.evaluate(() => {
      const number = (text: string | null) => Number(/[\d,]+/.exec(text ?? '')?.[0].replaceAll(',', ''));
      const inAttention = [...document.querySelectorAll('.attention li')].map((row) => ({
        link: row.querySelector('a')?.getAttribute('href') ?? '',
        count: number(row.querySelector('a')?.textContent ?? ''),
        what: row.textContent ?? '',
      }));
      const inIndex = [...document.querySelectorAll('.index li')].map((row) => ({
        link: row.querySelector('a')?.getAttribute('href') ?? '',
        count: number(row.querySelector('.index-count')?.textContent ?? ''),
        what: row.textContent ?? '',
      }));
      const inBars = [...document.querySelectorAll('.outcome-counts a')].map((one) => ({
        link: one.getAttribute('href') ?? '',
        count: number(one.textContent),
        what: one.parentElement?.textContent ?? '',
      }));
      return [...inAttention, ...inIndex, ...inBars];
    });
    // Every kind of number is among them.
    const links = told.map(({ link }) => link).join('\n');
    for (const part of [
      '/nodes?outcome=failed&reason=unreachable',
      '/nodes?outcome=failed&reason=host-key-changed',
      '/nodes?outcome=partial',
      '/nodes?unread=images',
      '/nodes?age=stale',
      '/nodes?outcome=never',
      '/held',
      '/fleet/images?only=nameless',
      '/fleet/conda?only=defaults',
      '/changes?category=facts&kind=changed',
      '/drift?site=alpha&cluster=fresh',
      '/find?site=alpha&cluster=fresh&best=3',
    ])
      expect(links).toContain(part);
    for (const { link, count, what } of told) {
      if (link === '#sites') continue;
      expect([what, link, await rowsOn(page, link)]).toEqual([what, link, count]);
    }
    await page.close();
  }, 120_000);

  /** Numbers of a page that are links by themselves, each with its row. */
  const numberLinks = (page: Page) =>
    page.evaluate(() =>
      [...document.querySelectorAll('main a:not(th a)')].flatMap((link) => {
        const text = (link.textContent ?? '').trim();
        if (!/^[0-9][0-9,]*$/.test(text)) return [];
        // What is folded, such as the table of a chart, counts as well.
        const count = Number(text.replaceAll(',', ''));
        const what = (link.closest('tr, li')?.textContent ?? '').replaceAll(/\s+/g, ' ').slice(0, 80);
        const column = link.closest('td') ? headOf(link.closest('td')) : '';
        return [{ count, what, column, link: link.getAttribute('href') ?? '' }];
        function headOf(cell: Element | null): string {
          const at = [...(cell?.parentElement?.children ?? [])].indexOf(cell as Element);
          const head = cell?.closest('table')?.querySelectorAll('thead th')[at];
          return (head?.textContent ?? '').trim();
        }
      }),
    );

  /** Of rows that stand for several nodes each, what their numbers of nodes, or of cards, come to. */
  async function sumOn(page: Page, link: string, column: string): Promise<number> {
    await page.goto(pages.mock.address + link);
    await page
      .locator('.table-pages')
      .filter({ hasText: /\d rows?/, visible: true })
      .last()
      .waitFor();
    return page.evaluate((wanted) => {
      const tables = [...document.querySelectorAll('table')].filter((table) => !table.closest('figure'));
      const own = tables.at(-1);
      const at = [...(own?.querySelectorAll('thead th') ?? [])].findIndex((head) =>
        (head.textContent ?? '').startsWith(wanted),
      );
      return [...(own?.querySelectorAll('tbody tr') ?? [])]
        .map((row) => Number((row.children[at]?.textContent ?? '').replaceAll(',', '')))
        .reduce((sum, number) => sum + number, 0);
    }, column);
  }

  /** What a part of a page counts: the numbers of its table, or the one that it begins with. The page is moved there. */
  async function countAt(page: Page, link: string): Promise<number> {
    await page.goto('about:blank');
    await page.goto(pages.mock.address + link);
    const [, id = ''] = link.split('#');
    const part = page.locator(`#${id}`);
    await part.waitFor();
    await expect.poll(() => part.evaluate((own) => own.getBoundingClientRect().top < innerHeight)).toBe(true);
    const column = { peers: 'Differ', reboots: 'How many' }[id];
    if (column === undefined) return Number(/\d+/.exec((await part.textContent()) ?? '')?.[0]);
    return part.evaluate((own, wanted) => {
      const heads = [...own.querySelectorAll('thead th')].map((head) => (head.textContent ?? '').trim());
      const cells = [...own.querySelectorAll('tbody tr')].map((row) => row.children[heads.indexOf(wanted)]);
      return cells.reduce((sum, cell) => sum + Number(cell?.textContent), 0);
    }, column);
  }

  test.each([
    '/fleet/kernels',
    '/fleet/kernels?by=site',
    '/fleet/kernels?by=fleet',
    '/fleet/kernels?by=role',
    '/fleet/images',
    '/fleet/conda?show=clusters',
    '/fleet/conda?show=channels',
    '/fleet/conda?show=owners',
    '/drift',
    '/clusters/alpha/fresh',
    '/drift?site=alpha&cluster=fresh',
    '/drift?site=alpha&cluster=broken',
    '/changes?chart=cluster',
    '/changes?chart=facet',
  ])(
    'each that is a link on %s is that of the rows that it leads to',
    async (path) => {
      const page = await open(path);
      await page.locator('main :is(table tbody tr, #without-peers)').first().waitFor({ state: 'attached' });
      await page.waitForLoadState('networkidle');
      const told = await numberLinks(page);
      expect(told).not.toEqual([]);
      for (const { count, what, column, link } of told) {
        const found = link.includes('#')
          ? await countAt(page, link)
          : /^\/fleet\/(kernels|systems|gpus|runtimes)/.test(link)
            ? await sumOn(page, link, 'Nodes')
            : await rowsOn(page, link);
        expect([what, column, link, found]).toEqual([what, column, link, count]);
      }
      await page.close();
    },
    120_000,
  );

  test('changes that are spread over weeks, days, clusters or facets are those of the list', async () => {
    const { total } = await service.get('/changes?limit=1');
    expect(total).toBeGreaterThan(1);
    for (const by of ['week', 'day', 'cluster', 'facet']) {
      const { items } = await service.get(`/changes/summary?by=${by}`);
      const sum = items.reduce((all: number, row: { total: number }) => all + row.total, 0);
      expect([by, sum]).toEqual([by, total]);
      for (const { total: all, nodes, gpus, runtimes, facts, offerings } of items)
        expect(nodes + gpus + runtimes + facts + offerings).toBe(all);
    }
    const { items } = await service.get('/changes/summary?by=cluster');
    for (const { key, facts } of items) {
      const listed = await service.get(`/changes?scope=${key}&category=facts`);
      expect([key, listed.total]).toEqual([key, facts]);
    }
    const days = (await service.get('/changes/summary?by=day')).items;
    // Days without a change are told as well: a week, and the day that it begins in.
    expect(days.map(({ key }: { key: string }) => key).length).toBe(8);
    const weeks = (await service.get('/changes/summary?by=week')).items;
    for (const { key } of weeks) expect(new Date(key).getUTCDay()).toBe(1);
    expect((await service.get('/changes/summary?by=facet&category=facts&facet=kernel')).items).toMatchObject([
      { key: 'kernel', offerings: 0 },
    ]);
  });
});
