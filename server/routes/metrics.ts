import type { Request, Response } from 'express';
import type { Context } from '../context.ts';
import { nodeMetrics, sweepMetrics } from '../metrics/fleet.ts';
import { ownProcess } from '../metrics/ownProcess.ts';
import type { RequestTimes } from '../metrics/requestTimes.ts';
import { queueMetrics, storeMetrics } from '../metrics/store.ts';
import { METRICS_TYPE, type Metric, metricsText } from '../metrics/text.ts';

/** The database is asked once for all who ask within this time. */
const FRESH_MS = 10_000;

/** Fleet and service as Prometheus reads them. Without the database what this process knows itself is told. */
export function metrics({ db, log }: Context, times: RequestTimes, freshMs = FRESH_MS) {
  let known: { at: number; stored: Promise<Metric[]> } | undefined;
  const stored = () => {
    if (!known || Date.now() - known.at > freshMs) known = { at: Date.now(), stored: storedMetrics(db) };
    return known.stored;
  };
  return async (_: Request, response: Response): Promise<void> => {
    const told = await stored().catch((error: unknown) => {
      log.warn({ error }, 'metrics of the database could not be read');
      known = undefined;
      return null;
    });
    const up: Metric = {
      name: 'gazetteer_database_up',
      type: 'gauge',
      help: '1 when the database answered; otherwise all that it tells is missing here.',
      samples: [{ labels: {}, value: told === null ? 0 : 1 }],
    };
    response.set('content-type', METRICS_TYPE).set('cache-control', 'no-store');
    response.send(metricsText([...ownProcess(), up, ...(told ?? []), times.metric()]));
  };
}

/** One after the other: whoever looks at pages goes first. */
async function storedMetrics(db: Context['db']): Promise<Metric[]> {
  return [
    ...(await nodeMetrics(db)),
    ...(await sweepMetrics(db)),
    ...(await queueMetrics(db)),
    ...(await storeMetrics(db)),
  ];
}
