import type { ReasonCode } from '../collect/reasons.ts';
import { lastingOf, type State } from '../facets/scheduler/states.ts';

/** What the batch system says of a node, of all that does not come and go with jobs. */
export interface NodeState {
  /** drained, powered down, down, ...; up for everything that runs jobs or could. */
  state: string;
  reason: string;
  by: string;
  /** Why nobody is to visit it; '' where it is to be visited. */
  notExpected: ReasonCode | '';
  /** Nodes that the batch system describes alike have the same; '' where it is not told. */
  hardware: string;
}

/** Flags under which a node is off, or on its way off or on (sinfo(1), NODE STATE CODES). */
const POWER = ['powered_down', 'powering_down', 'power_down', 'power_drain', 'powering_up'];

/** A node whose jobs still run is drained as well: it is to be left alone. */
export function expectation(state: State): Pick<NodeState, 'state' | 'notExpected'> {
  if (POWER.some((flag) => state.flags.includes(flag)))
    return { state: 'powered down', notExpected: 'powered-down' };
  const lasting = lastingOf(state);
  if (lasting === 'drain') return { state: 'drained', notExpected: 'drained' };
  if (lasting === 'maintenance') return { state: 'maintenance', notExpected: 'maintenance' };
  if (lasting === 'future') return { state: 'future', notExpected: 'future' };
  if (state.flags.includes('reserved')) return { state: 'reserved', notExpected: 'reserved' };
  return { state: lasting, notExpected: '' };
}
