import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { NativeInput } from '../../server/facets/facet.ts';
import { modules } from '../../server/facets/modules/index.ts';
import { type Module, Tree } from '../../server/facets/modules/schema.ts';
import { corpus, hasCorpus } from '../harness/corpus.ts';

/** Captures of real programs: the forms of one listing must agree with each other and with what was counted. */

function inputOf(path: string): NativeInput {
  return { name: path, files: [{ path, bytes: readFileSync(join(corpus, path)) }] };
}

function treesOf(format: string, path: string): { path: string; tree: Tree }[] {
  const form = modules.natives.find((one) => one.format === format);
  if (!form) throw new Error(`no form ${format}`);
  return form
    .parse(inputOf(path))
    .roots.map((root) => ({ path: root.path, tree: Tree.parse(root.items[0]?.facts) }));
}

const recognised = (path: string) => modules.natives.find((form) => form.recognise(inputOf(path)))?.format;
const modulesIn = (trees: { tree: Tree }[]) => trees.flatMap(({ tree }) => tree.modules);
const aliasesIn = (trees: { tree: Tree }[]) => trees.flatMap(({ tree }) => tree.aliases);
const namesOf = (list: Module[]) => [...new Set(list.map((one) => one.fullName))].sort();
const shown = (list: Module[]) => list.filter((one) => !one.hidden);
const marked = (list: Module[]) => namesOf(list.filter((one) => one.default === 'marked'));

const index = hasCorpus
  ? readFileSync(join(corpus, 'INDEX.tsv'), 'utf8')
      .split('\n')
      .map((line) => line.split('\t'))
      .filter(([kind]) => kind === 'live-modules')
      .map((cells) => ({ folder: cells[1] ?? '', truth: cells.join(' ') }))
  : [];

function counted(truth: string, pattern: RegExp): number[] | undefined {
  return pattern.exec(truth)?.slice(1).map(Number);
}

describe.skipIf(!hasCorpus)('Environment Modules', () => {
  const captures = index.filter(({ truth }) => truth.includes('avail -j: '));
  test('there are captures', () => expect(captures.length).toBeGreaterThan(20));
  test.each(captures)('$folder', ({ folder, truth }) => {
    const [paths, files, aliases] =
      counted(truth, /avail -j: (\d+) paths, (\d+) modulefile, (\d+) alias/) ?? [];
    const json = treesOf('envmodules-json', `${folder}/avail-j.err`);
    const listed = modulesIn(json);
    expect([json.length, listed.length]).toEqual([paths, files]);
    expect(aliasesIn(json).length).toBeGreaterThanOrEqual(aliases ?? 0);
    if (paths === 0) return;
    expect(recognised(`${folder}/avail-j.err`)).toBe('envmodules-json');
    const terse = treesOf('envmodules-terse', `${folder}/avail-t.err`);
    expect(namesOf(modulesIn(terse))).toEqual(namesOf(shown(listed)));
    expect(marked(modulesIn(terse))).toEqual(marked(shown(listed)));
    expect([...new Set(aliasesIn(terse).map((one) => one.name))].sort()).toEqual(
      [
        ...new Set(
          aliasesIn(json)
            .filter((one) => !one.hidden)
            .map((one) => one.name),
        ),
      ].sort(),
    );
    const columns = treesOf('avail-columns', `${folder}/avail.err`);
    expect(namesOf(modulesIn(columns))).toEqual(namesOf(shown(listed)));
    expect(recognised(`${folder}/avail.err`)).toBe('avail-columns');
  });
});

describe.skipIf(!hasCorpus)('Lmod', () => {
  const captures = index.filter(({ truth }) => truth.includes('spider json: '));
  test('there are captures', () => expect(captures.length).toBeGreaterThan(100));
  test.each(captures)('$folder', ({ folder, truth }) => {
    const [, versions] = counted(truth, /spider json: (\d+) packages, (\d+) versions/) ?? [];
    const spider = treesOf('lmod-spider-json', `${folder}/spider-spider-json.out`);
    const page = treesOf('lmod-software-page', `${folder}/spider-jsonSoftwarePage.out`);
    expect(modulesIn(page)).toHaveLength(versions ?? -1);
    const facts = (list: Module[]) =>
      list
        .map(({ fullName, version, file, requires }) => JSON.stringify([fullName, version, file, requires]))
        .sort();
    expect(facts(modulesIn(page))).toEqual(facts(shown(modulesIn(spider))));
    const status = readFileSync(join(corpus, folder, '-tavail.rc'), 'utf8').trim();
    // After one bad .modulerc avail lists nothing, and no form of it can say more.
    if (status !== '0') return expect(modulesIn(treesOf('lmod-terse', `${folder}/-tavail.err`))).toEqual([]);
    const initial = readFileSync(join(corpus, folder, 'MODULEPATH'), 'utf8')
      .trim()
      .split(':');
    const top = modulesIn(spider.filter(({ path }) => initial.includes(path)));
    expect(namesOf(modulesIn(treesOf('lmod-terse', `${folder}/-tavail.err`)))).toEqual(namesOf(shown(top)));
    expect(namesOf(modulesIn(treesOf('lmod-terse', `${folder}/--terse--show_hiddenavail.err`)))).toEqual(
      namesOf(top),
    );
    expect(namesOf(modulesIn(treesOf('avail-columns', `${folder}/avail.err`)))).toEqual(namesOf(shown(top)));
  });

  test('one production cluster: 193 names, 810 files, 11 of them hidden', () => {
    const file = 'lmod-spider-json/OSC__ondemand/apps/dashboard/test/fixtures/modules/oakley.json';
    expect(existsSync(join(corpus, file))).toBe(true);
    const listed = modulesIn(treesOf('lmod-spider-json', file));
    expect([
      listed.length,
      new Set(listed.map((one) => one.name)).size,
      listed.length - shown(listed).length,
    ]).toEqual([810, 193, 11]);
  });
});
