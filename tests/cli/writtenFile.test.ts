import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { written } from '../../server/cli/writtenFile.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-written-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function* parts(texts: string[], failure?: Error): AsyncGenerator<string> {
  yield* texts;
  if (failure) throw failure;
}

test('a file is there whole, or as it was', async () => {
  const file = join(folder, 'file');
  await written(parts(['one ', 'two']), file);
  expect(readFileSync(file, 'utf8')).toBe('one two');
  await expect(written(parts(['three'], new Error('in the middle')), file)).rejects.toThrow('in the middle');
  expect(readFileSync(file, 'utf8')).toBe('one two');
  await expect(written([Buffer.from('x')], join(folder, 'nowhere', 'file'))).rejects.toMatchObject({
    code: 'unwritable',
  });
  await expect(written([Buffer.from('x')], folder)).rejects.toMatchObject({ code: 'unwritable' });
  expect(readdirSync(folder)).toEqual(['file']);
});

test('a link stays one, and what it leads to is written', async () => {
  writeFileSync(join(folder, 'target'), 'before');
  symlinkSync('target', join(folder, 'link'));
  await written([Buffer.from('after')], join(folder, 'link'));
  expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('after');
});

test('what is no file, such as a pipe or /dev/null, is written to and stays what it is', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const reader = spawn('cat', [pipe]);
  let read = '';
  reader.stdout.on('data', (chunk) => {
    read += chunk;
  });
  await written([Buffer.from('through')], pipe);
  expect(lstatSync(pipe).isFIFO()).toBe(true);
  await once(reader, 'close');
  expect(read).toBe('through');
});
