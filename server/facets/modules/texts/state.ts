import { emptyListing, type Listing, plainPath, treeOf, withinTree } from '../listing.ts';
import { modulepathOf } from '../parse-system.ts';
import { namedModule } from '../schema.ts';

/** The only variables that are read: a login shell's others are nobody's business. */
const NAMES = 'MODULEPATH|LOADEDMODULES|_LMFILES_|LMOD_VERSION';

const ASSIGNMENTS = [
  // sh: NAME=value; and NAME='value'; csh: setenv NAME "value"; fish: set -x -g NAME "value";
  new RegExp(`^(?:export )?(${NAMES})=(.*)$`),
  new RegExp(`^setenv (${NAMES}) (.*)$`),
  new RegExp(`^set -xg? (?:-g )?(${NAMES}) (.*)$`),
  new RegExp(`^\\$env\\.(${NAMES}) = (.*)$`),
  // Python, R, Ruby, Perl
  new RegExp(`^os\\.environ\\[["'](${NAMES})["']\\] = (.*)$`),
  new RegExp(`^Sys\\.setenv\\(["'](${NAMES})["']=(.*)\\)$`),
  new RegExp(`^\\$?ENV[\\[{]["'](${NAMES})["'][\\]}] ?= ?(.*)$`),
];

/**
 * What a module command tells a shell to set: MODULEPATH, the loaded modules and their files, which say
 * between them in which trees they lie.
 */
export function parseState(text: string): Listing {
  const listing = emptyListing(/LMOD|_ModuleTable/.test(text) ? 'lmod' : 'environment-modules');
  const trees = new Set<string>();
  const modulepath = new Set<string>();
  const told = new Set<string>();
  let names: string[] = [];
  for (const line of text.split('\n')) {
    const [name, value] = assignmentOf(line);
    if (name === 'MODULEPATH') {
      for (const path of treesOf(value)) trees.add(path);
      for (const path of modulepathOf(value)) modulepath.add(path);
    } else if (name === 'LMOD_VERSION') listing.version = value;
    else if (name === 'LOADEDMODULES') names = value.split(':');
    else if (name === '_LMFILES_') {
      const files = value.split(':');
      // The two lists go together, name by name; one that is older says nothing.
      if (names.length !== files.length) continue;
      for (const [at, file] of files.entries()) {
        const fullName = names[at] ?? '';
        if (fullName === '' || told.has(`${fullName}\0${file}`)) continue;
        told.add(`${fullName}\0${file}`);
        addLoaded(listing, trees, fullName, file);
      }
    }
  }
  listing.modulepath = [...modulepath];
  return listing;
}

export function isState(text: string): boolean {
  // What 3.2 says of itself has a MODULEPATH as well.
  if (/^VERSION=\d/.test(text)) return false;
  const lines = text.split('\n', 500).filter((line) => line.trim() !== '');
  return (
    lines.some((line) => assignmentOf(line)[0] !== '') &&
    lines.some((line) =>
      /^(?:export|setenv|set -x|os\.environ|Sys\.setenv|MODULEPATH=|LOADEDMODULES=)/.test(line),
    )
  );
}

function assignmentOf(line: string): [name: string, value: string] {
  if (line.length > 1_000_000 || !/MODULEPATH|LOADEDMODULES|_LMFILES_|LMOD_VERSION/.test(line))
    return ['', ''];
  for (const pattern of ASSIGNMENTS) {
    const found = pattern.exec(line.trim());
    if (found?.[1] !== undefined) return [found[1], plain(found[2] ?? '')];
  }
  return ['', ''];
}

/** A value without the quotes and backslashes that keep a shell from reading into it. */
function plain(text: string): string {
  const bare = text.replace(/;?\s*$/, '').replace(/; *export \w+$/, '');
  const quoted = /^(["'])(.*)\1$/.exec(bare);
  return quoted ? (quoted[2] ?? '') : bare.replace(/\\(.)/g, '$1');
}

function treesOf(value: string): string[] {
  return value
    .split(':')
    .filter((path) => path.includes('/'))
    .map(plainPath);
}

function addLoaded(listing: Listing, trees: Set<string>, fullName: string, file: string): void {
  const ending = [`/${fullName}.lua`, `/${fullName}`].find((one) => file.endsWith(one));
  const path = ending === undefined ? '' : file.slice(0, -ending.length);
  const tree = trees.has(path) ? path : '';
  const module = namedModule(fullName);
  module.file = withinTree(tree, file);
  treeOf(listing, tree).modules.push(module);
}
