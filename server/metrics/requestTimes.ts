import type { NextFunction, Request, Response } from 'express';
import type { Metric, Sample } from './text.ts';

/** Seconds; from an answer out of memory to a file of a million rows. */
const BUCKETS = [0.005, 0.015, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];

interface Counted {
  labels: { area: string; method: string; code: string };
  /** Answers that took up to each bucket's time, and longer than the last. */
  counts: number[];
  sum: number;
}

/**
 * How long this process took to answer, by the area of the address (`find`, `nodes`, `page`), so that nobody can make new rows by
 * asking for what is not there.
 */
export class RequestTimes {
  private readonly counted = new Map<string, Counted>();
  private readonly areas: ReadonlySet<string>;

  /** `areas`: first words of the addresses that there are below /api/v1. */
  constructor(areas: Iterable<string>) {
    this.areas = new Set(areas);
  }

  readonly middleware = (request: Request, response: Response, next: NextFunction): void => {
    const begun = process.hrtime.bigint();
    const { method } = request;
    const area = this.areaOf(request.path);
    response.once('close', () => {
      const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
      this.add({ area, method: METHODS.has(method) ? method : 'other', code: codeOf(response) }, seconds);
    });
    next();
  };

  areaOf(path: string): string {
    const word = /^\/api\/v1\/([a-z]+)/.exec(path)?.[1];
    if (word !== undefined) return this.areas.has(word) ? word : 'other';
    if (path.startsWith('/api/')) return 'other';
    return path === '/metrics' ? 'metrics' : path.startsWith('/assets/') ? 'asset' : 'page';
  }

  add(labels: Counted['labels'], seconds: number): void {
    const key = `${labels.area} ${labels.method} ${labels.code}`;
    const one = this.counted.get(key) ?? { labels, counts: Array(BUCKETS.length + 1).fill(0), sum: 0 };
    this.counted.set(key, one);
    const at = BUCKETS.findIndex((most) => seconds <= most);
    one.counts[at === -1 ? BUCKETS.length : at] = (one.counts[at === -1 ? BUCKETS.length : at] ?? 0) + 1;
    one.sum += seconds;
  }

  metric(): Metric {
    return {
      name: 'gazetteer_http_request_duration_seconds',
      type: 'histogram',
      help: 'Time from the beginning of a request to the end of its answer, by area of the address.',
      samples: [...this.counted.values()].flatMap(samplesOf),
    };
  }
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST']);

/** Who asked went away before the answer was whole: nginx's 499. */
const codeOf = (response: Response) =>
  response.writableFinished ? `${Math.floor(response.statusCode / 100)}xx` : 'aborted';

/** Buckets count everything up to their time, as the format wants it. */
function samplesOf({ labels, counts, sum }: Counted): Sample[] {
  let total = 0;
  const buckets = counts.map((count, at): Sample => {
    total += count;
    const le = at === BUCKETS.length ? '+Inf' : String(BUCKETS[at]);
    return { labels: { ...labels, le }, value: total, suffix: '_bucket' };
  });
  return [...buckets, { labels, value: sum, suffix: '_sum' }, { labels, value: total, suffix: '_count' }];
}
