import { fileTransport } from './transports/file.ts';
import { jobTransport } from './transports/job.ts';
import { localTransport } from './transports/local.ts';
import { opensshTransport } from './transports/openssh.ts';
import { pushTransport } from './transports/push.ts';
import { sshTransport } from './transports/ssh.ts';
import type { Target, Transport } from './transports/transport.ts';

const TRANSPORTS: Record<Target['transport'], Transport> = {
  ssh: sshTransport,
  openssh: opensshTransport,
  local: localTransport,
  job: jobTransport((target, ...rest) => deliver(target, ...rest)),
  push: pushTransport,
  file: fileTransport,
};

/** Runs a script on a target over its own transport. Never rejects. */
export const deliver: Transport = async (target, ...rest) => {
  const delivery = await TRANSPORTS[target.transport](target, ...rest);
  const { failure: why } = delivery;
  if (!target.installed || why?.reason !== 'agent-missing') return delivery;
  return { ...delivery, failure: { ...why, hint: NOT_INSTALLED } };
};

const NOT_INSTALLED =
  'agent: installed is set for this node, and its key runs no installed agent: put the line that ' +
  '"gazetteer agent authorized-key" prints into authorized_keys there, or take the setting out of the sites file.';
