import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyBinaries, makeLinks } from '../../server/postgres/binaries.ts';

/** A package of the embedded Postgres as npm unpacks it, without what its install script makes. */
let folder: string;
let native: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gazetteer-binaries-'));
  native = join(folder, 'package/native');
  for (const name of ['bin', 'lib']) mkdirSync(join(native, name), { recursive: true });
  writeFileSync(join(native, 'bin/postgres'), 'program');
  writeFileSync(join(native, 'lib/libpq.so.5.18'), 'library');
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
  writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(links));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a copy of the programs under another name has links of its own', () => {
  const copy = copyBinaries(native, join(folder, 'shared/postgres-1'));
  for (const one of [copy.native, native]) {
    makeLinks(one);
    expect(readFileSync(join(one, 'lib/libpq.so.5'), 'utf8')).toBe('library');
    expect(readlinkSync(join(one, 'lib/libpq.so.5'))).toBe('libpq.so.5.18');
  }
});
