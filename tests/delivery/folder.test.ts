import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { folder as deliverTo } from '../../server/delivery/folder.ts';
import type { Posting } from '../../server/delivery/posting.ts';
import { deliveryFrom } from '../../server/delivery/settings.ts';
import { asRoot } from '../harness/tools.ts';
import { posting } from './posting.ts';

const base = mkdtempSync(join(tmpdir(), 'gazetteer-folder-'));
afterAll(() => {
  if (small !== null) spawnSync('umount', ['-l', small]);
  rmSync(base, { recursive: true, force: true });
});
let [data, shared] = ['', ''];
let runs = 0;
beforeEach(() => {
  runs += 1;
  [data, shared] = [join(base, `data${runs}`), join(base, `shared${runs}`)];
  mkdirSync(data);
  mkdirSync(shared);
});

const deliver = (address: string, changes: Partial<Posting> = {}, ownerOnly = false) =>
  deliverTo(posting({ target: { kind: 'folder', address, ownerOnly }, ...changes }), {
    settings: deliveryFrom({ GAZETTEER_REPORT_FOLDERS: shared }, data),
    signal: new AbortController().signal,
  });
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
const NAME = 'weekly-alpha-2026-11-16-7';

describe('a report in a folder', () => {
  test('is a folder of its files, relative ones in the data folder', async () => {
    const path = join(data, 'reports/audits', NAME);
    expect(await deliver('audits')).toBe(path);
    expect(readdirSync(path).sort()).toEqual(['alpha-2026-W47.csv', 'alpha-2026-W47.json']);
    expect(readFileSync(join(path, 'alpha-2026-W47.csv'), 'utf8')).toBe('the report as csv');
    expect(readdirSync(join(data, 'reports/audits'))).toEqual([NAME]);
    expect(await deliver(join(shared, 'a/b'))).toBe(join(shared, 'a/b', NAME));
    expect(await deliver(shared, { test: true })).toBe(join(shared, `test-${NAME}`));
  });

  test('belongs to its owner alone where that is asked for', async () => {
    const before = process.umask(0o022);
    const open = await deliver(join(shared, 'open'));
    const own = await deliver(join(shared, 'own'), {}, true);
    process.umask(before);
    expect([mode(open), mode(join(open, 'alpha-2026-W47.csv'))]).toEqual(['755', '644']);
    expect([mode(join(shared, 'own')), mode(own), mode(join(own, 'alpha-2026-W47.csv'))]).toEqual([
      '700',
      '700',
      '600',
    ]);
  });

  test('delivered again it is there once, and what is not the same is left alone', async () => {
    const path = await deliver(shared);
    expect(await deliver(shared)).toBe(`${path} was there already`);
    writeFileSync(join(path, 'alpha-2026-W47.csv'), 'a note of somebody');
    await expect(deliver(shared)).rejects.toMatchObject({ code: 'folder-taken' });
    expect(readFileSync(join(path, 'alpha-2026-W47.csv'), 'utf8')).toBe('a note of somebody');
    expect(readdirSync(shared)).toEqual([NAME]);
  });

  test('what a process left that died in the middle is removed by the next one', async () => {
    mkdirSync(join(shared, `.unfinished-${NAME}-0123456789ab`));
    mkdirSync(join(shared, '.unfinished-other-2026-11-16-7-0123456789ab'));
    await deliver(shared);
    expect(readdirSync(shared).sort()).toEqual(['.unfinished-other-2026-11-16-7-0123456789ab', NAME]);
  });

  test('nothing is written where nobody allowed it, by no way round', async () => {
    const outside = join(base, `outside${runs}`);
    mkdirSync(outside);
    symlinkSync(outside, join(shared, 'link'));
    const refused = { code: 'folder-refused' };
    await expect(deliver('/etc')).rejects.toMatchObject(refused);
    await expect(deliver(`${shared}-besides`)).rejects.toMatchObject(refused);
    await expect(deliver(`${shared}/../outside${runs}`)).rejects.toMatchObject(refused);
    await expect(deliver('../..')).rejects.toMatchObject(refused);
    await expect(deliver(join(shared, 'link'))).rejects.toMatchObject(refused);
    await expect(deliver(join(shared, 'link/new/deep'))).rejects.toMatchObject(refused);
    expect(readdirSync(outside)).toEqual([]);
    // A folder inside that is called like a way out is none.
    expect(await deliver(join(shared, '..hidden'))).toBe(join(shared, '..hidden', NAME));
  });

  test('a folder that is not mounted is not made in its stead', async () => {
    rmSync(shared, { recursive: true });
    await expect(deliver(shared)).rejects.toMatchObject({ code: 'folder-missing' });
    expect(existsSync(shared)).toBe(false);
  });
});

/** A file system of our own that a test can fill; a container may not be allowed one. */
function mounted(): string | null {
  if (!asRoot('to mount a small file system')) return null;
  const place = mkdtempSync(join(base, 'small-'));
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', place], {
    encoding: 'utf8',
  });
  if (status !== 0) console.log(`skipped: no file system can be mounted here: ${stderr.trim()}`);
  return status === 0 ? place : null;
}
const small = mounted();

test.skipIf(small === null)(
  'a disk that is full keeps nothing of a report, and all of it when there is room',
  async () => {
    const place = small ?? '';
    shared = place;
    const large = {
      file: async (format: string) => ({
        name: `r.${format}`,
        mediaType: 'text/plain',
        bytes: new Uint8Array(format === 'json' ? 1000 : 200_000),
      }),
    };
    writeFileSync(join(place, 'filler'), new Uint8Array(150_000));
    await expect(deliver(place, large)).rejects.toMatchObject({ code: 'disk-full' });
    expect(readdirSync(place)).toEqual(['filler']);
    rmSync(join(place, 'filler'));
    expect(await deliver(place, large)).toBe(join(place, NAME));
    expect(statSync(join(place, NAME, 'r.csv')).size).toBe(200_000);
  },
);
