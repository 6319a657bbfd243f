import type { Problem } from '../facet.ts';
import { problemOf } from '../reading.ts';
import { sorted } from './database.ts';
import type { Package } from './schema.ts';

const HEADER = /^-- (\S+) \/ (.+?) -{2,}\s*$/;
/** `-- no arch / no compilers` names neither. */
const NONE = /^(?:no compilers?|none)$/;
const SPEC =
  /^(?:\[(.)\] +|- {2,}|\s{0,8})?(?:([a-z2-7]{5,32}) +)?([A-Za-z0-9][\w.-]*?)@=?([^\s+~%/^]+)(.*)$/;

/** Whether a text is of `spack find`, with headers of architecture and compiler. */
export function isListing(text: string): boolean {
  const lines = text.split('\n', 5000);
  const from = lines.findIndex((line) => HEADER.test(line));
  return (
    from >= 0 && lines.slice(from + 1, from + 20).some((line) => line.trim() !== '' && SPEC.test(line.trim()))
  );
}

/** `spack find`, with or without -l, -L, -v, -p, -x and -I. */
export function readListing(text: string, where: string): { packages: Package[]; problems: Problem[] } {
  const packages: Package[] = [];
  const problems: Problem[] = [];
  let header: { arch: string; compiler: string } | null = null;
  for (const [at, line] of text.split('\n').entries()) {
    const found = HEADER.exec(line);
    if (found) {
      header = { arch: found[1] ?? '', compiler: compilerOf(found[2] ?? '') };
      continue;
    }
    // `==> 12 installed packages` stands before or after the list.
    if (line.trim() === '' || line.startsWith('==>') || !header || DEPENDENCY.test(line)) continue;
    const rows = columnsOf(line).map((cell) => packageOf(cell, header));
    for (const row of rows) if (row) packages.push(row);
    if (rows.includes(null)) problems.push(problemOf('spack', where, 'spack-find', at + 1, line, 'no spec'));
  }
  return { packages: sorted(packages), problems };
}

/** `gcc@12.2.0`, `gcc@=12.2.0`, `%c,cxx=gcc@12.2.0 %fortran=gcc@12.2.0` since Spack 1.0. */
function compilerOf(text: string): string {
  if (NONE.test(text)) return '';
  const first = text.trim().split(/\s+/)[0] ?? '';
  return first.replace(/^%(?:[a-z,]+=)?/, '').replace('@=', '@');
}

/** Of -d, below what needs it: no row of its own, and under the heading of another compiler. */
const DEPENDENCY = /^(?:[a-z2-7]{7,32})? {4,}\^?[A-Za-z0-9]/;

const CELL = /^(?:\[.\] +|- +)?(?:[a-z2-7]{5,32} )?[A-Za-z0-9][\w.-]*@\S+(?: \S+)*$/;

/** Several specs stand in one line, two blanks apart (colify), with or without hashes; not with -p, nor in a tree. */
function columnsOf(line: string): string[] {
  const cells = line.trim().split(/ {2,}(?=\S)/);
  return cells.length > 1 && cells.every((cell) => CELL.test(cell)) ? cells : [line.trim()];
}

function packageOf(cell: string, header: { arch: string; compiler: string } | null): Package | null {
  const [, mark = '', hash = '', name = '', version = '', rest = ''] = SPEC.exec(cell) ?? [];
  if (name === '') return null;
  const [, path = ''] = / +(\/\S.*)$/.exec(rest) ?? [];
  const variants = rest
    .slice(0, rest.length - path.length)
    .replace(/%\S+/g, ' ')
    .replace(/\barch=\S+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return {
    name,
    version,
    compiler: (/%([\w.-]+@[\w.=-]+)/.exec(rest)?.[1] ?? header?.compiler ?? '').replace('@=', '@'),
    variants,
    arch: header?.arch ?? '',
    hash,
    namespace: '',
    state: mark === 'e' ? 'external' : mark === '-' ? 'missing' : 'installed',
    explicit: null,
    prefix: path,
    deprecatedFor: '',
  };
}
