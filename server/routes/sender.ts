import type { Request } from 'express';
import { GazetteerError } from '../errors.ts';

/** Statuses of what a request that changes something is refused with before it is read. */
export const senderStatus: Record<string, number> = {
  'not-signed-in': 401,
  'sign-in-refused': 401,
  'other-origin': 403,
  'not-json': 415,
  'body-size': 413,
  'bad-body': 400,
  'too-many': 429,
};

/** A page of another site cannot send this type without being asked first (CORS), which nobody answers here. */
export function mustBeJson(request: Request): void {
  if (request.is('application/json') !== false) return;
  const seen = request.get('content-type') ?? 'nothing';
  throw new GazetteerError(
    'not-json',
    `the body has to be JSON, and it says that it is ${seen.slice(0, 80)}`,
    'Send it with Content-Type: application/json',
  );
}

/**
 * A browser says which page sends (RFC 6454), and newer ones how that page stands to this service (Sec-Fetch-Site): it has to
 * be one of ours. A proxy tells the name that it was called by as Host or as X-Forwarded-Host; a page cannot set either.
 */
export function mustBeOurPage(request: Request): void {
  const origin = request.get('origin') ?? '';
  const names = [request.get('host'), ...(request.get('x-forwarded-host') ?? '').split(',')];
  const own = names.some(
    (name) => name !== undefined && name.trim() !== '' && name.trim() === hostOf(origin),
  );
  const site = request.get('sec-fetch-site') ?? 'same-origin';
  if (own && site === 'same-origin') return;
  throw new GazetteerError(
    'other-origin',
    `only pages of this service may do that, and this was sent by ${origin === '' ? 'no page' : origin.slice(0, 200)}`,
    'A proxy in front has to hand on the header Host; scripts use a token: gazetteer admin token',
  );
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : '';
}

/** The page was fetched over HTTPS, so its cookie need never travel otherwise. */
export const isSecure = (request: Request) => (request.get('origin') ?? '').startsWith('https://');

export const bearerOf = (request: Request): string | undefined =>
  /^Bearer (gza_[A-Za-z0-9_-]{10,200})$/.exec(request.get('authorization') ?? '')?.[1];

export const SESSION_COOKIE = 'gazetteer_session';

export function sessionOf(request: Request): string | undefined {
  for (const part of (request.get('cookie') ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === SESSION_COOKIE && value !== undefined && /^gzs_[A-Za-z0-9_-]{10,200}$/.test(value))
      return value;
  }
  return undefined;
}
