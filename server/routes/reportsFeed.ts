import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { type FeedReport, feedReport, reportsAtom } from '../reports/atom.ts';
import { address } from '../reports/sections/address.ts';
import { listReports, REPORTS_OF, readReport } from '../reports/stored.ts';
import { filter } from './endpoint.ts';

const Query = z.object({
  scope: filter('exactly this site, site/cluster or node set'),
  of: z.enum(['', ...REPORTS_OF]).default(''),
});
const MOST = 20;
/** What a feed tells of so many reports is kept: they never change, and each is read whole for it. */
const MOST_KEPT = 500;

const OF = {
  '': 'Reports',
  everything: 'Reports of everything',
  site: 'Reports of sites',
  cluster: 'Reports of clusters',
  nodes: 'Reports of nodes',
};
const titleOf = (scope: string, of: keyof typeof OF) => (scope === '' ? OF[of] : `Reports of ${scope}`);

/** The latest reports of /reports with the same filter, as an Atom feed. */
export function reportsFeed({ db, config }: Context) {
  const kept = new Map<number, FeedReport>();
  const read = async (id: number): Promise<FeedReport> => {
    const found = kept.get(id) ?? feedReport(await readReport(db, id));
    kept.delete(id);
    kept.set(id, found);
    for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
    return found;
  };
  return async (request: Request, response: Response): Promise<void> => {
    const { scope, of } = Query.parse(request.query);
    const { items } = await listReports(db, { scope, of, limit: MOST, after: '' });
    const reports: FeedReport[] = [];
    for (const { id } of items) reports.push(await read(id));
    const feed = reportsAtom({
      title: titleOf(scope, of),
      self: address('/api/v1/reports.atom', { scope, of }),
      pages: config.pages,
      reports,
      now: new Date(),
    });
    response.set('content-type', 'application/atom+xml; charset=utf-8').set('cache-control', 'max-age=60');
    response.send(feed);
  };
}
