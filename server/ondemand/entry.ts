import { restrictionOf } from '../facets/modules/restricted.ts';
import type { Module } from '../facets/modules/schema.ts';
import { lmodKey } from '../names/orderings/lmod.ts';

/** What Lmod's `spider -o spider-json` says of one modulefile (dbT in Spider.lua), as far as it is known here. */
export interface Entry {
  fullName: string;
  /** false where a module has no versions. */
  Version: string | false;
  /** What orders versions; a default that the site marked begins with ^ in `wV`. */
  pV: string;
  wV: string;
  hidden: boolean;
  mpath: string;
  whatis: string[];
  Description?: string;
  URL?: string;
  Category?: string;
  family?: string;
  provides?: string[];
  /** Modules to load first: any one of these lists will do. */
  parentAA?: string[][];
  propT?: Record<string, Record<string, 1>>;
}

export function entryOf(tree: string, module: Module): Entry {
  const { fullName, version, hidden, description, homepage, category, family, provides, requires } = module;
  const weight = version === '' ? 'M.*zfinal' : lmodKey(version);
  const properties = propertiesOf(module);
  return {
    fullName,
    Version: version === '' ? false : version,
    pV: weight,
    wV: module.default === 'marked' ? marked(weight) : weight,
    hidden,
    mpath: tree,
    whatis: whatisOf(module),
    ...(description === '' ? {} : { Description: description }),
    ...(homepage === '' ? {} : { URL: homepage }),
    ...(category === '' ? {} : { Category: category }),
    ...(family === '' ? {} : { family }),
    ...(provides.length === 0 ? {} : { provides }),
    ...(requires.length === 0 ? {} : { parentAA: requires }),
    ...(Object.keys(properties).length === 0 ? {} : { propT: properties }),
  };
}

/** The lines that Lmod suggests for whatis texts. */
function whatisOf({ version, description, homepage, category, keywords }: Module): string[] {
  return [
    ['Description', description],
    ['Version', version],
    ['Category', category],
    ['URL', homepage],
    ['Keywords', keywords.join(', ')],
  ].flatMap(([key, value]) => (value === '' ? [] : [`${key}: ${value}`]));
}

/** The character after the last slash says that a site marked it (isMarked in Lmod's utils.lua). */
function marked(weight: string): string {
  const at = weight.lastIndexOf('/') + 1;
  return `${weight.slice(0, at)}^${weight.slice(at + 1)}`;
}

/** `lmod:sticky` as `{"lmod": {"sticky": 1}}`; tags of Environment Modules have no group. */
function propertiesOf({ tags, restricted }: Module): Record<string, Record<string, 1>> {
  const groups = new Map<string, string[]>();
  // That an account may not read a file is no property of it.
  const isUntold = restricted !== '' && restricted !== 'unreadable' && restrictionOf(tags) !== restricted;
  for (const tag of isUntold ? [...tags, restricted] : tags) {
    const colon = tag.indexOf(':');
    const [group, word] = colon > 0 ? [tag.slice(0, colon), tag.slice(colon + 1)] : ['lmod', tag];
    groups.set(group, [...(groups.get(group) ?? []), word]);
  }
  return Object.fromEntries(
    [...groups].map(([group, words]) => [
      group,
      Object.fromEntries(words.map((word): [string, 1] => [word, 1])),
    ]),
  );
}

/** The key under which a list has a modulefile: its path. Lists of names do not tell the file. */
export function fileOf(tree: string, { file, fullName }: Module): string {
  if (file.startsWith('/')) return file;
  return `${tree === '/' ? '' : tree}/${file === '' ? fullName : file}`;
}
