import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { installation } from '../../server/config.ts';
import { facetNames } from '../../server/facets/names.ts';
import { facets } from '../../server/facets/registry.ts';

/** Files that are of no form must be taken for none: a wrong guess would become facts. */

const FOLDERS = ['bin', 'server', 'web', 'prisma', 'agents', '.'];

function strangers(): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(installation, folder), { recursive: folder !== '.', withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('server/store/prisma'))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
}

test('source code, documents and settings of this project are taken for no captured form', () => {
  const taken: string[] = [];
  for (const path of strangers()) {
    const input = { name: basename(path), files: [{ path: basename(path), bytes: readFileSync(path) }] };
    for (const name of facetNames) {
      const form = facets[name].natives.find((one) => one.recognise(input));
      if (form) taken.push(`${path.slice(installation.length)}: ${name} ${form.format}`);
    }
  }
  expect(taken).toEqual([]);
}, 120_000);
