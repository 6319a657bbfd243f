import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../harness/tools.ts';
import { type Pages, startPages } from './browser.ts';
import { hashes } from './mock/documents.ts';

const chromium = needs('chromium', 'chromium');

/** Tags, quotes, an entity, colours of a terminal, an override of direction, no width, a line, letters from right to left, and no end. */
const HOSTILE = `<img src=x onerror=alert(1)><script>alert(2)</script>"'&amp;\u001b[31m\u202egnp.exe\u200b\nשלום ${'w'.repeat(400)}`;

/** Fields of answers that machines fill, which are not ours. */
const THEIRS = new Set(
  'name title site cluster node nodeName tool label description homepage version oldest newest common path place places message reason load os kernel gpus architecture nodes nodeSet what before after value majority release system model runtime driver variant build digest evidence scope note key field product a b names owner channel channels mount key readOn who target detail root line digests labels therePlace copies text cells madeBy scope sites'.split(
    ' ',
  ),
);

const everywhere = [
  '/',
  '/find?tool=samtools',
  '/nodes',
  '/nodes/3',
  '/clusters/northern/fjord',
  `/documents/${hashes.modules}`,
  `/documents/${hashes.os}/diff/${hashes.hardware}`,
  '/changes',
  '/drift?site=northern&cluster=fjord',
  '/sweeps',
  '/sweeps/41',
  '/held',
  '/compare',
  '/compare?a=northern&b=southern',
  '/compare?list=skew',
  '/verdict?subject=pytorch&on=northern',
  '/fleet/kernels',
  '/fleet/gpus?by=fleet',
  '/fleet/images',
  '/tools/samtools',
  '/nodes/3/history',
  '/clusters/northern/fjord/history',
  '/drift',
  '/compare?list=bytes&tool=samtools',
  '/compare?list=environments&a=northern&b=southern',
  '/fleet/images?show=copies',
  '/fleet/conda',
  '/fleet/conda?show=owners',
  '/fleet/conda?show=channels',
  '/audit',
  '/check/missing',
  '/reports',
  '/reports/7',
];

/** The same answer with every text of others made hostile; of lists of texts the members. */
function hostile(value: unknown, theirs = false): unknown {
  if (Array.isArray(value)) return value.map((one) => hostile(one, theirs));
  if (typeof value === 'string') return theirs && value !== '' ? HOSTILE + value : value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    // What is known of a text is a word of ours, under the name of that text.
    Object.entries(value).map(([name, one]) => [
      name,
      name === 'told' ? one : hostile(one, THEIRS.has(name)),
    ]),
  );
}

describe.skipIf(!chromium)('names that attack', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await startPages();
  });
  afterAll(() => pages?.close());

  test.each(everywhere)('are text on %s', async (path) => {
    pages.mock.mood.who = path === '/audit' ? 'ada' : null;
    const { page, faults, quiet } = await pages.open('/nowhere', { width: 390 });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.route(/\/api\/v1\/(?!.*\/events$)/, async (route) => {
      const response = await route.fetch();
      const body = await response.json().catch(() => null);
      await (body === null ? route.fulfill({ response }) : route.fulfill({ response, json: hostile(body) }));
    });
    await page.goto(pages.mock.address + path);
    await page.getByText('<script>alert(2)</script>').filter({ visible: true }).first().waitFor();
    await quiet();
    const found = await page.evaluate(() => {
      // A new line is white space in text that is shown.
      const acting = /[\u0000-\u0008\u000b-\u001f\u200b\u202e]/;
      const texts = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
      const holders = new Set<string>();
      while (texts.nextNode()) {
        const { data, parentElement } = texts.currentNode as Text;
        if (acting.test(data))
          holders.add(`${parentElement?.tagName}.${parentElement?.className}: ${data.slice(0, 60)}`);
      }
      for (const element of document.querySelectorAll('[title], [aria-label]'))
        for (const name of ['title', 'aria-label'])
          if (acting.test(element.getAttribute(name) ?? '')) holders.add(`${element.tagName} ${name}`);
      return {
        elements: document.querySelectorAll('main script, main [onerror], main img').length,
        acting: [...holders],
        wider: document.documentElement.scrollWidth - innerWidth,
      };
    });
    expect(found.elements).toBe(0);
    expect(found.acting).toEqual([]);
    expect(found.wider).toBeLessThanOrEqual(0);
    expect(asked.filter((url) => !url.startsWith(`${pages.mock.address}/`))).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  });
});
