import { isSettingsFile } from './listed.ts';
import { type Listing, withinTree } from './listing.ts';
import { type Module, namedModule } from './schema.ts';

const MOST_TEXT = 1_000_000;

/**
 * Modulefiles that their tool could not evaluate, from what it said about them: each is listed as broken with the
 * message, also where the tool then leaves it out.
 */
export function markBroken(listing: Listing, text: string): void {
  if (!/evaluating modulefile|ERROR/.test(text)) return;
  const { files, names } = brokenIn(text.slice(0, MOST_TEXT));
  for (const [path, { modules }] of listing.trees) {
    for (const module of modules) {
      const file = module.file.startsWith('/') ? module.file : `${path}/${module.file}`;
      module.broken ||= files.get(file) ?? names.get(module.fullName) ?? '';
      files.delete(file);
    }
  }
  for (const [file, message] of files) addBroken(listing, file, message);
}

/** What was said by file, and what by name alone. */
export function brokenIn(text: string): { files: Map<string, string>; names: Map<string, string> } {
  const files = new Map<string, string>();
  const names = new Map<string, string>();
  // Lmod folds its messages at the width of a terminal (e_Unable_2_Load in its message files).
  const folded = text.replace(/\s+/g, ' ');
  for (const piece of folded.split('when evaluating modulefile: ').slice(1)) {
    const found = /^(?:[^\s/]\S* )?(\/\S+?): (.{1,2000})/.exec(piece);
    const said = found?.[2]?.split(' Please check the modulefile', 1)[0]?.trim();
    if (found?.[1] !== undefined && said !== undefined) files.set(found[1], said.slice(0, 500));
  }
  let said = '';
  for (const line of text.split('\n')) {
    // "Module ERROR: ..." and then "  In '/path/of/modulefile'" of Environment Modules 4 and 5
    said = /^(?:Module )?ERROR: (.*)$/.exec(line)?.[1] ?? said;
    const file = /^\s*In '(\/[^']+)'\s*$/.exec(line)?.[1];
    if (file !== undefined && said !== '') files.set(file, said.trim().slice(0, 500));
    if (file !== undefined || line.trim() === '') said = '';
    // "name/version(28):ERROR:102: ..." of 3.2
    const old = /^([^\s(]+)\(\d+\):ERROR:\d+: (.*)$/.exec(line);
    if (old?.[1] !== undefined && !names.has(old[1])) names.set(old[1], (old[2] ?? '').trim().slice(0, 500));
  }
  return { files, names };
}

function addBroken(listing: Listing, file: string, message: string): void {
  const tree = [...listing.trees.keys()].find((path) => path !== '' && file.startsWith(`${path}/`));
  if (tree === undefined || isSettingsFile(file)) return;
  const module: Module = namedModule(withinTree(tree, file).replace(/\.lua$/, ''));
  module.file = withinTree(tree, file);
  module.broken = message;
  module.hidden = /(^|\/)\./.test(module.fullName);
  listing.trees.get(tree)?.modules.push(module);
}
