import { type Browser, chromium, type Page, type Request } from 'playwright-core';
import { pathOf } from '../harness/tools.ts';
import { builtPages } from './built.ts';
import { type Mock, startMock } from './mock.ts';

/** The built pages, canned answers and a browser, for the tests of one file. */
export interface Pages {
  mock: Mock;
  /** Folder of the built files. */
  folder: string;
  open: (path: string, view?: View) => Promise<Watched>;
  close: () => Promise<void>;
}

export interface View {
  width?: number;
  scheme?: 'light' | 'dark';
  /** Whether the reader asked for less motion; yes unless told. */
  motion?: 'reduce' | 'no-preference';
  /** Where the reader is; what this machine says unless told. */
  zone?: string;
}

/** A page, and what went wrong on it that a person would not see. */
export interface Watched {
  page: Page;
  /** Errors on the console, thrown errors, and requests to anybody else. */
  faults: string[];
  /** Waits until every answer is there and drawn. */
  quiet: () => Promise<void>;
}

export const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: pathOf('chromium') ?? 'chromium', args: QUIET });

export async function startPages(): Promise<Pages> {
  const folder = await builtPages();
  const mock = await startMock(folder);
  const browser = await launchBrowser();
  return {
    mock,
    folder,
    open: (path, view = {}) => openPage(browser, mock.address, path, view),
    close: async () => {
      await browser.close();
      await mock.close();
    },
  };
}

export async function openPage(
  browser: Browser,
  address: string,
  path: string,
  view: View = {},
): Promise<Watched> {
  const page = await browser.newPage({
    viewport: { width: view.width ?? 1280, height: 844 },
    colorScheme: view.scheme ?? 'light',
    reducedMotion: view.motion ?? 'reduce',
    locale: 'en-US',
    ...(view.zone ? { timezoneId: view.zone } : {}),
  });
  page.setDefaultTimeout(10_000);
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${address}/`) && !request.url().startsWith('blob:'))
      faults.push(request.url());
  });
  const waiting = new Set<Request>();
  // What a sweep that runs tells has no end.
  page.on('request', (request) => /\/events$/.test(request.url()) || waiting.add(request));
  page.on('requestfinished', (request) => waiting.delete(request));
  page.on('requestfailed', (request) => waiting.delete(request));
  await page.goto(address + path);
  return { page, faults, quiet: () => quiet(page, waiting) };
}

/** An answer that is drawn may ask for another one: it is quiet when a few pictures in a row brought no request. */
async function quiet(page: Page, waiting: Set<Request>): Promise<void> {
  for (let calm = 0; calm < 3; calm = waiting.size === 0 ? calm + 1 : 0)
    await page.evaluate(() => new Promise<void>((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
}
