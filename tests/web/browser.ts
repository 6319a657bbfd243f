import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { pathOf } from '../harness/tools.ts';
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
}

/** A page, and what went wrong on it that a person would not see. */
export interface Watched {
  page: Page;
  /** Errors on the console, thrown errors, and requests to anybody else. */
  faults: string[];
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

/** Builds into a folder of its own, so that a build beside it changes nothing. */
export async function buildPages(folder: string): Promise<void> {
  // vitest says that it is none of a product, and then what is built is another script than the one that is shipped.
  const said = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  await build({ logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
  process.env.NODE_ENV = said;
}

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: pathOf('chromium') ?? 'chromium', args: QUIET });

export async function startPages(): Promise<Pages> {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-web-'));
  await buildPages(folder);
  const mock = await startMock(folder);
  const browser = await launchBrowser();
  return {
    mock,
    folder,
    open: (path, view = {}) => openPage(browser, mock.address, path, view),
    close: async () => {
      await browser.close();
      await mock.close();
      rmSync(folder, { recursive: true });
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
    reducedMotion: 'reduce',
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
  await page.goto(address + path);
  return { page, faults };
}
