import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { audited } from '../admin/audited.ts';
import { revokeKey, signIn } from '../admin/keys.ts';
import type { Context } from '../context.ts';
import type { Administrators } from './administrators.ts';
import { unreadableJson } from './body.ts';
import type { Session } from './schemas/acts.ts';
import { isSecure, mustBeJson, mustBeOurPage, SESSION_COOKIE } from './sender.ts';

const SignIn = z.strictObject({ link: z.string().max(300) });

/** Signing in, seeing who one is, and signing out. */
export function sessionRouter(context: Context, administrators: Administrators): Router {
  const router = Router();
  router.get('/session', async (request: Request, response: Response) => {
    const holder = await administrators.session(request);
    tell(response, { who: holder?.who ?? null, expiresAt: holder?.expiresAt ?? null });
  });
  function tell(response: Response, who: Omit<Session, 'staleDays'>): void {
    const told: Session = { ...who, staleDays: context.config.compare.staleDays };
    response.set('cache-control', 'no-store').json(told);
  }
  const fromOurPage = (request: Request, _: Response, next: () => void) => {
    mustBeJson(request);
    mustBeOurPage(request);
    next();
  };
  const body = express.json({ limit: '4kb' });
  router.post('/session', fromOurPage, body, unreadableJson, async (request: Request, response: Response) => {
    const made = await administrators.trying(request, async () => {
      const { link } = SignIn.parse(request.body);
      return signIn(context.db, link);
    });
    const actor = { who: made.who, via: 'page' as const };
    await audited(context.db, actor, { action: 'sign in', target: '' }, async () => {});
    setCookie(request, response, made.key, new Date(made.expiresAt ?? 0));
    tell(response, { who: made.who, expiresAt: made.expiresAt });
  });
  router.delete('/session', fromOurPage, async (request: Request, response: Response) => {
    const holder = await administrators.session(request);
    if (holder) {
      const actor = { who: holder.who, via: 'page' as const };
      await audited(context.db, actor, { action: 'sign out', target: '' }, () =>
        revokeKey(context.db, holder.id),
      );
    }
    setCookie(request, response, '', new Date(0));
    tell(response, { who: null, expiresAt: null });
  });
  return router;
}

/** Scripts of pages cannot read it, and no other site's page makes a browser send it. */
function setCookie(request: Request, response: Response, value: string, expires: Date): void {
  response.cookie(SESSION_COOKIE, value, {
    httpOnly: true,
    sameSite: 'strict',
    secure: isSecure(request),
    path: '/',
    expires,
  });
}
