import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installation } from '../../server/config.ts';
import { fits } from './routes.ts';
import { shots } from './shots.ts';

const folder = join(installation, 'docs/screenshots');
const page = readFileSync(join(installation, 'docs/pages.md'), 'utf8');
const named = [...page.matchAll(/\]\(screenshots\/([\w-]+)\.png\)/g)].map(([, name]) => name);

test('the description of the pages shows every picture that the command draws, once', () => {
  expect(named.toSorted()).toEqual(shots.map(({ name }) => name).toSorted());
});

test('the pictures are there, small, and no others lie with them', () => {
  const files = readdirSync(folder);
  expect(files.toSorted()).toEqual(shots.map(({ name }) => `${name}.png`).toSorted());
  for (const file of files) {
    const { size } = statSync(join(folder, file));
    expect(size, file).toBeLessThan(150_000);
    // PNG specification, 11.2.2: the byte at 25 is the type of colour, 3 is by palette.
    expect(readFileSync(join(folder, file))[25], file).toBe(3);
  }
});

/** Routes without a picture, and why. */
const WITHOUT: Record<string, string> = {};

test('every page of web/app.tsx has a picture, or a reason to have none', () => {
  const app = readFileSync(join(installation, 'web/app.tsx'), 'utf8');
  const routes = [...app.matchAll(/<Route path="([^"]+)"/g)].map(([, route = '']) => route);
  // A route that is written otherwise would be missed.
  expect(routes.length).toBe([...app.matchAll(/<Route\b/g)].length - 1);
  const drawn = shots.flatMap(({ path, route }) => (typeof path === 'string' ? path : (route ?? [])));
  const isDrawn = (route: string) =>
    drawn.some((place) => (place === route || fits(place, route)) && mostExact(place, routes) === route);
  expect(routes.filter((route) => !isDrawn(route) && !WITHOUT[route])).toEqual([]);
  expect(Object.keys(WITHOUT).filter((route) => !routes.includes(route) || isDrawn(route))).toEqual([]);
});

/** As the router has it: the first route that fits. */
const mostExact = (place: string, routes: string[]) =>
  routes.find((route) => place === route || fits(place, route));

test('pictures in the readme are there', () => {
  const readme = readFileSync(join(installation, 'README.md'), 'utf8');
  const pictures = [...readme.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, path = '']) => path);
  expect(pictures).not.toEqual([]);
  for (const path of pictures) expect(existsSync(join(installation, path)), path).toBe(true);
});
