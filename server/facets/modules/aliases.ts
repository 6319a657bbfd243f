import { type Part, partOf } from '../../frames/evidence.ts';
import { partText } from '../reading.ts';
import { settleSymbols } from './listed.ts';
import { addProblem, type Listing, treeOf } from './listing.ts';
import { parseTerse } from './parse-terse.ts';

/** What the spider does not tell of a module, and avail does since 8.7.50; the other decorations are known already. */
const FORBIDDEN = new Set(['forbidden', 'nearly-forbidden']);

/** Lmod's spider knows no aliases and no symbolic versions: its terse avail does. */
export function addAliases(listing: Listing, parts: Part[]): void {
  if (!partOf(parts, 'avail')) return;
  const avail = parseTerse(partText(parts, 'avail'), 'lmod');
  const status = partText(parts, 'avail-rc').trim();
  // 127: a recorded node without this recording.
  if (status === '127') return;
  if (status !== '' && status !== '0') {
    addProblem(
      listing,
      'avail',
      0,
      partText(parts, 'avail').trim(),
      `aliases are not known: avail ended with ${status}`,
    );
    return;
  }
  const holder = holderOf(listing);
  for (const [path, { aliases, modules }] of avail.trees) {
    const shown = new Map(modules.map((module) => [module.fullName, module]));
    for (const module of listing.trees.get(path)?.modules ?? []) {
      const more = shown.get(module.fullName);
      module.symbols = more?.symbols ?? [];
      module.tags = [...new Set([...module.tags, ...(more?.tags ?? []).filter((tag) => FORBIDDEN.has(tag))])];
      module.restricted ||= more?.restricted ?? '';
    }
    for (const alias of aliases)
      treeOf(listing, path === '' ? holder(alias.target) : path).aliases.push(alias);
  }
  settleSymbols(listing);
}

/** Lmod does not say which tree an alias is of: it is kept with the module that it means. */
function holderOf(listing: Listing): (fullName: string) => string {
  const holders = new Map<string, string>();
  for (const [path, { modules }] of [...listing.trees].sort(byPath)) {
    for (const { fullName } of modules) if (!holders.has(fullName)) holders.set(fullName, path);
  }
  const [first = ''] = [...listing.trees.keys()].sort();
  return (fullName) => holders.get(fullName) ?? first;
}

/** Trees in the order of their paths: a tool's own order is another one in each run. */
export function byPath([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
