import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import { GazetteerError } from '../errors.ts';
import { timeOf } from '../query/rows.ts';
import { type PageAsked, pageOfList, type SqlList } from '../query/sqlList.ts';
import type { ReportRow } from '../routes/schemas/reports.ts';
import { canonicalJson, sha256 } from '../store/canonical.ts';
import type { Database, Queryable } from '../store/database.ts';
import { Report } from './model.ts';
import { type KeptRows, storeRows } from './rows.ts';

const packed = promisify(deflate);
const unpacked = promisify(inflate);

/** A report as it is kept. */
export interface StoredReport {
  id: number;
  /** sha256 of `text`, in hexadecimal. */
  hash: string;
  /** The canonical JSON (RFC 8785) of the report as it is kept, which never changes. */
  text: string;
  report: Report;
}

/** Keeps a report, and the rows of its tables that stand beside it. */
export async function storeReport(
  db: Database,
  report: Report,
  parts: Iterable<KeptRows> = [],
): Promise<StoredReport> {
  const text = canonicalJson(report);
  const hash = sha256(text);
  const model = await packed(text);
  const { title, scope, from, to, timeZone, madeAt, madeBy, sweeps, versions, coverage, warnings } = report;
  const id = await db.transaction(async (tx) => {
    await storeRows(tx, parts);
    const stored = await tx.query<{ id: number }>(
      `insert into report (title, scope, from_at, to_at, time_zone, made_at, made_by, first_sweep, last_sweep, naming,
       coverage, warnings, hash, bytes, model)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning id`,
      [
        ...[title, scope, from, to, timeZone, madeAt, madeBy, sweeps?.first ?? null, sweeps?.last ?? null],
        ...[versions.naming, coverage, warnings.length, hash, Buffer.byteLength(text), model],
      ],
    );
    return stored.rows[0]?.id ?? 0;
  });
  return { id, hash: hash.toString('hex'), ...readText(text) };
}

/** A stored report; it is read from its own text alone, and refused where that is not what was stored. */
export async function readReport(db: Queryable, id: number): Promise<StoredReport> {
  const found = await db.query<{ hash: Buffer; model: Buffer }>(
    'select hash, model from report where id = $1',
    [id],
  );
  const row = found.rows[0];
  if (!row) throw new GazetteerError('not-found', `there is no report ${id}`, 'See gazetteer reports');
  // What cannot be unpacked is damaged as well.
  const text = await unpacked(row.model).then(
    (bytes) => bytes.toString('utf8'),
    () => null,
  );
  if (text === null || !sha256(text).equals(row.hash))
    throw new GazetteerError('damaged', `report ${id} is not what was stored`, 'Restore it from a dump');
  return { id, hash: row.hash.toString('hex'), ...readText(text) };
}

/** What is read from the text is what every format is drawn from, when it is made and ever after. */
const readText = (text: string) => ({ text, report: Report.parse(JSON.parse(text)) });

/** What a report can be of. */
export const REPORTS_OF = ['everything', 'site', 'cluster', 'nodes'] as const;

export interface ReportFilter extends PageAsked {
  /** Exactly this one; '' for any. */
  scope: string;
  of: '' | (typeof REPORTS_OF)[number];
}

/** The latest first. */
export const reportList = {
  statement: 'reports',
  columns: {
    id: { by: 'id', type: 'int' },
    title: { by: 'title', type: 'text' },
    scope: { by: 'scope', type: 'text' },
    from: { by: 'from_at', type: 'timestamptz' },
    to: { by: 'to_at', type: 'timestamptz' },
    madeAt: { by: 'made_at', type: 'timestamptz' },
    warnings: { by: 'warnings', type: 'int' },
  },
  order: [{ by: 'id', type: 'int', down: true }],
} satisfies SqlList;

interface Row extends Record<string, unknown> {
  id: number;
  title: string;
  scope: string;
  from_at: Date;
  to_at: Date;
  time_zone: string;
  made_at: Date;
  made_by: string;
  first_sweep: number | null;
  last_sweep: number | null;
  coverage: number | null;
  warnings: number;
  bytes: number;
  hash: Buffer;
}

export async function listReports(db: Queryable, filter: ReportFilter) {
  const page = await pageOfList<Row>(db, reportList, [filter.scope, filter.of], filter);
  return { ...page, items: page.items.map(rowOf) };
}

function rowOf(row: Row): ReportRow {
  return {
    id: row.id,
    title: row.title,
    scope: row.scope,
    from: timeOf(row.from_at),
    to: timeOf(row.to_at),
    timeZone: row.time_zone,
    madeAt: timeOf(row.made_at),
    madeBy: row.made_by,
    firstSweep: row.first_sweep,
    lastSweep: row.last_sweep,
    coverage: row.coverage,
    warnings: row.warnings,
    bytes: row.bytes,
    hash: row.hash.toString('hex'),
  };
}
