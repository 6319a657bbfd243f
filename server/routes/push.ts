import { createHash } from 'node:crypto';
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import type { Context } from '../context.ts';
import { GazetteerError } from '../errors.ts';
import { once } from '../push/receipts.ts';
import { receivePush } from '../push/receive.ts';
import { stampOf } from '../push/stamp.ts';
import { type Grant, grantOf } from '../push/tokens.ts';

/** The most bytes of one post, unpacked. */
export const MOST_BYTES = 64 * 1024 * 1024;

/** Posts that are received and stored at once: each may fill its bytes of memory. */
export const MOST_AT_ONCE = 16;

/** Statuses of what a post can be refused with. */
export const pushStatus: Record<string, number> = {
  'push-token': 401,
  'push-not-yours': 403,
  'push-no-node': 404,
  'push-replay': 409,
  'push-older': 409,
  'push-size': 413,
  'push-no-frames': 422,
  'push-format': 400,
  'push-stamp': 400,
  'push-clock': 400,
  'push-damaged': 400,
  'push-busy': 503,
};

/** POST /push: nodes send what their agents printed (docs/push.md). The token is looked at before a byte is read. */
export function pushRouter(context: Context): Router {
  const posts = new WeakMap<Request, Post>();
  let inHand = 0;
  const authorize = async (request: Request, response: Response, next: NextFunction) => {
    const [, token] = /^Bearer ([A-Za-z0-9_-]{10,200})$/.exec(request.get('authorization') ?? '') ?? [];
    const grant = token === undefined ? null : await grantOf(context.db, token);
    if (!grant) {
      // What else the sender has to say is not waited for.
      response.set('www-authenticate', 'Bearer').set('connection', 'close');
      throw new GazetteerError(
        'push-token',
        'no token, or none that is good',
        'See: gazetteer tokens --help',
      );
    }
    // Nobody is there any more, and nobody would tell when it is over.
    if (request.socket.destroyed) return;
    if (inHand >= MOST_AT_ONCE) {
      response.set('connection', 'close');
      throw new GazetteerError('push-busy', `${inHand} posts are being stored`, 'Try again in a minute');
    }
    inHand += 1;
    const post = { grant, isStoring: false, isClosed: false };
    posts.set(request, post);
    response.once('close', () => {
      post.isClosed = true;
      if (!post.isStoring) inHand -= 1;
    });
    next();
  };
  const receive = async (request: Request, response: Response) => {
    const post = posts.get(request);
    if (!post || post.isClosed) throw new GazetteerError('push-token', 'no token');
    post.isStoring = true;
    try {
      await store(post, request, response);
    } finally {
      post.isStoring = false;
      // Whoever hung up meanwhile had its bytes here until now.
      if (post.isClosed) inHand -= 1;
    }
  };
  const store = async ({ grant }: Post, request: Request, response: Response) => {
    const stamp = stampOf(
      request.get('gazetteer-nonce'),
      request.get('gazetteer-time'),
      request.get('gazetteer-now'),
    );
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const said = request.get('gazetteer-sha256');
    if (said !== undefined && said.toLowerCase() !== createHash('sha256').update(body).digest('hex'))
      throw new GazetteerError('push-damaged', 'what came is not what was sent: its sha256 is another');
    const { answer, again } = await once(context.db, grant.tokenId, stamp, body, () =>
      receivePush(context.db, grant, stamp, body),
    );
    response.set('cache-control', 'no-store').json({ ...answer, again });
  };
  const router = Router();
  router.post('/push', authorize, express.raw({ type: () => true, limit: MOST_BYTES }), unreadable, receive);
  router.all('/push', (request, response) => {
    response.set('allow', 'POST');
    throw new GazetteerError('bad-method', `${request.method} is not allowed here`, 'Use POST');
  });
  return router;
}

interface Post {
  grant: Grant;
  isStoring: boolean;
  isClosed: boolean;
}

/** What the reader of bodies says, in our words. */
function unreadable(error: unknown, _: Request, response: Response, next: NextFunction): void {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : 0;
  response.set('connection', 'close');
  if (status === 413)
    next(new GazetteerError('push-size', `a post may have ${MOST_BYTES} bytes`, 'Send fewer nodes at once'));
  else if (typeof status === 'number' && status >= 400 && status < 500)
    next(new GazetteerError('push-format', 'the body cannot be unpacked, or ended too soon'));
  else next(error);
}
