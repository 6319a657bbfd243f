import { z } from 'zod';
import { askForReport } from '../../delivery/asked.ts';
import { periodOf } from '../../reports/period.ts';
import { checkNodes, reportScope, zoneOf } from '../../reports/scope.ts';
import { isTimeZone } from '../../reports/zone.ts';
import { type Act, act } from '../act.ts';
import { filter } from '../endpoint.ts';
import { ReportOrder } from '../schemas/reports.ts';

const text = (what: string) => z.string().max(200).default('').describe(what);

/** A report is read by everybody; making one costs the service something, and is kept for ever. */
export const reportsActs: Act[] = [
  act({
    path: '/reports/make',
    summary:
      'Have a worker make the report of a period, and keep it; /reports/orders/{id} with the `order` of the answer says how far it is',
    action: 'report',
    body: z.strictObject({
      scope: filter(
        'site, site/cluster, site/cluster/node or site/cluster:cpu[001-100]; empty for everything',
      ),
      week: text('such as 2026-W47; empty for the last whole week, or for the days that are told'),
      from: text('first day, or a time in UTC'),
      to: text('last day, or a time in UTC'),
      timeZone: text(
        "by whose clocks days begin; empty for the site's, or of everything the service's",
      ).refine((name) => name === '' || isTimeZone(name), 'expected a time zone such as Europe/Berlin'),
    }),
    response: ReportOrder,
    deed: ({ body: { scope, week, from, to } }) => ({
      target: scope === '' ? 'everything' : scope,
      detail: [week, from, to].filter((one) => one !== '').join(' '),
    }),
    handle: async (context, { body }) => {
      const scope = await reportScope(context.db, body.scope);
      const timeZone = body.timeZone || (await zoneOf(context.db, scope, context.config.reports.timeZone));
      const period = periodOf(body, timeZone);
      await checkNodes(context.db, scope, period.from);
      return askForReport(context.db, { scope: scope.text, ...period });
    },
  }),
];
