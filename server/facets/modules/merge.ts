import { type ListedTree, type Listing, treeOf } from './listing.ts';
import { type Module, namedModule } from './schema.ts';

/** Adds what one output lists to what others of the same session list; a module told twice is told once. */
export class Merged {
  private readonly modules = new Map<string, Module>();

  constructor(readonly listing: Listing) {}

  add(from: Listing, linesBefore: number): void {
    const { listing } = this;
    if (listing.tool === 'none') listing.tool = from.tool;
    listing.version ||= from.version;
    for (const path of from.modulepath) if (!listing.modulepath.includes(path)) listing.modulepath.push(path);
    for (const name of from.extensions) listing.extensions.add(name);
    for (const problem of from.problems) {
      if (listing.problems.length < 100)
        listing.problems.push({ ...problem, line: problem.line === 0 ? 0 : problem.line + linesBefore });
    }
    for (const [path, { modules, aliases }] of from.trees) {
      treeOf(listing, path).aliases.push(...aliases);
      for (const module of modules) this.addModule(path, module);
    }
  }

  private addModule(path: string, module: Module): void {
    const key = `${path}\0${module.fullName}`;
    const known = this.modules.get(key);
    // Two files of one name in one tree, such as `a/1` and `a/1.lua`, are two modules.
    if (known && (known.file === '' || module.file === '' || known.file === module.file)) {
      tellMore(known, module);
      return;
    }
    this.modules.set(key, module);
    treeOf(this.listing, path).modules.push(module);
  }

  /** What was told without its tree belongs to the one tree that has it; an extension belongs to none. */
  settle(): void {
    const { listing } = this;
    const loose = listing.trees.get('');
    if (!loose) return;
    const holders = new Map<string, Module[]>();
    for (const [path, { modules }] of listing.trees) {
      if (path === '') continue;
      for (const module of modules) {
        const known = holders.get(module.fullName);
        if (known) known.push(module);
        else holders.set(module.fullName, [module]);
      }
    }
    const extensions = new Set(listing.extensions);
    for (const { modules } of listing.trees.values())
      for (const { provides } of modules) for (const name of provides) extensions.add(name);
    loose.modules = loose.modules.filter((module) => {
      if (extensions.has(module.fullName)) return false;
      const [holder, ...more] = holders.get(module.fullName) ?? [];
      // Of several trees nobody knows which one is meant, but each has it.
      if (holder && more.length === 0) tellMore(holder, module);
      return holder === undefined;
    });
    if (isEmpty(loose)) listing.trees.delete('');
  }
}

function isEmpty(tree: ListedTree): boolean {
  return tree.modules.length === 0 && tree.aliases.length === 0;
}

/** Fills what the first telling left open. */
function tellMore(known: Module, more: Module): void {
  // Some listings say where the name ends (`bowtie` in `bowtie/64/2.2`); the others' last slash is a guess.
  if (namedModule(more.fullName).name !== more.name) {
    known.name = more.name;
    known.version = more.version;
  }
  known.file ||= more.file;
  if (known.default !== 'marked') known.default = more.default || known.default;
  known.hidden ||= more.hidden;
  known.description ||= more.description;
  known.homepage ||= more.homepage;
  known.category ||= more.category;
  known.family ||= more.family;
  known.restricted ||= more.restricted;
  known.broken ||= more.broken;
  known.symbols = union(known.symbols, more.symbols);
  known.tags = union(known.tags, more.tags);
  known.keywords = union(known.keywords, more.keywords);
  known.provides = union(known.provides, more.provides);
  if (known.requires.length === 0) known.requires = more.requires;
}

function union(a: string[], b: string[]): string[] {
  return b.length === 0 ? a : [...new Set([...a, ...b])].sort();
}
