import { z } from 'zod';
import { makeReport } from '../../reports/make.ts';
import { periodOf } from '../../reports/period.ts';
import { reportScope, zoneOf } from '../../reports/scope.ts';
import { isTimeZone } from '../../reports/zone.ts';
import { type Act, act } from '../act.ts';
import { MadeReport } from '../schemas/reports.ts';

const text = (what: string) => z.string().max(200).default('').describe(what);

/** A report is read by everybody; making one costs the service something, and is kept for ever. */
export const reportsActs: Act[] = [
  act({
    path: '/reports/make',
    summary: 'Make the report of a period, and keep it',
    action: 'report',
    body: z.strictObject({
      scope: text('a site or site/cluster; empty for everything'),
      week: text('such as 2026-W47; empty for the last whole week, or for the days that are told'),
      from: text('first day, or a time in UTC'),
      to: text('last day, or a time in UTC'),
      timeZone: text(
        "by whose clocks days begin; empty for the site's, or of everything the service's",
      ).refine((name) => name === '' || isTimeZone(name), 'expected a time zone such as Europe/Berlin'),
    }),
    response: MadeReport,
    deed: ({ body: { scope, week, from, to } }) => ({
      target: scope === '' ? 'everything' : scope,
      detail: [week, from, to].filter((one) => one !== '').join(' '),
    }),
    handle: async (context, { body }) => {
      const scope = await reportScope(context.db, body.scope);
      const timeZone = body.timeZone || (await zoneOf(context.db, scope, context.config.reports.timeZone));
      const period = periodOf(body, timeZone);
      const { id, hash, report } = await makeReport(context, { scope: scope.text, ...period });
      return { id, hash, title: report.title, coverage: report.coverage, warnings: report.warnings };
    },
  }),
];
