import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expand, fold, MAX_NAMES } from '../../server/inventory/nodeSet.ts';
import { needs } from '../harness/tools.ts';

function names(text: string): string[] {
  const result = expand(text);
  if (!result.ok) throw new Error(`${text}: column ${result.column}: ${result.message}`);
  return result.names;
}

describe('expand', () => {
  test.each([
    ['login1', ['login1']],
    ['cpu[08-11,070]', ['cpu08', 'cpu09', 'cpu10', 'cpu11', 'cpu070']],
    ['gpu[1-3]-ib', ['gpu1-ib', 'gpu2-ib', 'gpu3-ib']],
    ['r[1-2]n[01-02]', ['r1n01', 'r1n02', 'r2n01', 'r2n02']],
    ['n[0-10/5],a', ['n0', 'n5', 'n10', 'a']],
    ['n[1-2]5', ['n15', 'n25']],
    ['b , a', ['b', 'a']],
    ['n[1-2],n[2-3]', ['n1', 'n2', 'n3']],
    ['10.0.0.[9-10]', ['10.0.0.9', '10.0.0.10']],
    ['n[3]', ['n3']],
  ])('%s', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  test('names written twice are told', () => {
    expect(expand('n[1-3],n2,n[3-4]')).toMatchObject({ repeated: ['n2', 'n3'] });
  });

  test.each([
    ['', 1, 'expected a node name'],
    ['a,,b', 3, 'expected a node name'],
    ['n[1-3],', 8, 'expected a node name'],
    ['n[1-2', 2, 'not closed'],
    ['n1]', 3, 'without an opening'],
    ['n[1-[2]]', 5, 'inside a bracket'],
    ['n[1-2][3-4]', 7, 'side by side'],
    ['n[]', 3, 'no number and no range'],
    ['a,n[1,x]', 7, '"x" is no number'],
    ['n[5-1]', 3, '1 is before 5'],
    ['n[1-4/0]', 3, 'at least 1'],
    ['n[001-64]', 3, 'write 001-064'],
    ['n[1-010]', 3, 'write 001-010'],
    ['a b', 2, 'cannot be part'],
    ['ok,n$(id)', 5, '"$" cannot be part'],
    ['n[1-100001]', 1, `more than ${MAX_NAMES}`],
    ['a,n[0-999999999999999]', 3, `more than ${MAX_NAMES}`],
    ['a[1-1000]b[1-1000]c[1-1000]', 1, `more than ${MAX_NAMES}`],
  ])('%j fails at column %i', (text, column, message) => {
    expect(expand(text)).toEqual({ ok: false, column, message: expect.stringContaining(message) });
  });

  test('exactly the most names are given', () => {
    expect(names(`n[1-${MAX_NAMES}]`)).toHaveLength(MAX_NAMES);
  });

  test('no text throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'n01-9,[]/ x.') }), (text) => {
        expand(text);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('fold', () => {
  test.each([
    [[], ''],
    [['login1'], 'login1'],
    [['cpu002', 'cpu001', 'cpu003', 'cpu070'], 'cpu[001-003,070]'],
    [['n10', 'n9', 'n09', 'n11'], 'n[9,09-11]'],
    [['n099', 'n100', 'n99'], 'n[99,099-100]'],
    [['r1n01', 'r2n01', 'r1n02', 'r2n02'], 'r[1-2]n[01-02]'],
    [['b', 'a', 'a'], 'a,b'],
    [['x20250101123456789'], 'x20250101123456789'],
    [['n98', 'n99', 'n100'], 'n[98-100]'],
  ])('%j', (list, folded) => {
    expect(fold(list)).toBe(folded);
  });

  test('100,000 names fold in well under a second', () => {
    const began = performance.now();
    expect(fold(names('r[1-100]n[0001-1000]'))).toBe('r[1-100]n[0001-1000]');
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

/** Asks the library behind nodeset, one question per line; it belongs to the system's own Python. */
function clusterShell(questions: string[], answer: string): string[] {
  const program = `import sys\nfrom ClusterShell.NodeSet import NodeSet\nfor line in sys.stdin: print(${answer})`;
  const run = spawnSync('/usr/bin/python3', ['-c', program], {
    input: `${questions.join('\n')}\n`,
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout.trimEnd().split('\n');
}

const FOLD = 'NodeSet(line.strip())';
const EXPAND = '",".join(NodeSet(line.strip()))';

describe.skipIf(!needs('nodeset', 'clustershell'))('as ClusterShell does', () => {
  const number = fc.oneof(
    fc.integer({ min: 0, max: 12 }).map(String),
    fc.integer({ min: 0, max: 120 }).map((n) => String(n).padStart(3, '0')),
    fc.integer({ min: 90, max: 110 }).map(String),
    fc.integer({ min: 0, max: 12 }).map((n) => String(n).padStart(2, '0')),
  );
  const stem = fc.constantFrom('n', 'cpu', 'gpu-', 'a.b', 'N', 'n-');
  const tail = fc.constantFrom('', '', '-ib', '.x', 'y');
  const flat = fc.oneof(
    fc.tuple(stem, number, tail).map((parts) => parts.join('')),
    fc.constantFrom('login', 'n', 'n-ib', 'service'),
  );
  const sample = <T>(arbitrary: fc.Arbitrary<T>, count: number) => fc.sample(arbitrary, count);

  test('names with one number fold to the same text', () => {
    const lists = sample(fc.array(flat, { minLength: 1, maxLength: 60 }), 500);
    const theirs = clusterShell(
      lists.map((list) => list.join(',')),
      FOLD,
    );
    expect(lists.map(fold)).toEqual(theirs);
  });

  test('whole racks fold to the same text', () => {
    const set = fc
      .record({
        racks: fc.integer({ min: 1, max: 30 }),
        from: fc.integer({ min: 0, max: 99 }),
        nodes: number,
      })
      .map(({ racks, from, nodes }) => {
        const to = String(Number(nodes) + from).padStart(nodes.length, '0');
        const first = to.length === nodes.length ? nodes : to;
        return `r[1-${racks}]n[${first}-${to}]-ib,login[1-${racks}]`;
      });
    const texts = sample(set, 200);
    const theirs = clusterShell(texts, FOLD);
    expect(texts.map((text) => fold(names(text)))).toEqual(theirs);
  });

  test('names with several numbers fold to a text that means exactly them', () => {
    const grid = fc.tuple(fc.constantFrom('r', 'c'), number, fc.constantFrom('n', '-'), number);
    const lists = sample(
      fc.array(
        grid.map((parts) => parts.join('')),
        { minLength: 1, maxLength: 60 },
      ),
      300,
    );
    const theirs = clusterShell(lists.map(fold), EXPAND);
    expect(lists.map((list) => [...new Set(list)].sort())).toEqual(
      theirs.map((line) => line.split(',').sort()),
    );
  });

  test('folded texts expand to the same names', () => {
    const lists = sample(fc.array(flat, { minLength: 1, maxLength: 60 }), 300);
    const folded = lists.map(fold);
    const theirs = clusterShell(folded, EXPAND);
    expect(folded.map((text) => names(text).sort())).toEqual(theirs.map((line) => line.split(',').sort()));
  });
});
