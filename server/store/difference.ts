import type { KnownItem, KnownRoot, NodeState } from './nodeState.ts';
import { digestOf, type StoredItem, type StoredRoot } from './storedReading.ts';

export interface Difference {
  open: StoredItem[];
  close: KnownItem[];
  digest: Buffer;
  /** Offerings after and before, and how many of those before are gone. */
  offerings: number;
  total: number;
  lost: number;
  /** Ids of items that are kept because they could not be read now. */
  unread: number[];
  /** What was read in full was now read by lesser means. */
  lesser: boolean;
}

/** What differs between a root as known and as read; null when nothing does. */
export function compare(state: NodeState, root: KnownRoot, reading: StoredRoot): Difference | null {
  if (root.digest?.equals(readingDigest(reading))) return null;
  const known = state.items.get(root.id) ?? [];
  const read = new Map(reading.items.map((item) => [item.path, item]));
  const close: KnownItem[] = [];
  const keep: KnownItem[] = [];
  for (const item of known) {
    const now = read.get(item.path);
    if (now?.document.id === item.documentId || isUnknown(item, now, reading)) keep.push(item);
    else close.push(item);
  }
  const kept = new Set(keep.map((item) => item.path));
  const open = reading.items.filter((item) => !kept.has(item.path));
  const unread = keep.filter((item) => read.get(item.path)?.document.id !== item.documentId);
  if (open.length === 0 && close.length === 0 && unread.length === 0) return null;
  const after = [
    ...keep.map((item) => ({ path: item.path, documentHash: item.documentHash, offerings: item.offerings })),
    ...open.map((item) => ({
      path: item.path,
      documentHash: item.document.hash,
      offerings: item.document.offerings,
    })),
  ];
  const present = new Set(after.flatMap((item) => item.offerings));
  const before = known.flatMap((item) => item.offerings);
  return {
    open,
    close,
    digest: digestOf(after),
    offerings: after.reduce((sum, item) => sum + item.offerings.length, 0),
    unread: unread.map((item) => item.id),
    lesser: reading.lesser && known.some((item) => !item.lesser),
    total: before.length > 0 ? before.length : known.length,
    lost:
      before.length > 0
        ? before.filter((id) => !present.has(id)).length
        : close.length - replaced(close, read),
  };
}

function replaced(close: KnownItem[], read: Map<string, StoredItem>): number {
  return close.filter((item) => read.has(item.path)).length;
}

/** Nothing was said of a known item: it, or something inside it that would be gone, could not be read. */
function isUnknown(item: KnownItem, now: StoredItem | undefined, reading: StoredRoot): boolean {
  return now ? hidesLoss(item, now, reading) : isUnread(item.path, reading);
}

/** Items at or below an entry that could not be read are unknown, not gone. */
function isUnread(path: string, reading: StoredRoot): boolean {
  return reading.unread.some(
    (one) => one.path === '' || one.path === path || path.startsWith(`${one.path.replace(/\/$/, '')}/`),
  );
}

/**
 * Something inside this item could not be read, and offerings of it are gone, or may be: they are unknown, not
 * gone, so the document before stands until the item is read whole.
 */
function hidesLoss(item: KnownItem, now: StoredItem, reading: StoredRoot): boolean {
  const inside = item.path === '' ? '' : `${item.path}/`;
  if (!reading.unread.some((one) => one.path.startsWith(inside))) return false;
  // Where nothing is offered, nobody can tell a loss from another change.
  if (item.offerings.length === 0 && now.document.offerings.length === 0) return true;
  const present = new Set(now.document.offerings);
  return item.offerings.some((id) => !present.has(id));
}

export function readingDigest(reading: StoredRoot): Buffer {
  return digestOf(reading.items.map((item) => ({ path: item.path, documentHash: item.document.hash })));
}
