import { afterAll, beforeAll, expect, test } from 'vitest';
import { refreshComparisons } from '../../server/compare/refresh.ts';
import { namedModule } from '../../server/facets/modules/schema.ts';
import { suggestions } from '../../server/query/suggestions.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, reading, tree, treeFacts } from '../harness/readings.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  const cluster = await Cluster.make(database.db, 1);
  const modules = [
    { ...namedModule('bio/SAMtools/1.9-GCC-8.3.0'), description: 'Reads alignments' },
    { ...namedModule('bio/SAMtools/1.17-GCC-12.2.0') },
    { ...namedModule('bio/SAMtools/1.19-GCC-13.2.0') },
    { ...namedModule('sambamba/1.0'), description: 'Reads <b>BAM</b>' },
    { ...namedModule('gcc/12.2.0') },
    { ...namedModule('chem/GROMACS/2024.1'), description: 'Molecular dynamics, and its analysis' },
    { ...namedModule('odd/1.19.1'), description: '100% of [alignment]' },
  ];
  const facts = { ...treeFacts([]), modules };
  const evidence = { name: 'spider', parts: [{ name: 'spider', bytes: Buffer.from('spider') }] };
  await cluster.sweep([
    { modules: reading({ roots: [tree([], { items: [{ path: '', facts, evidence }] })] }) },
  ]);
  await refreshComparisons(database.db, { staleDays: 30 });
});
afterAll(() => database?.drop());

const asked = async (q: string, version = '') =>
  (await suggestions(database.db, { q, version })).map((one) =>
    [one.label, one.version, one.newest, one.versions, one.clusters, one.description].join('|'),
  );

test('tools are told with their newest version and what a modulefile says', async () => {
  expect(await asked('sam')).toEqual([
    'sambamba||1.0|1|1|Reads <b>BAM</b>',
    'SAMtools||1.19|3|1|Reads alignments',
  ]);
  expect(await asked('gcc')).toEqual(['gcc||12.2.0|1|1|']);
});

test('where a version begins to be typed, those that begin so are meant', async () => {
  expect(await asked('samtools', '1.1')).toEqual([
    'SAMtools|1.19|1.19|3|1|Reads alignments',
    'SAMtools|1.17|1.19|3|1|Reads alignments',
  ]);
  // No such version: the tool is meant all the same.
  expect(await asked('samtools', '7')).toEqual(['SAMtools||1.19|3|1|Reads alignments']);
  expect(await asked('nothing', '1')).toEqual([]);
});

test('a version alone means the tools that are there in it', async () => {
  expect(await asked('1.19')).toEqual([
    'SAMtools|1.19|1.19|1|1|Reads alignments',
    'odd|1.19.1|1.19.1|1|1|100% of [alignment]',
  ]);
  expect(await asked('v12.2.0')).toEqual(['gcc|12.2.0|12.2.0|1|1|']);
  // Not 2024.1: what is typed is a version, or what comes before a dot in one.
  expect(await asked('202')).toEqual([]);
  expect(await asked('2024')).toEqual(['GROMACS|2024.1|2024.1|1|1|Molecular dynamics, and its analysis']);
});

test('words mean the tools that are described by all of them', async () => {
  const names = async (q: string) => (await asked(q)).map((one) => one.split('|')[0]);
  expect(await names('molecular dyn')).toEqual(['GROMACS']);
  expect(await names('analysis')).toEqual(['GROMACS']);
  expect(await names('alignment')).toEqual(['odd', 'SAMtools']);
  // Within a word is not its begin, and signs are no words.
  expect(await names('ecular')).toEqual([]);
  expect(await names('%')).toEqual([]);
  expect(await names('dynamics reads')).toEqual([]);
  // Names come first.
  expect(await names('bam')).toEqual(['sambamba']);
});
