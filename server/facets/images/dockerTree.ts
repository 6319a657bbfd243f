import { machineOf } from './architecture.ts';
import { blankStored } from './blankStored.ts';
import { splitNames } from './ociImage.ts';
import type { StoredImage } from './schema.ts';

const HEADING = /^IMAGE +ID( +DISK USAGE)/m;
const ROW = /^(\S.*?) {3,}([0-9a-f]{12})\b/;
const MEMBER = /^[├└]─ ([a-z0-9]+)\/([a-z0-9_]+)(?:\/([a-z0-9.]+))? /;

export const isDockerTree = (text: string): boolean => HEADING.test(text.slice(0, 4000));

/**
 * The view that `docker images` has since version 29 and `docker images --tree` before: a name and its id, more
 * names on lines of their own, then the platforms of a list (docker/cli, cli/command/image/tree.go).
 */
export function parseDockerTree(text: string): StoredImage[] {
  const images: StoredImage[] = [];
  let names: string[] = [];
  for (const raw of text.split('\n')) {
    const line = raw.slice(0, 2000).trimEnd();
    if (line === '') names = [];
    const platform = MEMBER.exec(line);
    const last = images.at(-1);
    if (platform && last) {
      const [, os = '', machine = '', variant = ''] = platform;
      last.platforms.push({ os, architecture: machineOf(machine), variant, digest: '' });
      continue;
    }
    const [, name = line, id] = ROW.exec(line) ?? [];
    // A name that was cut to fit the terminal is none.
    if (/^[\w.:/@-]+$/.test(name) && !name.endsWith('...')) names.push(name);
    if (id === undefined) continue;
    images.push({ ...blankStored('docker', id, []), ...splitNames(names) });
    names = [];
  }
  return images;
}
