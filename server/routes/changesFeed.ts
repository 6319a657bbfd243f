import type { Request, Response } from 'express';
import { z } from 'zod';
import { atomFeed } from '../changes/atom.ts';
import { narrowed } from '../changes/list.ts';
import { recentChanges } from '../changes/recent.ts';
import { windowOf } from '../changes/window.ts';
import type { Context } from '../context.ts';
import { changesQuery } from './endpoints/changes.ts';

const Query = z.object(changesQuery);
/** A feed that is asked for every minute by everybody is worked out once a minute. */
const MINUTE = 60_000;

/** The changes of /changes with the same filters, as an Atom feed. */
export function changesFeed({ db }: Context) {
  return async (request: Request, response: Response): Promise<void> => {
    const query = Query.parse(request.query);
    const now = new Date(Math.ceil(Date.now() / MINUTE) * MINUTE);
    const window = windowOf(query.since, query.until, now);
    const { changes } = await recentChanges(db, query.scope, window);
    const filters = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''));
    const behind = filters.size === 0 ? '' : `?${filters}`;
    const feed = atomFeed({
      title: query.scope === '' ? 'What changed' : `What changed at ${query.scope}`,
      page: `/changes${behind}`,
      self: `/api/v1/changes.atom${behind}`,
      until: window.until,
      changes: narrowed(changes, query),
    });
    response.set('content-type', 'application/atom+xml; charset=utf-8').set('cache-control', 'max-age=60');
    response.send(feed);
  };
}
