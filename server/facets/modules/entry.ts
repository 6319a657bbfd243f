import type { Tool } from './schema.ts';

/** One entry of a listing meant for people or shells, taken apart. */
export interface ListedEntry {
  name: string;
  symbols: string[];
  tags: string[];
  hidden: boolean;
  /** What the name stands for, '' when that is not told; undefined when it is no alias. */
  alias: string | undefined;
}

/**
 * The abbreviations of tags: Environment Modules' MODULES_TAG_ABBREV and Lmod's decorations of
 * terse listings. An unknown one stays as it is.
 */
const TAGS: Record<string, string> = {
  H: 'hidden',
  hm: 'hidden-loaded',
  L: 'loaded',
  aL: 'auto-loaded',
  F: 'forbidden',
  nF: 'nearly-forbidden',
  NF: 'nearly-forbidden',
  S: 'sticky',
  s: 'sticky',
  sS: 'super-sticky',
  K: 'keep-loaded',
  kL: 'keep-loaded',
};

/** Tags of the moment, which say nothing about the tree. */
const LOADED = new Set(['loaded', 'auto-loaded', 'hidden-loaded']);

/** `'space ya/2'(default:new) <H>`: name, symbols or alias, tags. */
export function readEntry(text: string, tool: Tool): ListedEntry {
  const entry: ListedEntry = { name: text, symbols: [], tags: [], hidden: false, alias: undefined };
  // Lmod writes one pair of brackets for each of its decorations, `<H> <F>`; the other tool one for all tags.
  const tags: string[] = [];
  for (
    let open = entry.name.lastIndexOf(' <');
    open > 0 && entry.name.endsWith('>');
    open = entry.name.lastIndexOf(' <')
  ) {
    tags.push(...entry.name.slice(open + 2, -1).split(/[:,]/));
    entry.name = entry.name.slice(0, open).trimEnd();
  }
  takeTags(entry, tags);
  if (entry.name.endsWith(')')) {
    const open = openingOf(entry.name);
    const inner = entry.name.slice(open + 1, -1);
    // Lmod has had no symbols in brackets since 7.0 but its default mark, and names may hold brackets.
    if (open > 0 && (tool !== 'lmod' || inner === 'default' || inner.startsWith('@'))) {
      entry.name = entry.name.slice(0, open);
      if (inner.startsWith('@')) entry.alias = inner.slice(1);
      else entry.symbols = inner.split(':').filter((symbol) => symbol !== '');
      if (entry.symbols.includes('@')) entry.alias = '';
      entry.symbols = entry.symbols.filter((symbol) => symbol !== '@');
    }
  }
  // Variants of Environment Modules 5.6, `foo/1.0{bar=a:-debug}`, say how it can be loaded.
  const variants = tool === 'lmod' || !entry.name.endsWith('}') ? -1 : entry.name.indexOf('{');
  if (variants > 0) entry.name = entry.name.slice(0, variants);
  entry.name = unquoted(entry.name, tool);
  return entry;
}

export function takeTags(entry: ListedEntry, tags: string[]): void {
  const names = tags.map((tag) => TAGS[tag] ?? tag).filter((tag) => tag !== '' && !LOADED.has(tag));
  entry.hidden = names.includes('hidden');
  entry.tags = names.filter((name) => name !== 'hidden').sort();
}

/** Where the bracket that the last character closes was opened. */
function openingOf(text: string): number {
  const open = text.lastIndexOf('(');
  // Symbols may be quoted, aliases may stand for names with brackets of their own.
  const alias = text.indexOf('(@');
  return alias > 0 ? alias : open;
}

/** Environment Modules quote what holds a space, as Tcl's or the shell's users would. */
function unquoted(name: string, tool: Tool): string {
  if (tool === 'lmod' || name.length < 2 || !name.startsWith("'")) return name;
  const end = name.lastIndexOf("'");
  return end > 0 && (end === name.length - 1 || name[end + 1] === '/')
    ? name.slice(1, end) + name.slice(end + 1)
    : name;
}

/** Messages that the tools write among the entries. */
const NOISE = [
  // 3.2: "dir2(28):PROB:153: Duplicate version symbol 'd1' found", "locate_module.c(1083):WARN:71: ..."
  /\(\d+\):(?:ERROR|PROB|WARN|INFO|VERB|DEBUG|PARSE|FATAL|INTERN)[A-Z]*:\d+:/,
  /^(?:Module )?(?:ERROR|WARNING|WARN|INFO|DEBUG)\b/,
  /^Lmod (?:has detected|Warning|Error)/i,
  /^invalid command name /,
  /^\s{4,}\S/,
  /^\s*\(file ".*" line \d+\)/,
  /^"(?:module|source|main)/,
  /^Try 'module --help'/,
];

export function isNoise(line: string): boolean {
  return NOISE.some((pattern) => pattern.test(line));
}
