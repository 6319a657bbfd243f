import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseInput } from '../../server/cli/parse.ts';
import { Tree } from '../../server/facets/modules/schema.ts';
import { corpus } from '../harness/corpus.ts';
import { type Case, captured, capturedBytes, type Measure } from './measure.ts';
import { jsonRows } from './modules-envmodules.ts';
import { factsOf, rowOf } from './modules-lmod.ts';
import { captureText, terseRows } from './modules-rows.ts';

/** Whole captured folders, given as such: what any of their listings has. */

function filesOf(folder: string): string[] {
  return readdirSync(join(corpus, folder)).map((name) => `${folder}/${name}`);
}

function found(folder: string): string[] {
  const files = filesOf(folder).map((path) => ({ path: basename(path), bytes: capturedBytes(path) }));
  try {
    const { roots } = parseInput('modules', { name: basename(folder), files });
    const rows = roots.flatMap((root) =>
      root.items.flatMap((item) =>
        Tree.parse(item.document).modules.map((one) => `${root.path} ${one.fullName}`),
      ),
    );
    return [...new Set(rows)].sort();
  } catch {
    return ['not recognised'];
  }
}

const isTerse = (path: string) =>
  /(?:avail-t|pre-t|avail-post-t|-tavail|--show_hiddenavail)[^/]*\.err$/.test(path);

function expected(folder: string): string[] {
  const terse = filesOf(folder)
    .filter((path) => isTerse(path) && !/^Lmod has detected/m.test(captureText(path)))
    .flatMap((path) => terseRows(captureText(path)).modules);
  const json = folder.startsWith('live/lmod-')
    ? factsOf(folder).map(rowOf)
    : filesOf(folder)
        .filter((path) => /avail-j(?:-a)?\.err$/.test(path))
        .flatMap((path) => jsonRows(captureText(path)).modules);
  return [...new Set([...terse, ...json])].sort();
}

export const folderMeasures: Measure[] = [
  {
    kind: 'live-modules',
    parser: 'modules module-outputs, whole folders',
    truth: 'JSON and terse lines by split',
    cases: () =>
      captured('live-modules').map(
        ({ path }): Case => ({ input: path, expected: expected(path), found: found(path) }),
      ),
  },
];
