import { emptyListing, type Listing, plainPath, treeOf } from '../listing.ts';
import { headerOf } from '../parse-columns.ts';
import { type Module, namedModule } from '../schema.ts';
import { tellWhatis } from '../whatis.ts';

/** `gcc/13.2.0   : Description: ...` of Lmod, `   gcc/13.2.0: ...` under a header of Environment Modules. */
const TOLD = /^ *(\S[^:]{0,200}(?::[^ :]{1,200}){0,3}) *:(?: (.*)|)$/;

/** `module whatis` of either tool, alone: the modules that it tells of, with what it tells. */
export function parseWhatisText(text: string): Listing {
  const isLmod = !hasHeader(text) && /^\S+ +: \S/m.test(text) && !/^\S+ +: +whatis/m.test(text);
  const listing = emptyListing(isLmod ? 'lmod' : 'environment-modules');
  const texts = new Map<Module, string[]>();
  let tree = '';
  let last: string[] | undefined;
  const named = new Map<string, Module>();
  for (const line of text.split('\n')) {
    const header = headerOf(line);
    if (header !== undefined) {
      tree = plainPath(header);
      treeOf(listing, tree);
      last = undefined;
      continue;
    }
    const told = toldOf(line);
    if (!told) {
      // A text of several lines goes on in the first column.
      if (isLmod && last && line.trim() !== '') last.push(`${last.pop() ?? ''}\n${line}`);
      continue;
    }
    const key = `${tree}\0${told.name}`;
    const module = named.get(key) ?? namedModule(told.name);
    if (!named.has(key)) {
      named.set(key, module);
      treeOf(listing, tree).modules.push(module);
    }
    last = texts.get(module) ?? [];
    last.push(told.text);
    texts.set(module, last);
  }
  for (const [module, said] of texts) tellWhatis(module, said);
  return listing;
}

/** Under a header each row is `name: text`; without one, a version or a known key must show what it is. */
export function isWhatis(text: string): boolean {
  const lines = text.split('\n', 500).filter((line) => line.trim() !== '');
  if (hasHeader(text)) {
    const rows = lines.filter((line) => headerOf(line) === undefined);
    return (
      rows.length > 0 &&
      headerOf(lines[0] ?? '') !== undefined &&
      rows.filter((row) => TOLD.test(row)).length * 10 >= rows.length * 8
    );
  }
  const first = /^(\S+\/\S+) *: \S/.exec(lines[0] ?? '')?.[1];
  return first !== undefined && /^\S+\/\S+ +: \S/.test(lines[0] ?? '') && !/^\//.test(first);
}

function hasHeader(text: string): boolean {
  return text.split('\n', 50).some((line) => headerOf(line) !== undefined);
}

function toldOf(line: string): { name: string; text: string } | undefined {
  const found = TOLD.exec(line);
  const name = found?.[1]?.trim().replace(/^'(.*)'$/, '$1');
  return name === undefined || name === '' ? undefined : { name, text: (found?.[2] ?? '').trim() };
}
