import { deliver } from '../collect/deliver.ts';
import type { VisitTarget } from '../collect/visitNode.ts';
import { isBeforeLogin, loginText, stepsBefore } from './stepsBefore.ts';
import type { Teller } from './teller.ts';

const NO_STARTER = {
  reason: 'job-refused',
  message: 'there is no node to start jobs on',
  hint: 'Name in job.via a node of the cluster that is reached by ssh',
};

/** The way to the node that starts jobs, as far as its login; gives whether a job can be tried from there. */
export async function jobSteps(
  { target, limits }: VisitTarget,
  teller: Teller,
  signal: AbortSignal,
): Promise<boolean> {
  const { via } = target;
  if (!via) return teller.failed('address', NO_STARTER);
  if (!(await stepsBefore(via, teller, signal))) return false;
  teller.running('login');
  const { failure } = await deliver({ ...via, command: 'true' }, '', limits, () => {}, signal);
  // A command that says nothing is what was asked for.
  if (failure && (isBeforeLogin(failure.reason) || signal.aborted)) return teller.failed('login', failure);
  teller.done('login', `${loginText(via)} on ${via.name.split('/').at(-1)}, which starts the job`);
  return true;
}
