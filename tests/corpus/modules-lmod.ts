import { basename, dirname } from 'node:path';
import { jsonOf } from '../../server/facets/modules/json.ts';
import { Tree } from '../../server/facets/modules/schema.ts';
import { type Case, captured, type Measure, parsed } from './measure.ts';
import { captureText, filesIn, foundModules, names, terseRows } from './modules-rows.ts';

/** Every form of one version of Lmod over one tree: the forms must agree with its JSON and with each other. */

interface Fact {
  tree: string;
  name: string;
  file: string;
  hidden: boolean;
  provides: unknown;
}

/** The modules that the JSON of the same capture has. */
export function factsOf(folder: string): Fact[] {
  const text = captureText(`${folder}/spider-spider-json.out`).trim();
  if (text === '' || text === '[]') return [];
  const names: unknown = JSON.parse(text);
  return Object.values(jsonOf(names)).flatMap((files) =>
    Object.entries(jsonOf(files)).map(([file, value]): Fact => {
      const facts = jsonOf(value);
      return {
        tree: String(facts.mpath),
        name: String(facts.fullName),
        file,
        hidden: facts.hidden === true,
        provides: facts.provides,
      };
    }),
  );
}

export const rowOf = (fact: Fact) => `${fact.tree} ${fact.name}`;
const visible = (fact: Fact) => !fact.hidden;

/** Of each captured file what it must hold; undefined for what another measure reads. */
function expectedOf(path: string, facts: Fact[]): string[] | undefined {
  const text = captureText(path);
  const folder = dirname(path);
  switch (basename(path)) {
    case 'spider-spider-json.out':
    case 'spider-dbT.out':
      return facts.map(rowOf).sort();
    case '-tavail.err':
    case '-t--redirectavail.out':
    case '--terse--show_hiddenavail.err':
      return hasFailed(text) ? ['failed'] : terseRows(text).modules;
    case '--terse_show_extensionsavail.err':
    case 'avail.err':
    case '--width=200avail.err':
      return hasFailed(text) ? ['failed'] : shownIn(folder, text);
    case '-davail.err':
      return hasFailed(text) ? ['failed'] : words(text);
    case 'overview.err':
    case '-toverview.err':
      return hasFailed(text) ? ['failed'] : [];
    case 'version.err':
    case 'whatis.err':
    case 'category.err':
      // The version, the usage (whatis without names; category is unknown to 8.6) or names of categories.
      return [];
    default:
      // What goes wrong is told beside the listing.
      return path.endsWith('.err') && /^spider-/.test(basename(path)) ? ['failed'] : undefined;
  }
}

/** What the terse listing has; where it failed, the words under the headers. */
function shownIn(folder: string, text: string): string[] {
  const terse = captureText(`${folder}/-tavail.err`);
  return hasFailed(terse) ? words(text) : terseRows(terse).modules;
}

function hasFailed(text: string): boolean {
  // A modulerc that Tcl cannot read ends it, with Lmod's own words or without.
  return (
    /^Lmod has detected/m.test(text) || (/^invalid command name/.test(text) && !/^\/.*:$|^-+ \//m.test(text))
  );
}

/** Of a listing of defaults: the words under each header. */
function words(text: string): string[] {
  let tree: string | undefined;
  const rows: string[] = [];
  for (const line of text.split('\n')) {
    const header = /^-+ (.*\S) -+$/.exec(line)?.[1];
    if (header !== undefined) tree = header.startsWith('/') ? header : undefined;
    else if (/^ {2}Where|^If the|^Use |^Module defaults|^This is|^No module/.test(line)) tree = undefined;
    else if (tree !== undefined)
      for (const word of line.split(/\s+/))
        if (word !== '' && !/^\(.*\)$/.test(word)) rows.push(`${tree} ${word}`);
  }
  return rows.sort();
}

/** Forms that tell no tree, or another part of what the JSON has. */
function namesExpected(path: string, facts: Fact[]): string[] | undefined {
  const shown = facts.filter(visible);
  switch (basename(path)) {
    case 'spider-jsonSoftwarePage.out':
    case 'spider-softwarePage.out':
      return names(shown.map(rowOf));
    case 'spider.err':
      return names(shown.map(rowOf));
    case '-tspider.err': {
      const extensions = shown.flatMap(({ provides }) =>
        Array.isArray(provides) ? provides.map(String) : [],
      );
      return [...new Set([...names(shown.map(rowOf)), ...extensions])].sort();
    }
    case 'spider-list.out':
      return [...new Set(facts.map(({ file }) => file))].sort();
    default:
      return undefined;
  }
}

function casesOf(
  expected: (path: string, facts: Fact[]) => string[] | undefined,
  found: (path: string) => string[],
): Case[] {
  const folders = captured('live-modules').filter(({ path }) => path.startsWith('live/lmod-'));
  return folders.flatMap(({ path: folder }) => {
    const facts = factsOf(folder);
    return filesIn(folder).flatMap((path): Case[] => {
      const rows = expected(path, facts);
      return rows ? [{ input: path, expected: rows, found: found(path), ...explained(path) }] : [];
    });
  });
}

function explained(path: string): { explained?: string } {
  const text = captureText(path);
  const name = basename(path);
  const words = text.trim().split(/\s+/);
  if (name === '-tspider.err' && !words.some((word) => word.endsWith('/')))
    return { explained: 'bare words without a folder: nothing in the content says that they are modules' };
  if (name === 'spider.err' && / \.\.\.$/m.test(text))
    return { explained: 'Lmod cut lists at the width of the terminal and says so with ...' };
  return {};
}

/** The paths of modulefiles, which is all that a list of files tells for sure. */
function foundFiles(path: string): string[] {
  return parsed('modules', path)
    .roots.flatMap((root) =>
      root.items.flatMap((item) =>
        Tree.parse(item.document).modules.map(({ file }) => `${root.path}/${file}`),
      ),
    )
    .sort();
}

export const lmodMeasures: Measure[] = [
  {
    kind: 'live-modules',
    parser: 'modules: Lmod 8.6 and 8.7',
    truth: "spider-json by JSON.parse, terse lines by split, each other's",
    cases: () => casesOf(expectedOf, foundModules),
  },
  {
    kind: 'live-modules',
    parser: 'modules: Lmod, names without trees',
    truth: 'spider-json by JSON.parse',
    cases: () =>
      casesOf(namesExpected, (path) =>
        basename(path) === 'spider-list.out' ? foundFiles(path) : names(foundModules(path)),
      ),
  },
];
