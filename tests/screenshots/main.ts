import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { installation } from '../../server/config.ts';
import { pathOf } from '../harness/tools.ts';
import { openPage, QUIET } from '../web/browser.ts';
import { demonstrate } from './demonstration.ts';
import { smallPng } from './palette.ts';
import { readPng } from './png.ts';
import { fits } from './routes.ts';
import { type Get, type Shot, shots } from './shots.ts';

/**
 * Draws pages from the demonstration data:
 *   npm run screenshots                  all, into docs/screenshots
 *   npm run screenshots -- find tool     some
 *   npm run screenshots -- --to /tmp/x   into another folder
 */
const words = process.argv.slice(2);
const at = words.indexOf('--to');
const [, into] = at < 0 ? [] : words.splice(at, 2);
const target = resolve(into ?? join(installation, 'docs/screenshots'));
const wanted = shots.filter(({ name }) => words.length === 0 || words.includes(name));
const strange = words.filter((word) => !shots.some(({ name }) => name === word));
if (strange.length > 0)
  throw new Error(`there is no page ${strange.join(', ')}: ${shots.map(({ name }) => name).join(', ')}`);

/** Long pages are cut here: a picture shows what a page is for. */
const MOST_HEIGHT = 1500;

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-screenshots-'));
mkdirSync(target, { recursive: true });
const demonstration = await demonstrate(folder);
const browser = await chromium.launch({ executablePath: pathOf('chromium') ?? 'chromium', args: QUIET });
try {
  for (const shot of wanted) await take(browser, demonstration.address, shot);
} finally {
  await browser.close();
  await demonstration.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function take(browser: Browser, address: string, shot: Shot): Promise<void> {
  const get: Get = async (path) => (await fetch(`${address}/api/v1${path}`)).json();
  const path = typeof shot.path === 'string' ? shot.path : await shot.path(get);
  if (shot.route !== undefined && !fits(path, shot.route))
    throw new Error(`${shot.name} is said to be of ${shot.route}, and is at ${path}`);
  const signIn = shot.signedIn ? `/sign-in#${await demonstration.link()}` : path;
  const { page, faults } = await openPage(browser, address, signIn, {
    width: shot.width ?? 1280,
    scheme: shot.scheme ?? 'light',
  });
  if (shot.signedIn) {
    await page.getByText('Signed in as').first().waitFor();
    await page.goto(address + path);
  }
  await page.waitForLoadState('networkidle');
  await shot.act?.(page);
  await page.waitForLoadState('networkidle');
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: shot.width ?? 1280, height: Math.min(height, MOST_HEIGHT) });
  const picture = smallPng(readPng(await page.screenshot({ animations: 'disabled', caret: 'hide' })));
  await page.close();
  writeFileSync(join(target, `${shot.name}.png`), picture);
  console.log(`${shot.name.padEnd(18)} ${path.padEnd(44)} ${(picture.length / 1024).toFixed(0)} KiB`);
  if (faults.length > 0) throw new Error(`${shot.name}: ${faults.join('; ')}`);
}
