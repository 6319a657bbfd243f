import { emptyListing, type Listing, treeOf } from '../listing.ts';
import { namedModule } from '../schema.ts';

/**
 * `spider -o list` of Lmod: the paths of all modulefiles, one a line. Which part of a path is the tree is not
 * told: a name and a version are taken, or a name alone where the same folder holds such folders.
 */
export function parseFiles(text: string): Listing {
  const listing = emptyListing('lmod');
  const paths = pathsOf(text);
  const trees = new Set(paths.filter(isVersioned).map((path) => folderOf(folderOf(path))));
  for (const path of paths) {
    const isMeta = !isVersioned(path) && trees.has(folderOf(path));
    const tree = isMeta ? folderOf(path) : folderOf(folderOf(path));
    const file = path.slice(tree.length + 1);
    const module = namedModule(file.replace(/\.lua$/, ''));
    module.file = file;
    treeOf(listing, tree).modules.push(module);
  }
  return listing;
}

/** Absolute paths and nothing else, of which most end as modulefiles do. */
export function isFiles(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const whole = lines.length > 1 && !text.endsWith('\n') ? lines.slice(0, -1) : lines;
  return (
    whole.length > 0 &&
    whole.every((line) => /^\/[^\s:]+\/[^\s:/]+$/.test(line)) &&
    whole.filter((line) => line.endsWith('.lua') || (whole.length > 1 && /\d[^/]*$/.test(line))).length * 2 >=
      whole.length
  );
}

function pathsOf(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line.startsWith('/'));
}

function isVersioned(path: string): boolean {
  const [name = '', version = ''] = path
    .replace(/\.lua$/, '')
    .split('/')
    .slice(-2);
  return (
    /^v?\d/.test(version) || (name !== '' && version.startsWith(name)) || /^[a-z]+[-_.]?\d/i.test(version)
  );
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
