import { localTransport } from './transports/local.ts';
import { sshTransport } from './transports/ssh.ts';
import type { Target, Transport } from './transports/transport.ts';

const TRANSPORTS: Record<Target['transport'], Transport> = { ssh: sshTransport, local: localTransport };

/** Runs a script on a target over its own transport. Never rejects. */
export const deliver: Transport = (target, ...rest) => TRANSPORTS[target.transport](target, ...rest);
