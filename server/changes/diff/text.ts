import type { DocumentKind, Facts } from '../../facets/facet.ts';
import { canonicalJson } from '../../store/canonical.ts';
import { rowKeys } from './rowKeys.ts';
import { valueText } from './value.ts';

/** The facts as lines: JSON with sorted keys, indented, one value a line. */
export function factLines(facts: Facts): string[] {
  return JSON.stringify(JSON.parse(canonicalJson(facts)), null, 2).split('\n');
}

/**
 * The described rows as lines: of one row a line per column, of many a line per row, sorted by their key. What is
 * empty is left out.
 */
export function rowLines(kind: DocumentKind | undefined, facts: Facts): string[] {
  if (!kind?.schema.safeParse(facts).success) return factLines(facts);
  const keys = rowKeys[kind.kind];
  const cells = (row: Record<string, unknown>) =>
    kind.columns.map(({ name, of }): [string, string] => [name, oneLine(valueText(of(row)))]);
  const filled = (row: Record<string, unknown>) => cells(row).filter(([, value]) => value !== '');
  if (keys === undefined) {
    return kind.rows(facts).flatMap((row) => filled(row).map(([name, value]) => `${name}: ${value}`));
  }
  const text = (row: Record<string, unknown>) => {
    const key = keys.map((name) => valueText(row[name])).join(' ');
    const rest = filled(row).filter(([name]) => !keys.includes(name));
    return [oneLine(key), ...rest.map(([name, value]) => `${name}=${value}`)].join('  ');
  };
  return kind.rows(facts).map(text).sort();
}

/** Text of a node must not begin a line of its own. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\u0085\u2028\u2029]/g, ' ');
}
