import { facetNames } from '../facets/names.ts';
import { documentKind } from '../query/documents.ts';
import type { Category, ChangeKind, RawChange } from './change.ts';
import { rowKeys } from './diff/rowKeys.ts';
import { differencesOf, type StoredDocument } from './diff/stored.ts';
import type { Difference } from './diff/structure.ts';
import type { Pair } from './pairs.ts';
import { startOf } from './startOf.ts';

/** What the document of the environment beside it tells as its packages, and is told as that. */
const REPEATED: Record<string, string[]> = { 'conda.needs': ['version', 'build'] };

/** Facts that differ, one change each, so that nodes with other documents but the same change fold into one. */
export function factChanges(pair: Pair, documents: Map<number, StoredDocument>): RawChange[] {
  const facet = facetNames[pair.facet] ?? '';
  const category: Category = facet === 'gpus' || facet === 'runtimes' ? facet : 'facts';
  const start = { ...startOf(pair, facet), category, provider: '' as const };
  const [before, after] = [pair.before, pair.after].map((ids) => documents.get(ids[0] ?? 0));
  const repeated = REPEATED[(after ?? before)?.kind ?? ''] ?? [];
  const all = before && after ? differencesOf(before, after) : wholly(before, after);
  const found = all.filter(({ field }) => !repeated.includes(field));
  return found.map((one) => {
    const kind = kindOf(one);
    const what =
      [one.key, one.field].filter((word) => word !== '').join(' ') || (after ?? before)?.kind || '';
    return {
      ...start,
      kind,
      what,
      before: cut(one.before),
      after: cut(one.after),
    };
  });
}

function kindOf({ change, unknown }: Difference): ChangeKind {
  if (change === 'added') return 'new';
  if (change === 'removed') return 'gone';
  return unknown === 'before' ? 'known' : unknown === 'after' ? 'unknown' : 'changed';
}

/** A document that came or went as a whole: its rows where a row is a thing of its own, such as a card. */
function wholly(before: StoredDocument | undefined, after: StoredDocument | undefined): Difference[] {
  const document = after ?? before;
  if (!document) return [];
  const change = after ? 'added' : 'removed';
  const kind = documentKind(document.kind);
  const keys = rowKeys[document.kind];
  const rows = keys && kind?.schema.safeParse(document.facts).success ? kind.rows(document.facts) : [];
  const names = rows.map((row) => (keys ?? []).map((key) => String(row[key] ?? '')).join(' '));
  const own = names.length > 0 && names.length <= 20 ? names : [''];
  return own.map((key) => ({ change, key, field: '', before: '', after: '', unknown: '' }));
}

/** Lists of processor flags are long; the documents have all. */
const LONGEST = 200;
const cut = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

/** Nodes that came back as another system: another distribution, or another system image as os-release names it. */
export function reimagedChanges(pair: Pair, documents: Map<number, StoredDocument>): RawChange[] {
  const [before, after] = [pair.before, pair.after].map((ids) => documents.get(ids[0] ?? 0));
  if (before?.kind !== 'os.node' || after?.kind !== 'os.node') return [];
  const other = differencesOf(before, after).some(
    ({ field, unknown }) => unknown === '' && (field === 'id' || field === 'build' || field === 'variant'),
  );
  if (!other) return [];
  const start = {
    ...startOf(pair, ''),
    facet: 'os',
    category: 'nodes',
    kind: 'reimaged',
    provider: '',
  } as const;
  return [{ ...start, what: 'node', before: nameOf(before), after: nameOf(after) }];
}

function nameOf({ facts }: StoredDocument): string {
  const said = new Map<string, unknown>(Object.entries(facts));
  const text = (name: string) => {
    const value = said.get(name);
    return typeof value === 'string' ? value : '';
  };
  return [text('prettyName') || `${text('id')} ${text('versionId')}`, text('variant'), text('build')]
    .filter((word) => word !== '')
    .join(', ');
}
