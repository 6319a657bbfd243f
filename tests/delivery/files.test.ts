import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { fileOf } from '../../server/delivery/files.ts';
import { reportFormats } from '../../server/reports/formats/index.ts';
import { report } from './posting.ts';

afterEach(() => vi.restoreAllMocks());

/** Formats whose files take a while, and what was drawn of which report, in its order. */
function slowFormats() {
  const drawn: string[] = [];
  let atOnce = 0;
  let most = 0;
  for (const format of reportFormats)
    vi.spyOn(format, 'write').mockImplementation(async ({ scope }) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await sleep(5);
      atOnce -= 1;
      drawn.push(`${scope} ${format.name}`);
      if (scope === 'broken' && drawn.length === 1) throw new Error('no memory');
      return Buffer.from(`${scope} as ${format.name}`);
    });
  return { drawn, most: () => most };
}
const stored = (scope: string) => ({ hash: `hash of ${scope}`, report: { ...report, scope } });

test('a report is drawn once for all its receivers, and no two files at a time', async () => {
  const { drawn, most } = slowFormats();
  const asked = ['one', 'two'].flatMap((scope) =>
    Array.from({ length: 5 }, () => ['pdf', 'xlsx'].map((name) => fileOf(stored(scope), name))).flat(),
  );
  const files = await Promise.all(asked);
  expect(drawn).toEqual(['one pdf', 'one xlsx', 'two pdf', 'two xlsx']);
  expect(most()).toBe(1);
  expect(files.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(
    ['one', 'two'].flatMap((scope) =>
      Array.from({ length: 5 }, () => [`${scope} as pdf`, `${scope} as xlsx`]).flat(),
    ),
  );
});

test('one that could not be drawn is drawn anew, and few reports are kept', async () => {
  const { drawn } = slowFormats();
  await expect(fileOf(stored('broken'), 'json')).rejects.toThrow('no memory');
  expect(Buffer.from((await fileOf(stored('broken'), 'json')).bytes).toString()).toBe('broken as json');
  for (const scope of ['a', 'b', 'c', 'd', 'e', 'e', 'a']) await fileOf(stored(scope), 'md');
  expect(drawn).toEqual([
    'broken json',
    'broken json',
    ...['a', 'b', 'c', 'd', 'e', 'a'].map((scope) => `${scope} md`),
  ]);
});
