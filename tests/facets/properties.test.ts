import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Column, Facts } from '../../server/facets/facet.ts';
import { type FacetName, facetNames } from '../../server/facets/names.ts';
import { facets } from '../../server/facets/registry.ts';
import { capturedBytes, capturedFiles } from '../corpus/measure.ts';
import { hasCorpus } from '../harness/corpus.ts';

/** Every cell of every row, of fixtures and captures alike, is of its column's type and holds what the column promises. */

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));

const OF_TYPE: Record<Column['type'], (cell: unknown) => boolean> = {
  text: (cell) => typeof cell === 'string' && cell.isWellFormed() && !cell.includes('\0'),
  number: (cell) => typeof cell === 'number' && Number.isFinite(cell),
  boolean: (cell) => typeof cell === 'boolean',
  list: (cell) => Array.isArray(cell),
  date: (cell) => typeof cell === 'string' && (cell === '' || !Number.isNaN(Date.parse(cell))),
  bytes: (cell) => typeof cell === 'number' && Number.isSafeInteger(cell) && cell >= 0,
};

/** What is wrong with a document: one line per cell that is not what its column says. */
function faults(facet: FacetName, facts: Facts, where: string): string[] {
  const kind = facets[facet].kinds.find((one) => one.kind === facts.kind);
  if (!kind) return [`${where}: no kind ${facts.kind}`];
  const sound = kind.schema.safeParse(facts);
  if (!sound.success) return [`${where}: ${sound.error.message}`];
  const cells = (columns: Column[], row: Record<string, unknown>) =>
    columns.flatMap((column) => cellFaults(column, row, `${where}: ${facts.kind}`));
  return [
    ...kind.rows(facts).flatMap((row) => cells(kind.columns, row)),
    ...cells(kind.derived ?? [], { ...facts }),
  ];
}

function cellFaults(column: Column, row: Record<string, unknown>, where: string): string[] {
  const cell = column.of(row);
  const place = `${where} ${column.name} is ${JSON.stringify(cell)?.slice(0, 200)}`;
  // A fact that is not known is null in every type.
  if (cell === null || cell === undefined) return [];
  if (!OF_TYPE[column.type](cell)) return [`${place}, no ${column.type}`];
  return column.holds && !column.holds(cell, row) ? [`${place}, which does not hold`] : [];
}

interface Expected {
  node: Facts | null;
  roots: { items: { path: string; facts: Facts }[] }[];
}

describe.each(facetNames)('%s: columns hold', (facet) => {
  const folder = `${fixtures}/${facet}`;
  const cases = existsSync(folder) ? readdirSync(folder) : [];
  test('over the fixtures', () => {
    let documents = 0;
    for (const one of cases) {
      const file = `${folder}/${one}/expected.json`;
      if (!existsSync(file)) continue;
      const { node, roots }: Expected = JSON.parse(readFileSync(file, 'utf8'));
      const all = [...(node ? [node] : []), ...roots.flatMap((root) => root.items.map((item) => item.facts))];
      documents += all.length;
      expect(all.flatMap((facts) => faults(facet, facts, one))).toEqual([]);
    }
    expect(documents).toBeGreaterThan(0);
  });

  test.skipIf(!hasCorpus)(
    'over what was captured',
    () => {
      const wrong: string[] = [];
      for (const path of capturedFiles()) {
        const bytes = capturedBytes(path);
        const input = { name: basename(path), files: [{ path: basename(path), bytes }] };
        const form = facets[facet].natives.find((one) => one.recognise(input));
        if (!form) continue;
        const reading = form.parse(input);
        if (reading.node) wrong.push(...faults(facet, reading.node.facts, path));
        for (const item of reading.roots.flatMap((root) => root.items))
          wrong.push(...faults(facet, item.facts, path));
      }
      expect(wrong.slice(0, 20)).toEqual([]);
    },
    120_000,
  );
});
