import { GazetteerError } from '../../errors.ts';
import type { Facts } from '../../facets/facet.ts';
import { documentKind } from '../../query/documents.ts';
import type { Queryable } from '../../store/database.ts';
import { type Difference, differences } from './structure.ts';
import { factLines, rowLines } from './text.ts';
import { unified } from './unified.ts';

export interface StoredDocument {
  hash: string;
  kind: string;
  bytes: number;
  facts: Facts;
}

export interface DocumentDiff {
  before: Pick<StoredDocument, 'hash' | 'kind' | 'bytes'>;
  after: Pick<StoredDocument, 'hash' | 'kind' | 'bytes'>;
  differences: Difference[];
}

/** Two documents do not change, so what differs between them is worked out once. Bounded by differences kept. */
const known = new Map<string, Difference[]>();
const MOST_KEPT = 50_000;
let kept = 0;

/** What differs between two documents, by their hashes. */
export async function storedDiff(db: Queryable, before: string, after: string): Promise<DocumentDiff> {
  const [a, b] = await pairOf(db, before, after);
  const ref = ({ hash, kind, bytes }: StoredDocument) => ({ hash, kind, bytes });
  return { before: ref(a), after: ref(b), differences: differencesOf(a, b) };
}

export function differencesOf(a: Pick<StoredDocument, 'hash' | 'kind' | 'facts'>, b: typeof a): Difference[] {
  const key = `${a.hash} ${b.hash}`;
  const have = known.get(key);
  if (have) return have;
  const found = differences(a.kind === b.kind ? documentKind(a.kind) : undefined, a.facts, b.facts);
  if (kept + found.length > MOST_KEPT) {
    known.clear();
    kept = 0;
  }
  if (found.length <= MOST_KEPT) known.set(key, found);
  kept += found.length;
  return found;
}

/** What of a document is put into lines. */
export type DiffText = 'facts' | 'rows';

/** The same as a unified diff, of the facts as canonical JSON or of the described rows. */
export async function storedDiffText(db: Queryable, before: string, after: string, of: DiffText) {
  const [a, b] = await pairOf(db, before, after);
  const lines = ({ kind, facts }: StoredDocument) =>
    of === 'facts' ? factLines(facts) : rowLines(documentKind(kind), facts);
  return unified({ before: `${a.kind} ${a.hash}`, after: `${b.kind} ${b.hash}` }, lines(a), lines(b));
}

async function pairOf(db: Queryable, before: string, after: string) {
  const found = await db.query<StoredDocument>(
    `select encode(hash, 'hex') as hash, kind, bytes, facts from document where hash = any($1)`,
    [[before, after].map((hash) => Buffer.from(hash, 'hex'))],
  );
  const one = (hash: string): StoredDocument => {
    const row = found.rows.find((each) => each.hash === hash);
    if (row) return row;
    throw new GazetteerError(
      'not-found',
      `there is no document ${hash}`,
      'Take hashes from gazetteer changes, or from the page of a document',
    );
  };
  return [one(before), one(after)] as const;
}
