import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Express } from 'express';
import helmet from 'helmet';
import { packedAssets } from './compressed.ts';
import { installation } from './config.ts';
import type { Context } from './context.ts';
import { RequestTimes } from './metrics/requestTimes.ts';
import { pagePolicy } from './pagePolicy.ts';
import { apiRouter } from './routes/api.ts';
import { apiAreas } from './routes/areas.ts';
import { metrics } from './routes/metrics.ts';
import { versionOf } from './version.ts';

const YEAR = 365 * 24 * 3600 * 1000;

/** Pages and API. The pages are static files; an address that is no file is the application's. */
export function appOf(context: Context, pages = join(installation, 'dist/web')): Express {
  const app = express();
  app.disable('x-powered-by');
  const times = new RequestTimes(apiAreas());
  app.use(times.middleware);
  app.use(
    helmet({
      contentSecurityPolicy: pagePolicy,
      // The service itself speaks plain HTTP; a proxy in front of it decides on HTTPS.
      strictTransportSecurity: false,
    }),
  );
  app.use('/api/v1', apiRouter(context, versionOf()));
  app.get('/metrics', metrics(context, times));
  app.use('/assets', packedAssets(join(pages, 'assets'), YEAR));
  app.use('/assets', express.static(join(pages, 'assets'), { immutable: true, maxAge: YEAR, index: false }));
  app.use(express.static(pages, { index: false }));
  app.get(/^(?!\/(api|assets)\/).*/, (_, response, next) => {
    const index = join(pages, 'index.html');
    if (!existsSync(index)) return next();
    response.set('cache-control', 'no-cache').sendFile(index);
  });
  return app;
}
