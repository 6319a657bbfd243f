import type { Session } from '../frames/decode.ts';
import { type Failure, failure } from './transports/failure.ts';

/** Why nothing was read of a node that runs jobs and is then to be left alone; null where it was read. */
export function busySkipped({ busy, complete }: Session): Failure | null {
  return busy?.mode === 'skip' && complete ? failure('busy', `jobs run on it (${busy.by})`, '') : null;
}
