import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { pictureOf } from '../../server/delivery/mail/picture.ts';

vi.mock('node:fs/promises', { spy: true });

test('what draws pictures is looked for again where it could not be read', async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="4"><rect width="10" height="4"/></svg>';
  vi.mocked(readFile).mockRejectedValueOnce(Object.assign(new Error('too many files'), { code: 'EMFILE' }));
  await expect(pictureOf(svg)).rejects.toThrow('too many files');
  expect(await pictureOf(svg)).toMatchObject({ width: 10, height: 4 });
});
