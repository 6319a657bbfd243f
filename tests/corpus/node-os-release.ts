import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { corpus } from '../harness/corpus.ts';
import { type Captured, type Case, captured, capturedBytes, type Measure } from './measure.ts';
import { cellsOf, documentOf, member } from './node-rows.ts';

const FIELDS = {
  id: 'ID',
  versionId: 'VERSION_ID',
  name: 'NAME',
  version: 'VERSION',
  prettyName: 'PRETTY_NAME',
  codename: 'VERSION_CODENAME',
  idLike: 'ID_LIKE',
  variant: 'VARIANT_ID',
  build: 'BUILD_ID',
} as const;
const NAMES = Object.keys(FIELDS);
const KEYS = Object.values(FIELDS);

/** The shell is the specification of os-release(5). Null where the file is no shell: bare spaces, prose. */
function asShell(path: string): string[] | null {
  const script = `. "$1" || exit 9; printf '%s\\0' ${KEYS.map((name) => `"$${name}"`).join(' ')}`;
  const run = spawnSync('dash', ['-e', '-c', script, 'sh', join(corpus, path)], {
    encoding: 'utf8',
    env: { PATH: '/nonexistent' },
  });
  return run.status === 0 && run.stderr === '' ? run.stdout.split('\0').slice(0, -1) : null;
}

/** What a reader of single lines finds: all behind the first =, without its quotes. */
function asLines(path: string): string[] {
  const lines = capturedBytes(path).toString('utf8').split('\n');
  return KEYS.map((key) => {
    const line = lines.filter((one) => one.trim().startsWith(`${key}=`)).at(-1) ?? '';
    return line
      .trim()
      .slice(key.length + 1)
      .replace(/^(["'])([\s\S]*)\1$/, '$2');
  });
}

function expected({ path }: Captured): string[] {
  if (path.endsWith('.json')) {
    const json: unknown = JSON.parse(capturedBytes(path).toString('utf8'));
    return KEYS.map((key) => member(json, key));
  }
  return asShell(path) ?? asLines(path);
}

function cases(): Case[] {
  return captured('os-release').map((one) => {
    const cells = expected(one);
    const [, id = '', versionId = ''] = /^ID=(.*) VERSION_ID=(.*)$/.exec(one.truth) ?? [];
    // The index was made by a reader of the shell's form, which finds nothing in JSON.
    const told = one.path.endsWith('.json')
      ? cells.slice(0, 2)
      : [id, versionId].map((word) => (word === 'None' ? '' : word));
    const facts = Object.fromEntries(NAMES.map((name, at) => [name, at < 2 ? told[at] : cells[at]]));
    return {
      input: one.path,
      expected: cellsOf(facts, NAMES),
      found: cellsOf(documentOf('os', one.path), NAMES),
    };
  });
}

export const osRelease: Measure[] = [
  { kind: 'os-release', parser: 'os os-release', truth: 'the shell, and the index', cases },
];
