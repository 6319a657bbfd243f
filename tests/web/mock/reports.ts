import type { AskedTool } from '../../../server/routes/schemas/check.ts';
import type { ReportRow } from '../../../server/routes/schemas/reports.ts';
import { reportOf } from '../../reports/oneText.ts';

/** A report whose names are those of somebody who means no good. */
export const report = reportOf('<b>week</b> \u202e 47');

const row: ReportRow = {
  ...{ id: 7, title: report.title, scope: 'northern', from: report.from, to: report.to },
  ...{ timeZone: report.timeZone, madeAt: report.madeAt, madeBy: report.madeBy, firstSweep: 3, lastSweep: 9 },
  ...{ coverage: 0.974, warnings: 1, bytes: 4000, hash: 'ab'.repeat(32) },
};
export const reports = [row, { ...row, id: 6, title: 'all sites, week 2026-W46', scope: '', coverage: null }];

export const asked: AskedTool[] = [
  { tool: 'deepvariant', count: 12, first: '2026-09', last: '2026-11' },
  { tool: 'cellranger', count: 3, first: '2026-11', last: '2026-11' },
];
