import type { Duplex } from 'node:stream';
import type { Failure } from './failure.ts';
import { JumpRoute } from './jumpRoute.ts';
import type { Target } from './transport.ts';

/** How the bytes of one SSH connection travel. */
export interface Way {
  /** A channel of a jump host; nothing where a socket of its own leads there. */
  stream?: Duplex;
  /** What ended the channel, when it was the way and not the target. */
  broken(): Failure | undefined;
  release(): void;
}

const DIRECT: Way = { broken: () => undefined, release: () => {} };

const routes = new Map<string, JumpRoute>();

/** Opens the way to a target, through its jump hosts where it has some; all nodes behind a jump host share a connection. */
export function openWay(
  target: Target,
  connectSeconds: number,
  signal: AbortSignal = new AbortController().signal,
): Promise<Way | Failure> {
  const { jumps = [] } = target;
  if (jumps.length === 0) return Promise.resolve(DIRECT);
  const key = JSON.stringify(jumps.map(({ name, ...hop }) => hop));
  const route = routes.get(key) ?? new JumpRoute(jumps, openWay, () => routes.delete(key));
  routes.set(key, route);
  return route.through(target, connectSeconds, signal);
}
