import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFolder } from './folderLock.ts';
import { dumpsIn, type Manifest, manifestFile } from './manifest.ts';
import { hashesFile } from './packs.ts';

/** Removes all but the newest dumps of a folder, and the files that only they refer to; gives the removed. */
export async function thinDumps(folder: string, keep: number): Promise<Manifest[]> {
  const unlock = await lockFolder(folder);
  try {
    const all = await dumpsIn(folder);
    const gone = all.slice(0, Math.max(0, all.length - keep));
    const kept = new Set(all.slice(gone.length).flatMap((one) => filesOf(one)));
    for (const one of gone) {
      // First what says that the dump is there: a dump of which files are gone must not be found.
      await rm(manifestFile(folder, one.name), { force: true });
      for (const file of filesOf(one)) if (!kept.has(file)) await rm(join(folder, file), { force: true });
      for (const pack of one.packs)
        if (!kept.has(pack.file)) await rm(hashesFile(folder, pack), { force: true });
    }
    return gone;
  } finally {
    await unlock();
  }
}

const filesOf = ({ tables, packs }: Manifest) => [...tables, ...packs].map(({ file }) => file);
