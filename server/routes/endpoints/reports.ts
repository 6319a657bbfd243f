import { z } from 'zod';
import { reportOrder } from '../../delivery/asked.ts';
import { GazetteerError } from '../../errors.ts';
import { heldRows } from '../../reports/heldRows.ts';
import { Report } from '../../reports/model.ts';
import { recentReport } from '../../reports/recent.ts';
import { rowsBetween } from '../../reports/rows.ts';
import { listReports, REPORTS_OF, readReport, reportList } from '../../reports/stored.ts';
import { cursorOf, keyOfCursor } from '../cursor.ts';
import { type Endpoint, endpoint, filter, idField, paging, sorting } from '../endpoint.ts';
import { pageOf, WholeTable } from '../schemas/common.ts';
import { ReportOrder, ReportRow } from '../schemas/reports.ts';

/** Reports as they were made. */
export const reportsEndpoints: Endpoint[] = [
  endpoint({
    path: '/reports',
    summary: 'Reports that were made, the latest first',
    query: z.object({
      scope: filter('exactly this site, site/cluster or node set'),
      of: z
        .enum(['', ...REPORTS_OF])
        .default('')
        .describe('what reports are of'),
      sort: sorting(Object.keys(reportList.columns)),
      ...paging,
    }),
    response: pageOf(ReportRow),
    item: ReportRow,
    handle: ({ db }, { query }) => listReports(db, query),
  }),
  endpoint({
    path: '/reports/orders/{id}',
    summary: 'A report that an administrator asked for: whether it is made, and how far it is',
    administrators: true,
    params: z.object({ id: idField }),
    response: ReportOrder,
    handle: ({ db }, { params }) => reportOrder(db, params.id),
  }),
  endpoint({
    path: '/reports/{id}',
    summary: 'One report, which stays as it was made',
    params: z.object({ id: idField }),
    response: Report,
    handle: async ({ db }, { params }) => (await readReport(db, params.id)).report,
  }),
  endpoint({
    path: '/reports/{id}/tables/{table}',
    summary: 'The rows of one table of a report; its columns are those that the report names',
    params: z.object({ id: idField, table: z.string().max(100) }),
    query: z.object(paging),
    response: WholeTable,
    item: z.object({}),
    handle: async ({ db }, { params, query: { limit, after } }) => {
      const { report } = await recentReport(db, params.id);
      const table = report.sections.flatMap(({ tables }) => tables).find(({ id }) => id === params.table);
      if (!table) throw new GazetteerError('not-found', `report ${params.id} has no table ${params.table}`);
      const columns = table.columns.map(({ key }) => key);
      const from = Number(keyOfCursor(after, ['integer'])?.[0] ?? 0);
      const rows = await rowsBetween(db, table, from, from + limit);
      const items = rows.map((row) => Object.fromEntries(row.map((cell, at) => [columns[at], cell])));
      const [place, total] = [from + rows.length, heldRows(table)];
      return { items, total, next: place < total ? cursorOf([place]) : null, columns };
    },
  }),
];
