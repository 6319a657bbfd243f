import { GazetteerError } from '../errors.ts';
import { LEASE_MINUTES, type Lease } from './lease.ts';

/**
 * Breaks off what takes so long that others would soon take this process for dead, and what runs when the worker stops. Work that does
 * not look at its signal goes on, and nobody waits for it.
 */
export async function within<T>(
  { table }: Lease,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const minutes = LEASE_MINUTES[table] - 1;
  const own = AbortSignal.any([signal, AbortSignal.timeout(minutes * 60_000)]);
  own.throwIfAborted();
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new GazetteerError('too-long', `it took longer than ${minutes} minutes`));
    own.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work(own), stopped]);
  } finally {
    own.removeEventListener('abort', stop);
  }
}
