import { readdirSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { matches } from '../collect/knownHosts.ts';

/** The files that the pattern of an Include means, sorted; a pattern without wildcards means itself. */
export function includedFiles(pattern: string, home: string): string[] {
  const atHome = pattern === '~' || pattern.startsWith('~/') ? home + pattern.slice(1) : pattern;
  const path = isAbsolute(atHome) ? atHome : join(home, '.ssh', atHome);
  if (!/[*?]/.test(path)) return [path];
  let places = ['/'];
  for (const part of path.split('/').filter((name) => name !== ''))
    places = places.flatMap((place) => below(place, part)).slice(0, MOST_FILES);
  return places;
}

const MOST_FILES = 1000;

function below(folder: string, part: string): string[] {
  if (!/[*?]/.test(part)) {
    const place = join(folder, part);
    return statSync(place, { throwIfNoEntry: false }) ? [place] : [];
  }
  // glob(7): a wildcard does not match a leading dot.
  const isMeant = (name: string) => name.startsWith('.') === part.startsWith('.') && matches(part, name);
  return namesIn(folder)
    .filter(isMeant)
    .sort()
    .map((name) => join(folder, name));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
