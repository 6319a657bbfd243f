import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as passed } from 'node:timers/promises';
import { build } from 'vite';
import { inject } from 'vitest';

/**
 * The folder of the built pages. The first file of a run that wants them builds, and those beside it wait: a build costs what
 * twenty pages cost. It is named after the newest source, since a run that watches goes on while sources change.
 */
export async function builtPages(): Promise<string> {
  const folder = join(inject('scratch'), `pages-${newestSource()}`);
  const done = `${folder}.done`;
  try {
    mkdirSync(folder);
  } catch {
    for (let waited = 0; !existsSync(done); waited += 100) {
      if (waited > PATIENCE) throw new Error('the pages that another file builds did not come');
      await passed(100);
    }
    return folder;
  }
  await buildPages(folder);
  writeFileSync(done, '');
  return folder;
}

const PATIENCE = 50_000;

function newestSource(): number {
  const files = readdirSync('web', { recursive: true, withFileTypes: true });
  return Math.max(
    ...files.map(({ parentPath, name }) => Math.floor(statSync(join(parentPath, name)).mtimeMs)),
  );
}

async function buildPages(folder: string): Promise<void> {
  // vitest says that it is none of a product, and then what is built is another script than the one that is shipped.
  const said = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  await build({ logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
  process.env.NODE_ENV = said;
}
