import { isJson, type Json, jsonOf, parsedJson, textAt, textsOf } from './json.ts';
import { symbolName } from './listed.ts';
import { addProblem, emptyListing, type Listing, plainPath, treeOf, withinTree } from './listing.ts';
import { restrictionOf } from './restricted.ts';
import { namedModule } from './schema.ts';
import { completeChains } from './via.ts';
import { tellWhatis } from './whatis.ts';

const PART = 'envmodules avail -j';

/**
 * `module avail -j` of Environment Modules 4.3 and later: tree -> full name -> entry of type modulefile,
 * alias or directory. The order is arbitrary, messages may stand before it, and some versions leave quotes
 * in names as they are, so what is not JSON as a whole is read line by line: one entry a line.
 */
export function parseEnvmodulesJson(text: string): Listing {
  const listing = emptyListing('environment-modules');
  const start = text.search(/^\{/m);
  if (start === -1) {
    addProblem(listing, PART, 1, text.trimStart(), 'not JSON');
    return listing;
  }
  const before = text.slice(0, start).trim();
  if (before !== '') addProblem(listing, PART, 1, before, 'a message before the list');
  const json = parsedJson(text.slice(start).trim());
  if ('error' in json) {
    readLines(listing, text.slice(start), text.slice(0, start).split('\n').length);
    completeChains(listing);
    return listing;
  }
  for (const [path, entries] of Object.entries(jsonOf(json.value))) {
    if (Array.isArray(entries)) {
      addErrors(listing, entries);
      continue;
    }
    // A list of loaded modules has no trees: the file says in which each lies.
    if (isJson(entries) && typeof entries.type === 'string') {
      addEntry(listing, treeOfEntry(path, entries), path, entries);
      continue;
    }
    const tree = plainPath(path);
    treeOf(listing, tree);
    for (const [name, entry] of Object.entries(jsonOf(entries))) {
      if (isJson(entry)) addEntry(listing, tree, name, entry);
      else addProblem(listing, PART, 0, name, 'no facts about this name');
    }
  }
  completeChains(listing);
  return listing;
}

/** What went wrong stands under the key `errors`: severity and lines of a message each. */
function addErrors(listing: Listing, errors: unknown[]): void {
  for (const error of errors) {
    const said = textsOf(jsonOf(error).message).join(' ');
    addProblem(listing, PART, 0, said, said.slice(0, 200) || 'an error without a message');
  }
}

function treeOfEntry(name: string, entry: Json): string {
  const file = textAt(entry, 'pathname');
  return file.endsWith(`/${name}`) ? plainPath(file.slice(0, -name.length - 1)) : '';
}

function readLines(listing: Listing, text: string, firstLine: number): void {
  let tree: string | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const header = /^[{},\s]*"(.*)": \{$/.exec(line.trim());
    if (header?.[1] !== undefined) {
      tree = plainPath(header[1]);
      treeOf(listing, tree);
      continue;
    }
    const bare = line.trim().replace(/,$/, '');
    if (bare === '' || /^[{}]+$/.test(bare)) continue;
    const json = parsedJson(`{${bare}}`);
    const [pair] = 'value' in json ? Object.entries(jsonOf(json.value)) : [];
    const unescaped = pair ? undefined : entryOf(bare);
    if (tree !== undefined && pair && isJson(pair[1])) addEntry(listing, tree, pair[0], pair[1]);
    else if (tree !== undefined && unescaped) addEntry(listing, tree, '', unescaped);
    else addProblem(listing, PART, firstLine + index, line, 'an entry that is not JSON');
  }
}

/** An entry whose name or path holds quotes: its keys come in a fixed order. */
function entryOf(line: string): Json | undefined {
  const between = (from: string, to: string): string | undefined => {
    const start = line.indexOf(from);
    const end = to === '' ? line.lastIndexOf('"') : line.indexOf(to, start + from.length);
    return start === -1 || end < start + from.length ? undefined : line.slice(start + from.length, end);
  };
  const listAt = (key: string) =>
    textsOf(Object.values(jsonIn(`{"list":[${between(`"${key}": [`, ']') ?? ''}]}`))[0]);
  const name = between('"name": "', '", "type": "');
  const type = between('"type": "', '"');
  if (name === undefined || type === undefined) return undefined;
  const [pathname, target] = [between('"pathname": "', ''), between('"target": "', '')];
  return { name, type, symbols: listAt('symbols'), tags: listAt('tags'), pathname, target };
}

function jsonIn(text: string): Json {
  const json = parsedJson(text);
  return 'value' in json ? jsonOf(json.value) : {};
}

function addEntry(listing: Listing, tree: string, key: string, entry: Json): void {
  const name = textAt(entry, 'name') || key;
  const symbols = textsOf(entry.symbols);
  const tags = textsOf(entry.tags);
  const hidden = tags.includes('hidden') || /(^|\/)\./.test(name);
  const listed = treeOf(listing, tree);
  const type = textAt(entry, 'type');
  if (type === 'alias') {
    listed.aliases.push({ name, target: textAt(entry, 'target'), hidden });
    return;
  }
  if (type === 'directory') {
    for (const symbol of symbols)
      listed.aliases.push({ name: symbolName(name, symbol), target: name, hidden });
    return;
  }
  const module = namedModule(name);
  module.file = withinTree(tree, textAt(entry, 'pathname'));
  module.default = symbols.includes('default') ? 'marked' : '';
  module.symbols = symbols.filter((symbol) => symbol !== 'default');
  module.tags = tags.filter((tag) => tag !== 'hidden' && tag !== 'loaded' && tag !== 'auto-loaded');
  module.hidden = hidden;
  // `via` tells the modules that bring the tree in: the last one as a text in 5.6, all of them as a list
  // later, outermost first (getViaListModuleForModulepath in modfind.tcl).
  const via = textsOf(entry.via).filter((one) => one !== '');
  module.requires = via.length > 0 ? [via] : [];
  module.restricted = restrictionOf(module.tags);
  // `module whatis -j` has texts and nothing else.
  tellWhatis(module, textsOf(entry.whatis));
  listed.modules.push(module);
}
