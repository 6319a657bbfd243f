import { readFileSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { codeOf, GazetteerError, messageOf } from '../errors.ts';
import { markAlive, processMark } from '../postgres/processes.ts';

/** One dump at a time writes to a folder. What a process that is no more has left is taken over. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'lock');
  const mine = `${hostname()}\n${processMark(process.pid)}\n`;
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      const file = await open(path, 'wx', 0o600);
      await file.writeFile(mine);
      await file.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') {
        throw new GazetteerError(
          'dump-unwritable',
          `nothing can be written to ${folder}: ${messageOf(error)}`,
          'Give another folder',
        );
      }
      if (!isLeft(path)) break;
      await rm(path, { force: true });
    }
  }
  throw new GazetteerError(
    'dump-busy',
    `another dump writes to ${folder}`,
    `Wait for it; if none runs on any machine, remove ${path}`,
  );
}

/** Only of processes of this machine can it be told that they are no more. */
function isLeft(path: string): boolean {
  try {
    const [host = '', mark = ''] = readFileSync(path, 'utf8').split('\n');
    return host === hostname() && mark !== '' && !markAlive(mark);
  } catch {
    return false;
  }
}
