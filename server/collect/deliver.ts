import { jobTransport } from './transports/job.ts';
import { localTransport } from './transports/local.ts';
import { pushTransport } from './transports/push.ts';
import { sshTransport } from './transports/ssh.ts';
import type { Target, Transport } from './transports/transport.ts';

const TRANSPORTS: Record<Target['transport'], Transport> = {
  ssh: sshTransport,
  local: localTransport,
  job: jobTransport((target, ...rest) => deliver(target, ...rest)),
  push: pushTransport,
};

/** Runs a script on a target over its own transport. Never rejects. */
export const deliver: Transport = (target, ...rest) => TRANSPORTS[target.transport](target, ...rest);
