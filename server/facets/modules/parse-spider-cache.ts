import { chainsOf } from './json.ts';
import { addProblem, emptyListing, type Listing, plainPath, treeOf } from './listing.ts';
import { type LuaTable, type LuaValue, readLua } from './lua.ts';
import { chainsByTree } from './parents.ts';
import { readReverseMap } from './parse-reverse-map.ts';
import { readPages } from './parse-software-page.ts';
import { addEntry } from './parse-spider-json.ts';
import type { Module } from './schema.ts';
import { markDefaults } from './weights.ts';

/**
 * The site's own spider cache: spiderT.lua as `spider -o spiderT` writes it (Lmod 7 to 9). Per tree and
 * name it nests folders (`dirT`) and files (`fileT`), or has one `file` without versions. `mpathMapT`
 * says which module brings which tree into MODULEPATH, `mrcMpathT` and `mrcT` what is hidden.
 */
export function parseSpiderCache(text: string): Listing {
  const listing = emptyListing('lmod');
  const lua = readLua(text);
  if (lua.error !== '') addProblem(listing, 'spider-cache', lua.line, '', lua.error);
  const chains = chainsByTree(bringersOf(tableOf(lua.globals.get('mpathMapT'))));
  const weights = new Map<Module, string>();
  for (const [path, names] of tableOf(lua.globals.get('spiderT')).keyed) {
    if (!path.startsWith('/')) continue;
    const tree = plainPath(path);
    treeOf(listing, tree);
    const hidden = hiddenIn(lua.globals, path);
    const forbidden = forbiddenIn(lua.globals, path);
    for (const [name, node] of tableOf(names).keyed) {
      for (const { file, fullName, facts } of filesOf(tableOf(node), name)) {
        Object.assign(facts, { mpath: path, fullName, hidden: hidden(fullName, file) });
        addEntry(listing, { name, path: file, facts, chains: chains.get(tree) ?? [] }, weights);
        const added = treeOf(listing, tree).modules.at(-1);
        if (added) added.restricted ||= forbidden(fullName, file);
      }
    }
  }
  readDbT(listing, tableOf(lua.globals.get('dbT')), weights);
  for (const { modules } of listing.trees.values()) markDefaults(modules, weights);
  readReverseMap(listing, plainTable(lua.globals.get('reverseMapT')));
  const pages = tableOf(lua.globals.get('spA')).listed.map(plainValue);
  if (pages.length > 0) readPages(listing, pages);
  return listing;
}

/** `spider -o dbT`: the same facts as its JSON, by name and file. */
function readDbT(listing: Listing, names: LuaTable, weights: Map<Module, string>): void {
  for (const [name, files] of names.keyed) {
    for (const [path, value] of tableOf(files).keyed) {
      const facts = plainTable(value);
      addEntry(listing, { name, path, facts, chains: chainsOf(facts.parentAA) }, weights);
    }
  }
}

/** Lua that begins with one of the tables which Lmod's spider writes. */
export function isLuaCache(text: string): boolean {
  return /^(?:\s*--[^\n]*\n)*\s*(?:timestampFn|spiderT|dbT|spA|reverseMapT|mpathMapT|mrcT|mrcMpathT|defaultMpathA) *= *\{/.test(
    text,
  );
}

interface CachedFile {
  file: string;
  fullName: string;
  facts: Record<string, unknown>;
}

/** The modulefiles of one name, folders within folders included (tables nest at most as deep as readLua allows). */
function filesOf(node: LuaTable, name: string): CachedFile[] {
  const found: CachedFile[] = [];
  const file = node.keyed.get('file');
  if (typeof file === 'string')
    found.push({ file, fullName: name, facts: plainTable(node.keyed.get('metaModuleT')) });
  for (const [fullName, value] of tableOf(node.keyed.get('fileT')).keyed) {
    const facts = plainTable(value);
    if (typeof facts.fn === 'string' && facts.dot_version === undefined) {
      found.push({ file: facts.fn, fullName, facts });
    }
  }
  for (const inner of tableOf(node.keyed.get('dirT')).keyed.values())
    found.push(...filesOf(tableOf(inner), name));
  return found;
}

function tableOf(value: LuaValue | undefined): LuaTable {
  return typeof value === 'object' ? value : { keyed: new Map(), listed: [] };
}

/** The facts of a file, lists as lists and tables as objects, as the same facts stand in the JSON. */
function plainTable(value: LuaValue | undefined): Record<string, unknown> {
  return Object.fromEntries([...tableOf(value).keyed].map(([key, one]) => [key, plainValue(one)]));
}

function plainValue(value: LuaValue): unknown {
  if (typeof value !== 'object') return value;
  return value.listed.length > 0 ? value.listed.map(plainValue) : plainTable(value);
}

/** tree -> [full name of the module, tree that this module lies in] */
function bringersOf(map: LuaTable): Map<string, [module: string, tree: string][]> {
  const bringers = new Map<string, [string, string][]>();
  for (const [tree, modules] of map.keyed) {
    const pairs = [...tableOf(modules).keyed].flatMap(([module, from]): [string, string][] =>
      typeof from === 'string' ? [[module, plainPath(from)]] : [],
    );
    bringers.set(plainPath(tree), pairs);
  }
  return bringers;
}

/**
 * Hidden by a dot in the name (Lmod's MRC.lua: a component that begins with one), or by a modulerc: by
 * full name, by short name or by the file's path.
 */
function hiddenIn(globals: Map<string, LuaValue>, tree: string): (fullName: string, file: string) => boolean {
  const ruled = ruledIn(globals, tree, 'hiddenT');
  return (fullName, file) => /(^|\/)\./.test(fullName) || ruled(fullName, file) !== undefined;
}

/** What a modulerc forbids; a rule with dates or for some accounts only is told as a restriction. */
function forbiddenIn(
  globals: Map<string, LuaValue>,
  tree: string,
): (fullName: string, file: string) => Module['restricted'] {
  const ruled = ruledIn(globals, tree, 'forbiddenT');
  return (fullName, file) => {
    const rule = ruled(fullName, file);
    if (rule === undefined) return '';
    const limits = [...tableOf(rule).keyed.keys()].filter((key) => /before|after|user|group/i.test(key));
    return limits.length > 0 ? 'restricted' : 'forbidden';
  };
}

/** The rule of a table of modulercs that a module falls under. */
function ruledIn(
  globals: Map<string, LuaValue>,
  tree: string,
  kind: string,
): (fullName: string, file: string) => LuaValue | undefined {
  const tables = [tableOf(globals.get('mrcT')), tableOf(tableOf(globals.get('mrcMpathT')).keyed.get(tree))];
  const rules = new Map(tables.flatMap((table) => [...tableOf(table.keyed.get(kind)).keyed]));
  return (fullName, file) => {
    const own = rules.get(file);
    if (own !== undefined || rules.size === 0) return own;
    for (let at = fullName.length; at > 0; at = fullName.lastIndexOf('/', at - 1)) {
      const rule = rules.get(fullName.slice(0, at));
      if (rule !== undefined) return rule;
    }
    return undefined;
  };
}
