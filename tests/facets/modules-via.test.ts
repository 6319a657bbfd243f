import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyListing, treeOf } from '../../server/facets/modules/listing.ts';
import { parseColumns } from '../../server/facets/modules/parse-columns.ts';
import { namedModule } from '../../server/facets/modules/schema.ts';
import { completeChains } from '../../server/facets/modules/via.ts';

function completed(entries: [tree: string, fullName: string, chain: string[]][]): string[][] {
  const listing = emptyListing('environment-modules');
  for (const [tree, fullName, chain] of entries) {
    treeOf(listing, tree).modules.push({
      ...namedModule(fullName),
      requires: chain.length > 0 ? [chain] : [],
    });
  }
  completeChains(listing);
  return [...listing.trees.values()].flatMap((one) => one.modules.map((module) => module.requires[0] ?? []));
}

test('a chain of which only the end is told is completed, a whole one stays', () => {
  const core: [string, string, string[]] = ['/core', 'gcc/13', []];
  const mpi: [string, string, string[]] = ['/gcc', 'mpi/5', ['gcc/13']];
  expect(completed([['/mpi', 'hdf5/1', ['mpi/5']], mpi, core])).toEqual([
    ['gcc/13', 'mpi/5'],
    ['gcc/13'],
    [],
  ]);
  expect(completed([core, mpi, ['/mpi', 'hdf5/1', ['gcc/13', 'mpi/5']]])[2]).toEqual(['gcc/13', 'mpi/5']);
});

test('what lies in MODULEPATH as well needs nothing first', () => {
  expect(
    completed([
      ['/a', 'mpi/5', ['gcc/13']],
      ['/b', 'mpi/5', []],
      ['/c', 'x/1', ['mpi/5']],
    ])[2],
  ).toEqual(['mpi/5']);
});

test('headers tell the same', () => {
  const text =
    '---- /core ----\ngcc/13  \n\n---- /gcc (via gcc/13) ----\nmpi/5  \n\n---- /mpi (via mpi/5) ----\nhdf5/1  \n';
  const found = parseColumns(text).trees.get('/mpi')?.modules[0];
  expect(found?.requires).toEqual([['gcc/13', 'mpi/5']]);
});

test('circles end', () => {
  const names = fc.constantFrom('a', 'b', 'c', 'd');
  fc.assert(
    fc.property(
      fc.array(fc.tuple(names, names, fc.array(names, { maxLength: 3 })), { maxLength: 12 }),
      (entries) => {
        for (const chain of completed(entries)) expect(chain.length).toBeLessThan(20);
      },
    ),
  );
});
