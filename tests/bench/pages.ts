import { launchBrowser } from '../web/browser.ts';
import type { Bench, Result } from './bench.ts';
import { withFleet } from './keptFleet.ts';
import { layLocalFacts } from './localFacts.ts';
import { coldAndSecond, type Load } from './openedPage.ts';
import { pageAddresses } from './pageAddresses.ts';
import { withApp } from './servedApp.ts';
import { laySharedFacts } from './sharedFacts.ts';

/** What each page is to stay below. */
const SECONDS = 1.5;
const BYTES = 300 * 1024;

/**
 * Every page of docs/pages.md in Chromium, with the invented fleet behind it, from the built service in a process of its own: cold, and
 * once more with the browser's cache. --only names parts of addresses, such as /fleet,/nodes.
 */
export const pagesBench: Bench = {
  name: 'pages',
  sentence:
    'every page with 10,000 nodes and 2 million offerings behind it: until it can be used, and bytes of each request',
  run: (say, options) =>
    withFleet(say, options, async ({ db, url, size, results }) => {
      await layLocalFacts(db);
      await laySharedFacts(db, say);
      const addresses = (await pageAddresses(db)).filter(
        (one) => options.only.length === 0 || options.only.some((part) => one.includes(part)),
      );
      const { pages, failed } = await withApp(url, ({ address }) => openedAll(address, addresses, say));
      for (const line of tableOf(pages)) say(line);
      if (failed.length > 0) throw new Error(`${failed.length} pages failed: ${failed.join('; ')}`);
      return [...results, ...pages.flatMap((one) => resultsOf(one, size))];
    }),
};

interface Opened {
  path: string;
  cold: Load;
  second: Load;
}

async function openedAll(
  address: string,
  paths: string[],
  say: (text: string) => void,
): Promise<{ pages: Opened[]; failed: string[] }> {
  const browser = await launchBrowser();
  try {
    // A service that just started compiles itself and knows nobody yet; no reader meets it so twice.
    await coldAndSecond(browser, `${address}/find?tool=tool2`);
    const pages: Opened[] = [];
    const failed: string[] = [];
    for (const path of paths) {
      try {
        const [cold, second] = await coldAndSecond(browser, address + path);
        say(`${path}: ${cold.interactive.toFixed(2)} s cold, ${second.interactive.toFixed(2)} s again`);
        pages.push({ path, cold, second });
      } catch (error) {
        failed.push(error instanceof Error ? error.message : String(error));
        say(failed.at(-1) ?? '');
      }
    }
    return { pages, failed };
  } finally {
    await browser.close();
  }
}

/** Slowest first, as docs/benchmarks.md has it: hashes are cut. */
function tableOf(pages: Opened[]): string[] {
  const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(0)} KB`;
  const short = (path: string) => path.replace(/[0-9a-f]{60}/g, '…');
  const rows = pages
    .toSorted((a, b) => b.cold.interactive - a.cold.interactive)
    .map(({ path, cold, second }) => {
      const largest = largestOf(cold);
      return `| \`${short(path)}\` | ${cold.interactive.toFixed(2)} s | ${second.interactive.toFixed(2)} s | ${cold.settled.toFixed(2)} s | ${cold.requests.length} | ${kilobytes(largest.encoded)} (${kilobytes(largest.decoded)}), \`${short(largest.path)}\` |`;
    });
  const missed = pages.filter(
    ({ cold, second }) =>
      Math.max(cold.interactive, second.interactive) > SECONDS || largestOf(cold).encoded > BYTES,
  );
  return [
    '| page | cold | again | last answer | requests | largest of them |',
    '|---|---|---|---|---|---|',
    ...rows,
    missed.length === 0
      ? `all ${pages.length} stay below ${SECONDS} s and ${kilobytes(BYTES)} a request`
      : `missed by ${missed.map(({ path }) => short(path)).join(', ')}`,
  ];
}

const largestOf = ({ requests }: Load) =>
  requests.toSorted((a, b) => b.encoded - a.encoded)[0] ?? { path: '', encoded: 0, decoded: 0 };

function resultsOf({ path, cold, second }: Opened, size: string): Result[] {
  const all = cold.requests.reduce((sum, { encoded }) => sum + encoded, 0);
  const told = `${(all / 1024).toFixed(0)} KB in ${cold.requests.length} requests; ${size}`;
  const ratio = (seconds: number) => ({
    yardstick: 'what it may take',
    value: seconds / SECONDS,
    toReach: 1,
  });
  return [
    { what: `${path}, cold`, size: told, seconds: cold.interactive, ratio: ratio(cold.interactive) },
    { what: `${path}, again`, size, seconds: second.interactive, ratio: ratio(second.interactive) },
  ];
}
