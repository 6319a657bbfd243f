import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parseInput } from '../../server/cli/parse.ts';
import type { FacetName } from '../../server/facets/names.ts';
import { corpus } from '../harness/corpus.ts';

/** One captured input: what its ground truth says it holds, and what the parser found in it. */
export interface Case {
  /** Path in the corpus. */
  input: string;
  /** One text per row, from a source that is not our parser. */
  expected: string[];
  /** The same of what our parser read. */
  found: string[];
  /** Why expected and found may differ here; absent where they must be equal. */
  explained?: string;
}

/** All captured inputs of one kind that one parser reads. */
export interface Measure {
  /** As in the corpus' index. */
  kind: string;
  /** Facet and form, such as `gpus nvidia-smi-xml`. */
  parser: string;
  /** Where the ground truth comes from, in a few words. */
  truth: string;
  cases: () => Case[];
}

/** A line of the table. Missing and wrong count unexplained rows only. */
export interface Score {
  kind: string;
  parser: string;
  inputs: number;
  expected: number;
  found: number;
  missing: string[];
  wrong: string[];
  explained: { input: string; why: string; missing: number; wrong: number }[];
}

/** One line of the corpus' index. */
export interface Captured {
  kind: string;
  path: string;
  note: string;
  truth: string;
}

let index: Captured[] | undefined;

/** The captured inputs of one kind. */
export function captured(kind: string): Captured[] {
  index ??= readFileSync(join(corpus, 'INDEX.tsv'), 'utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => {
      const cells = line.split('\t');
      return { kind: cells[0] ?? '', path: cells[1] ?? '', note: cells[5] ?? '', truth: cells[6] ?? '' };
    });
  return index.filter((one) => one.kind === kind);
}

/** Paths of all captured files, whatever their kind. */
export function capturedFiles(): string[] {
  return readdirSync(corpus, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(corpus, join(entry.parentPath, entry.name)))
    .sort();
}

export function capturedBytes(path: string): Buffer {
  return readFileSync(join(corpus, path));
}

/** A captured file as `gazetteer parse FACET FILE` reads it: recognised by content alone. */
export function parsed(facet: FacetName, path: string): ReturnType<typeof parseInput> {
  const name = basename(path);
  return parseInput(facet, { name, files: [{ path: name, bytes: capturedBytes(path) }] });
}

/** Rows as multisets: a row found twice and expected once is wrong once. */
export function score(measure: Measure): Score {
  const cases = measure.cases();
  const result: Score = {
    kind: measure.kind,
    parser: measure.parser,
    inputs: cases.length,
    expected: 0,
    found: 0,
    missing: [],
    wrong: [],
    explained: [],
  };
  for (const one of cases) {
    const missing = without(one.expected, one.found);
    const wrong = without(one.found, one.expected);
    result.expected += one.expected.length;
    result.found += one.expected.length - missing.length;
    if (one.explained !== undefined) {
      result.explained.push({
        input: one.input,
        why: one.explained,
        missing: missing.length,
        wrong: wrong.length,
      });
    } else {
      result.missing.push(...missing.map((row) => `${one.input}: ${row}`));
      result.wrong.push(...wrong.map((row) => `${one.input}: ${row}`));
    }
  }
  return result;
}

function without(rows: string[], taken: string[]): string[] {
  const left = new Map<string, number>();
  for (const row of taken) left.set(row, (left.get(row) ?? 0) + 1);
  return rows.filter((row) => {
    const count = left.get(row) ?? 0;
    if (count > 0) left.set(row, count - 1);
    return count === 0;
  });
}
