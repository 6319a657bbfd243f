import { lookup as lookUp } from 'node:dns/promises';
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { codeOf, GazetteerError, messageOf } from '../../errors.ts';
import { Refused } from '../retry.ts';
import { type Guard, hostOf } from './guard.ts';

/** All addresses of a host. */
export type Resolve = (host: string) => Promise<{ address: string; family: number }[]>;

export interface Posted {
  url: URL;
  headers: Record<string, string>;
  body: string;
}

/** To be connected to, to take a part of the post, and to answer: a drop now and then is no answer. */
const PATIENCE_MS = 20_000;
/** So much of an answer is read; it is told when it is no good. */
const MOST_ANSWER = 2000;

const allOf: Resolve = (host) => lookUp(host, { all: true, verbatim: true });

/**
 * Posts to an address that the guard lets through. Names are resolved here, for this connection, and the connection goes to the very
 * addresses that were looked at, so that a name that answers otherwise a moment later gains nothing. Redirects are not followed.
 */
export async function post(
  { url, headers, body }: Posted,
  {
    guard,
    signal,
    resolve = allOf,
    patienceMs = PATIENCE_MS,
  }: { guard: Guard; signal: AbortSignal; resolve?: Resolve; patienceMs?: number },
): Promise<string> {
  const host = hostOf(url.hostname);
  // A number is connected to without being looked up.
  if (isIP(host) !== 0) guard.check(url, [host]);
  const { status, location, text } = await answerOf(
    { url, headers, body },
    { lookup: lookupOf(url, guard, resolve), guard, signal, patienceMs },
  ).catch((error: unknown) => {
    if (error instanceof GazetteerError) throw error;
    const how = codeOf(error) || messageOf(error);
    throw new GazetteerError('webhook-unreachable', `${url.host} could not be reached: ${how}`);
  });
  if (status >= 200 && status < 300) return `HTTP ${status}`;
  if (status >= 300 && status < 400)
    throw new Refused(
      'webhook-redirect',
      `${url.host} answered ${status} and sends to ${location.slice(0, 200)}, which is not followed`,
      'Write the address that it sends to, if you trust it',
    );
  const said = `${url.host} answered ${status}: ${text.slice(0, 200)}`;
  // Standard Webhooks: 410 says that nobody wants it any more.
  throw status === 410 ? new Refused('webhook-gone', said) : new GazetteerError('webhook-refused', said);
}

interface Answer {
  status: number;
  location: string;
  text: string;
}

function answerOf(
  { url, headers, body }: Posted,
  {
    lookup,
    guard,
    signal,
    patienceMs,
  }: { lookup: LookupFunction; guard: Guard; signal: AbortSignal; patienceMs: number },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? secure : plain)(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      // No connection of somebody else's, and no proxy that would look the name up itself.
      agent: false,
      timeout: patienceMs,
      lookup,
      signal,
    });
    let late = (): void => {
      request.destroy(new Error(`no answer for ${patienceMs / 1000} s`));
    };
    request.on('timeout', () => late());
    request.on('finish', () => {
      const timer = setTimeout(() => late(), patienceMs);
      request.on('close', () => clearTimeout(timer));
    });
    request.on('error', reject);
    request.on('socket', (socket) => {
      socket.on('connect', () => {
        try {
          guard.check(url, [socket.remoteAddress ?? '']);
        } catch (error) {
          socket.destroy(error instanceof Error ? error : undefined);
        }
      });
    });
    request.on('response', (response) => {
      let text = '';
      const end = () => {
        const { statusCode = 0, headers: said } = response;
        resolve({ status: statusCode, location: said.location ?? '', text });
        request.destroy();
      };
      // What came by then says yes or no.
      late = end;
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk.slice(0, MOST_ANSWER - text.length);
        if (text.length >= MOST_ANSWER) end();
      });
      response.on('end', end).on('error', reject);
    });
    request.end(body);
  });
}

function lookupOf(url: URL, guard: Guard, resolve: Resolve): LookupFunction {
  return (host, options, done) => {
    resolve(host).then(
      (addresses) => {
        try {
          guard.check(
            url,
            addresses.map(({ address }) => address),
          );
        } catch (error) {
          return done(error instanceof Error ? error : new Error(String(error)), '');
        }
        const [first] = addresses;
        if (options.all) done(null, addresses);
        else done(null, first?.address ?? '', first?.family);
      },
      (error: Error) => done(error, ''),
    );
  };
}
