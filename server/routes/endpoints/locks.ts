import { z } from 'zod';
import { makeLock } from '../../lock/make.ts';
import { lockPlace } from '../../lock/place.ts';
import { Lock } from '../../lock/schema.ts';
import { type Endpoint, endpoint, filter } from '../endpoint.ts';

/** What is needed to rebuild elsewhere what a cluster has. */
export const locksEndpoints: Endpoint[] = [
  endpoint({
    path: '/locks/{site}/{cluster}',
    summary: 'What a cluster has, with whatever tells it from other things of that name: docs/lock.md',
    params: z.object({ site: z.string(), cluster: z.string() }),
    query: z.object({ tool: filter('names of tools, with commas between; empty for everything') }),
    response: Lock,
    handle: async ({ db, config }, { params, query }) => {
      const tools = query.tool
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== '');
      const place = await lockPlace(db, `${params.site}/${params.cluster}`);
      return makeLock(db, place, tools, { staleDays: config.compare.staleDays, now: new Date() });
    },
  }),
];
