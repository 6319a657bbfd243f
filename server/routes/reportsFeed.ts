import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { reportsAtom } from '../reports/atom.ts';
import { listReports, readReport, type StoredReport } from '../reports/stored.ts';
import { filter } from './endpoint.ts';

const Query = z.object({ scope: filter('exactly this site or site/cluster') });
const MOST = 20;

/** The latest reports of /reports with the same filter, as an Atom feed. */
export function reportsFeed({ db, config }: Context) {
  return async (request: Request, response: Response): Promise<void> => {
    const { scope } = Query.parse(request.query);
    const { items } = await listReports(db, { scope, limit: MOST, after: '' });
    const reports: StoredReport[] = [];
    for (const { id } of items) reports.push(await readReport(db, id));
    const feed = reportsAtom({
      title: scope === '' ? 'Reports' : `Reports of ${scope}`,
      self: `/api/v1/reports.atom${scope === '' ? '' : `?${new URLSearchParams({ scope })}`}`,
      pages: config.pages,
      reports,
      now: new Date(),
    });
    response.set('content-type', 'application/atom+xml; charset=utf-8').set('cache-control', 'max-age=60');
    response.send(feed);
  };
}
