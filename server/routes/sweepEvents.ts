import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, Response } from 'express';
import type { Context } from '../context.ts';
import { GazetteerError } from '../errors.ts';
import { sweepById } from '../query/sweeps.ts';
import type { Sweep } from './schemas/places.ts';

const LOOK_EVERY_MS = 1000;
/** A proxy may cut a connection on which nothing comes. */
const BREATH_EVERY_MS = 15_000;

/**
 * A sweep as it goes on, as server-sent events (HTML standard, 9.2): an event `sweep` with the answer of /sweeps/{id}
 * whenever it is another one, and `end` after the last. A client that comes again is told the present state first.
 */
export function sweepEvents({ db, log }: Context) {
  return async (request: Request, response: Response): Promise<void> => {
    const id = Number(request.params.id);
    if (!Number.isInteger(id) || id < 1 || id > 2147483647) {
      throw new GazetteerError('not-found', `there is no sweep ${String(request.params.id).slice(0, 40)}`);
    }
    let sweep: Sweep = await sweepById(db, id);
    response.set({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    response.flushHeaders();
    let told = '';
    let breath = Date.now();
    const tell = () => {
      const text = JSON.stringify(sweep);
      if (text !== told) response.write(`event: sweep\ndata: ${text}\n\n`);
      else if (Date.now() - breath > BREATH_EVERY_MS) response.write(': still here\n\n');
      else return;
      told = text;
      breath = Date.now();
    };
    tell();
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    while (sweep.state === 'running' && !gone.signal.aborted) {
      await sleep(LOOK_EVERY_MS, undefined, { signal: gone.signal }).catch(() => {});
      try {
        sweep = await sweepById(db, id);
      } catch (error) {
        // The database is away for a moment; what was told stands.
        log.debug({ error, sweep: id }, 'could not look at the sweep');
        continue;
      }
      tell();
    }
    response.end('event: end\ndata: {}\n\n');
  };
}
