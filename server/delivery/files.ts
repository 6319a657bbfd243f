import { fileName, formatNamed } from '../reports/formats/index.ts';
import { inTurn } from '../reports/formats/inTurn.ts';
import type { RowsOf } from '../reports/rows.ts';
import type { StoredReport } from '../reports/stored.ts';
import type { ReportFile } from './posting.ts';
import { Refused } from './retry.ts';

/** Of so many reports, and for so long, files are kept for the receivers that come after the first. */
const MOST_REPORTS = 4;
const KEPT_MS = 5 * 60_000;

/** By the hash of a report, its files by their formats; the one that was asked for last comes last. */
const kept = new Map<string, Map<string, Promise<ReportFile>>>();
let forgetting: NodeJS.Timeout | undefined;

/**
 * A report as a file. It is drawn once for all receivers, who are served side by side.
 */
export function fileOf(
  { hash, report }: Pick<StoredReport, 'hash' | 'report'>,
  name: string,
  rowsOf?: RowsOf,
): Promise<ReportFile> {
  const format = formatNamed(name);
  if (!format) throw new Refused('no-format', `there is no format ${name}`);
  const files = filesOf(hash);
  const known = files.get(name);
  if (known) return known;
  const drawn = inTurn(async () => ({
    name: fileName(report, format),
    mediaType: format.type,
    bytes: await format.write(report, rowsOf),
  }));
  drawn.catch(() => files.delete(name));
  files.set(name, drawn);
  return drawn;
}

function filesOf(hash: string): Map<string, Promise<ReportFile>> {
  const files = kept.get(hash) ?? new Map<string, Promise<ReportFile>>();
  kept.delete(hash);
  kept.set(hash, files);
  for (const oldest of kept.keys()) if (kept.size > MOST_REPORTS) kept.delete(oldest);
  clearTimeout(forgetting);
  forgetting = setTimeout(() => kept.clear(), KEPT_MS).unref();
  return files;
}
