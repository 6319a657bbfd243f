import { type Listing, plainPath } from './listing.ts';
import type { Module } from './schema.ts';
import { tellWhatis } from './whatis.ts';

/**
 * `module whatis` of Environment Modules: a header per tree, then `name: text`, right-aligned, one line
 * per text. 3.2 has no headers and pads the name: `dot       : adds ...`. (The JSON form leaves quotes as
 * they are up to 5.2.) Adds what is told to the listed modules.
 */
export function addWhatis(listing: Listing, text: string): void {
  let texts = new Map<Module, string[]>();
  let names = namesOf([...listing.trees.values()].flatMap((tree) => tree.modules));
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    const header =
      /^-{2,} (.*) -{2,}$/.exec(line)?.[1] ?? (line.endsWith(':') ? line.slice(0, -1) : undefined);
    const tree = header === undefined ? undefined : listing.trees.get(plainPath(header));
    if (tree) {
      tell(texts);
      texts = new Map();
      names = namesOf(tree.modules);
      continue;
    }
    const [module, said] = splitAt(line, names);
    if (!module) continue;
    const known = texts.get(module);
    if (known) known.push(said);
    else texts.set(module, [said]);
  }
  tell(texts);
}

function namesOf(modules: Module[]): Map<string, Module> {
  return new Map(modules.map((module) => [module.fullName, module]));
}

function tell(texts: Map<Module, string[]>): void {
  for (const [module, said] of texts) tellWhatis(module, said);
}

/** The name before one of the first colons that is a module's; names may hold colons and be quoted. */
function splitAt(line: string, names: Map<string, Module>): [Module | undefined, string] {
  let at = line.indexOf(': ');
  for (let tries = 0; at !== -1 && tries < 5; tries++) {
    const name = line.slice(0, at).trimEnd();
    const module = names.get(name) ?? names.get(name.replace(/^'|'$/g, ''));
    if (module) return [module, line.slice(at + 2)];
    at = line.indexOf(': ', at + 2);
  }
  return [undefined, ''];
}
