import type { DocumentKind, Facts } from '../../facets/facet.ts';
import { canonicalJson } from '../../store/canonical.ts';
import { described, keyOf, type Row } from './described.ts';
import { isKnown, sameValue, valueText } from './value.ts';

/** One difference. `key` names the row; it is '' for a fact of the document itself. */
export interface Difference {
  change: 'added' | 'removed' | 'changed';
  key: string;
  /** The fact or column; '' for a row that came or went as a whole. */
  field: string;
  /** Of a list its members that only this side has, unless both have the same in another order. */
  before: string;
  after: string;
  /** The side that does not know the fact: what is not known has not gone. */
  unknown: '' | 'before' | 'after';
}

/**
 * What differs between two documents of one kind: facts of their own, and rows by their natural key. Pure, and the
 * same for the same two documents. Without a kind, or with facts of another form, only whole facts are compared.
 */
export function differences(kind: DocumentKind | undefined, before: Facts, after: Facts): Difference[] {
  const [was, is] = [described(kind, before), described(kind, after)];
  const found = [...ofFacts(was.own, is.own), ...compareRows(is.keys, was.rows, is.rows)];
  // Facts that no column shows differ still; the text of the facts shows how.
  return found.length > 0 ? found : ofFacts({ ...before }, { ...after });
}

function ofFacts(before: Row, after: Row, key = ''): Difference[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields.flatMap((field): Difference[] => {
    const [was, is] = [before[field], after[field]];
    if (sameValue(was, is)) return [];
    const unknown = !isKnown(was) ? 'before' : !isKnown(is) ? 'after' : '';
    return [{ change: 'changed', key, field, ...sides(was, is), unknown }];
  });
}

/** Two values as words: of lists the members that only one has. */
export function sides(was: unknown, is: unknown): Pick<Difference, 'before' | 'after'> {
  const whole = { before: valueText(was), after: valueText(is) };
  if (!isList(was) || !isList(is)) return whole;
  const [had, has] = [new Set(was), new Set(is)];
  const own = {
    before: valueText(was.filter((one) => !has.has(one))),
    after: valueText(is.filter((one) => !had.has(one))),
  };
  return own.before === '' && own.after === '' ? whole : own;
}

const isList = (value: unknown): value is unknown[] =>
  Array.isArray(value) && value.every((one) => typeof one !== 'object');

function compareRows(keys: string[], before: Row[], after: Row[]): Difference[] {
  const [was, is] = [byKey(keys, before), byKey(keys, after)];
  const names = [...new Set([...was.keys(), ...is.keys()])].sort();
  return names.flatMap((name) => compareGroup(name, was.get(name) ?? [], is.get(name) ?? []));
}

function byKey(keys: string[], rows: Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = keyOf(keys, row);
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return groups;
}

/** Rows of one key: those that are equal go together, the others in their order. */
function compareGroup(key: string, before: Row[], after: Row[]): Difference[] {
  const left = new Map<string, number>();
  for (const row of before) count(left, canonicalJson(row), 1);
  const added = after.filter((row) => !take(left, canonicalJson(row)));
  const removed = before.filter((row) => take(left, canonicalJson(row)));
  const both = Math.min(added.length, removed.length);
  return [
    ...added.slice(0, both).flatMap((row, at) => ofFacts(removed[at] ?? {}, row, key)),
    ...removed.slice(both).map((row) => whole('removed', key, row)),
    ...added.slice(both).map((row) => whole('added', key, row)),
  ];
}

function count(counts: Map<string, number>, text: string, by: number): void {
  counts.set(text, (counts.get(text) ?? 0) + by);
}

function take(counts: Map<string, number>, text: string): boolean {
  const have = counts.get(text) ?? 0;
  if (have > 0) counts.set(text, have - 1);
  return have > 0;
}

function whole(change: 'added' | 'removed', key: string, row: Row): Difference {
  const text = Object.entries(row)
    .map(([name, value]) => [name, valueText(value)])
    .filter(([, value]) => value !== '' && value !== 'false')
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
  return {
    change,
    key,
    field: '',
    before: change === 'removed' ? text : '',
    after: change === 'added' ? text : '',
    unknown: '',
  };
}
