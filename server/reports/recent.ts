import type { Queryable } from '../store/database.ts';
import { readReport, type StoredReport } from './stored.ts';

/** A file of a long table is read in many pages, each of which needs the report. */
const KEPT_MS = 60_000;

const recent = new WeakMap<Queryable, { id: number; at: number; stored: Promise<StoredReport> }>();

/** A stored report; the one that was asked for last is kept for a minute, since reports never change. */
export function recentReport(db: Queryable, id: number): Promise<StoredReport> {
  const kept = recent.get(db);
  if (kept?.id === id && Date.now() - kept.at < KEPT_MS) return kept.stored;
  const stored = readReport(db, id);
  recent.set(db, { id, at: Date.now(), stored });
  stored.catch(() => recent.delete(db));
  return stored;
}
