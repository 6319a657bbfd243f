import { basename } from 'node:path';
import { Tree } from '../../server/facets/modules/schema.ts';
import { capturedBytes, capturedFiles, parsed } from './measure.ts';

/** What our parsers read of a captured file: `tree name` per module, or why nothing was read. */
export function foundModules(path: string): string[] {
  const view = attempted(path);
  if (typeof view === 'string') return [view];
  return view
    .flatMap(({ tree, facts }) => facts.modules.map((module) => `${tree} ${module.fullName}`))
    .sort();
}

/** The same with aliases. */
export function foundAliases(path: string): string[] {
  const view = attempted(path);
  if (typeof view === 'string') return [view];
  return view.flatMap(({ tree, facts }) => facts.aliases.map((alias) => `${tree} ${alias.name}`)).sort();
}

/** Names alone, each once: for listings that tell no tree. */
export function names(rows: string[]): string[] {
  return [...new Set(rows.map((row) => row.slice(row.indexOf(' ') + 1)))].sort();
}

function attempted(path: string): { tree: string; facts: Tree }[] | string {
  try {
    const { outcome, roots } = parsed('modules', path);
    if (outcome === 'failed') return 'failed';
    return roots.flatMap((root) =>
      root.items.map((item) => ({ tree: root.path, facts: Tree.parse(item.document) })),
    );
  } catch (error) {
    return error instanceof Error && error.message.includes('in no form') ? 'not recognised' : String(error);
  }
}

export function captureText(path: string): string {
  return capturedBytes(path).toString('utf8');
}

let files: string[] | undefined;

/** The files of a captured folder that hold something, exit codes aside. */
export function filesIn(folder: string): string[] {
  files ??= capturedFiles();
  return files.filter(
    (path) =>
      path.startsWith(`${folder}/`) &&
      !path.endsWith('.rc') &&
      basename(path) !== 'MODULEPATH' &&
      captureText(path).trim() !== '',
  );
}

/** A line that is a message of Tcl, of Lmod or of Environment Modules, and no entry. */
export function isMessage(line: string): boolean {
  return /\(\d+\):[A-Z]+:\d+:|^ERROR|^WARNING|^Lmod |^Module ERROR|^invalid command|^ {2,}|^"|^Aborting|^See |^\[string|^Try /.test(
    line,
  );
}

/** A symbolic version stands beside the folder that it means. */
export function besides(folder: string, symbol: string): string {
  const slash = folder.lastIndexOf('/');
  return `${slash === -1 ? folder : folder.slice(0, slash)}/${symbol}`;
}

/**
 * A terse listing by its lines: `tree name` of modules and of aliases. It is written apart from our parser, which it
 * must agree with.
 */
export function terseRows(text: string): { modules: string[]; aliases: string[] } {
  const rows = { modules: [] as string[], aliases: [] as string[] };
  let tree: string | undefined;
  for (const line of text.split('\n').map((one) => one.trimEnd())) {
    if (line === '' || line.startsWith('#') || isMessage(line)) continue;
    if (line.endsWith(':')) {
      tree = line.slice(0, -1);
      continue;
    }
    const bare = line.replace(/ <[^<>]*>$/, '');
    const mark = /\(([^()]*)\)$/.exec(bare);
    const said = mark ? bare.slice(0, mark.index) : bare;
    const name = said.replace(/^'(.*)'$/, '$1').replace(/^'([^']*)'(\/.*)$/, '$1$2');
    const isAlias = mark !== null && (mark[1] ?? '').split(':').some((one) => one.startsWith('@'));
    if (isAlias) rows.aliases.push(`${tree ?? ''} ${name}`);
    else if (name.endsWith('/'))
      for (const symbol of mark?.[1]?.split(':') ?? [])
        rows.aliases.push(`${tree ?? ''} ${besides(name.slice(0, -1), symbol)}`);
    else if (tree !== undefined && !/(?:^|\/)\.(?:version|modulerc)/.test(name))
      rows.modules.push(`${tree} ${name}`);
  }
  rows.modules.sort();
  return rows;
}
