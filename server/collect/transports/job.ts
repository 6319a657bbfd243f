import { failure } from './failure.ts';
import { jobCommand } from './jobCommand.ts';
import type { Delivery, Transport } from './transport.ts';

/**
 * Runs the agent inside a job of Slurm, on the node itself: the transport of the login node starts srun or sbatch
 * there, and hands the script to it as its standard input. `deliver` reaches the login node.
 */
export function jobTransport(deliver: Transport): Transport {
  return async (target, script, limits, onData, signal) => {
    const { via, job } = target;
    if (!via || !job) {
      const hint = 'Name a node of the cluster that is reached by ssh in job.via, and run: gazetteer apply';
      const why = failure('job-refused', 'there is no node to start jobs on', hint);
      return { failure: why, exitCode: null, stderr: '' };
    }
    let bytes = 0;
    const counted = (chunk: Buffer) => {
      bytes += chunk.length;
      onData(chunk);
    };
    const { command, input } = jobCommand(target.name.split('/').at(-1) ?? '', job, script, {
      visitSeconds: limits.visitSeconds,
      searchPath: target.searchPath,
    });
    const delivery = await deliver({ ...via, command }, input, limits, counted, signal);
    return explained(delivery, bytes, job.start);
  };
}

const WAITING =
  /Immediate execution impossible|Requested nodes are busy|Unable to allocate.*(?:busy|immediate)/i;

/** 128 + SIGTERM. */
const TERMINATED = 143;

/** What Slurm said, where the agent did not get to speak. */
function explained(delivery: Delivery, bytes: number, program: string): Delivery {
  const { failure: why, stderr } = delivery;
  const isTakenBack = why?.reason === 'agent-missing' && delivery.exitCode === TERMINATED;
  if (bytes === 0 && (why?.reason === 'visit-timeout' || isTakenBack)) {
    const message = `the job did not start in time. ${lastLine(stderr)}`.trim();
    return { ...delivery, failure: failure('job-waiting', message, WAIT_HINT) };
  }
  if (why?.reason !== 'agent-missing') return delivery;
  const said = stderr.split('\n').filter((line) => /^(?:srun|sbatch): (?:error|fatal)/.test(line));
  if (WAITING.test(stderr))
    return { ...delivery, failure: failure('job-waiting', lastLine(said.join('\n') || stderr), WAIT_HINT) };
  if (said.length > 0)
    return { ...delivery, failure: failure('job-refused', said.slice(0, 2).join('; ').slice(0, 400), HINT) };
  if (/not found|No such file/.test(stderr)) {
    const hint = 'Name the folder of the Slurm programs in roots.scheduler';
    return { ...delivery, failure: failure('job-refused', `${program}: ${lastLine(stderr)}`, hint) };
  }
  return delivery;
}

const WAIT_HINT =
  'Raise job.waitSeconds and limits.visitSeconds, or name a partition or QoS that starts sooner';
const HINT = 'Look at account, partition, qos and minutes under job in the sites file';

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
}
