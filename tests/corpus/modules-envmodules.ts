import { basename, dirname } from 'node:path';
import { type Case, captured, type Measure } from './measure.ts';
import { besides, captureText, filesIn, foundAliases, foundModules, terseRows } from './modules-rows.ts';

/** Every form of one version of Environment Modules over one tree. */

/** JSON line by line, since 4 and 5 leave quotes and backslashes in it as they are. */
export function jsonRows(text: string): { modules: string[]; aliases: string[] } {
  const rows = { modules: [] as string[], aliases: [] as string[] };
  let tree = '';
  for (const line of text.split('\n')) {
    const header = /^[{},]*"(.*)": \{$/.exec(line)?.[1];
    if (header !== undefined) tree = header;
    const entry = /"name": "(.*?)", "type": "(\w+)"/.exec(line);
    if (entry?.[2] === 'modulefile') rows.modules.push(`${tree} ${entry[1]}`);
    if (entry?.[2] === 'alias') rows.aliases.push(`${tree} ${entry[1]}`);
    if (entry?.[2] === 'directory')
      for (const symbol of (/"symbols": \[ ?"(.*?)" ?\]/.exec(line)?.[1] ?? '').split('", "'))
        if (symbol !== '') rows.aliases.push(`${tree} ${besides(entry[1] ?? '', symbol)}`);
  }
  rows.modules.sort();
  return rows;
}

const hasListing = (text: string) => /^\/.*:$|^-+ \/.* -+$|^\{"/m.test(text);

function expectedOf(path: string): { modules: string[]; aliases: string[] } | undefined {
  const text = captureText(path);
  const terse = () => terseRows(captureText(`${dirname(path)}/avail-t.err`));
  const failed = { modules: ['failed'], aliases: ['failed'] };
  if (
    /^(?:avail|pre)/.test(basename(path)) &&
    path.endsWith('.err') &&
    /^(?:ERROR|.*Invalid option)/m.test(text) &&
    !hasListing(text)
  )
    return failed;
  switch (basename(path)) {
    case 'avail-j.err':
    case 'avail-j-a.err':
      return jsonRows(text);
    case 'avail-t.err':
    case 'avail-t-a.err':
    case 'avail-t-d.err':
    case 'avail-t-L.err':
    case 'avail-t-S.err':
    case 'avail-post-t.err':
    case 'pre-t.err':
      return terseRows(text);
    case 'avail.err':
    case 'avail-l.err':
    case 'json.err':
      return terse();
    case 'version.err':
    case 'listj.err':
      return { modules: [], aliases: [] };
    default:
      return undefined;
  }
}

function cases(part: 'modules' | 'aliases', found: (path: string) => string[]): Case[] {
  const folders = captured('live-modules').filter(({ path }) => path.startsWith('live/envmodules-'));
  return folders.flatMap(({ path: folder }) =>
    filesIn(folder).flatMap((path): Case[] => {
      const rows = expectedOf(path);
      return rows
        ? [{ input: path, expected: [...rows[part]].sort(), found: found(path), ...explained(path) }]
        : [];
    }),
  );
}

function explained(path: string): { explained?: string } {
  return basename(path) === 'avail-l.err' && /^[^\s/]\S{38}[^\s/]\S/m.test(captureText(path))
    ? { explained: 'a name of 40 letters touches the symbolic versions behind it' }
    : {};
}

/** The names before the colon of `module whatis`. */
function whatisCases(): Case[] {
  return captured('live-modules').flatMap(({ path: folder }) =>
    filesIn(folder).flatMap((path): Case[] => {
      if (basename(path) !== 'whatis.err' || !folder.startsWith('live/envmodules-')) return [];
      const known = new Set(jsonRows(captureText(`${folder}/avail-j.err`)).modules);
      const text = captureText(path);
      const tree = /^-+ (\S+) -+$/m.exec(text)?.[1] ?? '';
      const told = [...known].filter((row) =>
        `\n${text}`.replaceAll('\n', ' ').includes(` ${row.slice(tree.length + 1)}: `),
      );
      const why = {
        explained: 'modulefiles wrote to standard error themselves: no line says what it belongs to',
      };
      return [
        {
          input: path,
          expected: told.sort(),
          found: foundModules(path).filter((row) => known.has(row) || row === 'not recognised'),
          ...(tree === '' ? why : {}),
        },
      ];
    }),
  );
}

export const envmodulesMeasures: Measure[] = [
  {
    kind: 'live-modules',
    parser: 'modules: Environment Modules 3.2 to 5.2, modules',
    truth: 'terse and JSON lines by split',
    cases: () => cases('modules', foundModules),
  },
  {
    kind: 'live-modules',
    parser: 'modules: Environment Modules 3.2 to 5.2, aliases',
    truth: 'terse and JSON lines by split',
    cases: () => cases('aliases', foundAliases),
  },
  {
    kind: 'live-modules',
    parser: 'modules: whatis of Environment Modules',
    truth: 'names of avail -j',
    cases: whatisCases,
  },
];
