import type { Browser, BrowserContext, Page, Request } from 'playwright-core';

/** One load of a page, as a reader at a desk has it. */
export interface Load {
  /** Seconds until its main content stood there and no task kept the browser from answering a key for 50 ms. */
  interactive: number;
  /** Seconds until the last answer was there, of what is beside the main content as well. */
  settled: number;
  requests: { path: string; encoded: number; decoded: number }[];
}

/** A page that failed, or that shows that a part of it did, is no page whose time counts. */
export class PageFailed extends Error {}

const PATIENCE = 60_000;

/** Notes when the page last said that something was on its way, and when the last long task ended. */
const PENDING = `(!document.querySelector('main h1') || document.querySelector('main .loading, main [aria-busy="true"]') !== null)`;
const watched = `
  const noted = (globalThis.noted = { pendingUntil: 0, busyUntil: 0 });
  let before = true;
  new MutationObserver(() => {
    const pending = ${PENDING};
    if (pending || before) noted.pendingUntil = performance.now();
    before = pending;
  }).observe(document, { childList: true, subtree: true, attributes: true });
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) noted.busyUntil = Math.max(noted.busyUntil, task.startTime + task.duration);
  }).observe({ type: 'longtask', buffered: true });`;

/** The page in a browser that never saw it, and once more in the same one. */
export async function coldAndSecond(browser: Browser, address: string): Promise<[Load, Load]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 844 } });
  try {
    await context.addInitScript({ content: watched });
    return [await loaded(context, address), await loaded(context, address)];
  } finally {
    await context.close();
  }
}

async function loaded(context: BrowserContext, address: string): Promise<Load> {
  const page = await context.newPage();
  const asked: Promise<Load['requests'][number]>[] = [];
  const faults: string[] = [];
  page.on('requestfinished', (request) => asked.push(sizesOf(request)));
  // A part that is drawn anew asks anew, and ends what it asked before.
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    if (why !== 'net::ERR_ABORTED') faults.push(`${request.url()}: ${why}`);
  });
  page.on('pageerror', (error) => faults.push(error.message));
  try {
    // Nothing asked for in half a second: what comes later belongs to no load.
    await page.goto(address, { waitUntil: 'networkidle', timeout: PATIENCE });
    await standing(page);
    const failed = await page.locator('main .notice-failed, main .notice-stale').allInnerTexts();
    if (failed.length > 0 || faults.length > 0)
      throw new PageFailed(`${address}: ${[...failed, ...faults].join(' ')}`);
    return { ...(await timesOf(page)), requests: await Promise.all(asked) };
  } finally {
    await page.close();
  }
}

const STANDS = `!${PENDING} && performance.now() - Math.max(noted.pendingUntil, noted.busyUntil) > 500`;

/** Asked from outside: the pages let nobody evaluate a text within them. */
async function standing(page: Page): Promise<void> {
  const until = Date.now() + PATIENCE;
  while (!(await page.evaluate<boolean>(STANDS))) {
    if (Date.now() > until) throw new PageFailed(`${page.url()} does not come to an end`);
    await page.waitForTimeout(50);
  }
}

async function timesOf(page: Page): Promise<Pick<Load, 'interactive' | 'settled'>> {
  const [interactive = 0, settled = 0] = await page.evaluate<number[]>(
    `[Math.max(noted.pendingUntil, noted.busyUntil), Math.max(...performance.getEntriesByType('resource').map((one) => one.responseEnd))]`,
  );
  return { interactive: interactive / 1000, settled: settled / 1000 };
}

async function sizesOf(request: Request): Promise<Load['requests'][number]> {
  const { responseBodySize } = await request.sizes();
  const body = await (await request.response())?.body();
  const { pathname, search } = new URL(request.url());
  return { path: pathname + search, encoded: responseBodySize, decoded: body?.length ?? 0 };
}
