import type { NextFunction, Request, Response } from 'express';
import type { Actor } from '../admin/audited.ts';
import { holderOf, type KeyHolder } from '../admin/keys.ts';
import { Limiter } from '../admin/limiter.ts';
import { GazetteerError } from '../errors.ts';
import type { Database } from '../store/database.ts';
import { bearerOf, mustBeJson, mustBeOurPage, sessionOf } from './sender.ts';

/** What one administrator, or one address that is refused, may ask for within a minute. */
const MOST_ACTS = 120;
const MOST_REFUSED = 60;

/** Tells administrators from everybody else. */
export class Administrators {
  private readonly acts = new Limiter(MOST_ACTS);
  private readonly refused = new Limiter(MOST_REFUSED);
  private readonly actors = new WeakMap<Request, Actor>();

  constructor(private readonly db: Database) {}

  /** Whose session the browser has; null for a reader. */
  async session(request: Request): Promise<KeyHolder | null> {
    const session = sessionOf(request);
    return session === undefined ? null : holderOf(this.db, 'session', session);
  }

  /** Who may act here; throws for anybody else. Nothing of the body is read before. */
  readonly acting = async (request: Request, _: Response, next: NextFunction): Promise<void> => {
    mustBeJson(request);
    const actor = await this.actorOf(request);
    if (actor.via === 'page') mustBeOurPage(request);
    this.mayAct(actor);
    this.actors.set(request, actor);
    next();
  };

  /** Who may see what only administrators see. */
  readonly reading = async (request: Request, _: Response, next: NextFunction): Promise<void> => {
    await this.actorOf(request);
    next();
  };

  actor(request: Request): Actor {
    const actor = this.actors.get(request);
    if (!actor) throw notSignedIn();
    return actor;
  }

  /**
   * Who comes with wrong keys again and again is told to wait. Someone with a right one is let in all the same: behind a proxy
   * everybody has one address.
   */
  async trying<T>(request: Request, work: () => Promise<T>): Promise<T> {
    const from = request.socket.remoteAddress ?? '';
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof GazetteerError)) throw error;
      const wait = this.refused.waitOf(from);
      if (wait > 0) throw tooMany(wait);
      this.refused.count(from);
      throw error;
    }
  }

  private async actorOf(request: Request): Promise<Actor> {
    const token = bearerOf(request);
    const said = request.get('authorization') !== undefined;
    if (!said) {
      const session = await this.session(request);
      if (!session) throw notSignedIn();
      return { who: session.who, via: 'page' };
    }
    return this.trying(request, async () => {
      const holder = token === undefined ? null : await holderOf(this.db, 'token', token);
      if (!holder) throw notSignedIn();
      return { who: holder.who, via: 'token' };
    });
  }

  private mayAct({ who, via }: Actor): void {
    const name = `${via} ${who}`;
    const wait = this.acts.waitOf(name);
    if (wait > 0) throw tooMany(wait);
    this.acts.count(name);
  }
}

function notSignedIn(): GazetteerError {
  return new GazetteerError(
    'not-signed-in',
    'only an administrator may do that',
    'Sign in with the link that this prints: gazetteer admin link. Scripts use a token: gazetteer admin token',
  );
}

function tooMany(seconds: number): GazetteerError {
  return new GazetteerError('too-many', 'too many requests within a minute', `Try again in ${seconds} s`);
}
