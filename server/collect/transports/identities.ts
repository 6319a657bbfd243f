import type { AnyAuthMethod } from 'ssh2';
import { fingerprint } from '../hostKeys.ts';
import { type Failure, failure } from './failure.ts';
import { KeysOfAgent } from './keysOfAgent.ts';
import { privateKey } from './privateKey.ts';
import type { Target } from './transport.ts';

/** The ways to log in to a target, in the order they are tried. */
export interface Identities {
  methods: AnyAuthMethod[];
  /** What is tried, in words. */
  tried: string[];
  /** Key files that could not be used. */
  unusable: Failure[];
}

/** Key files first, then the agent: a server allows few tries and an agent may hold many keys. */
export async function identitiesOf(target: Target): Promise<Identities> {
  const { identityFiles, agentSocket, agentOnly, passphraseCommand, user: username } = target;
  const identities: Identities = { methods: [], tried: [], unusable: [] };
  for (const path of identityFiles) {
    const key = await privateKey(path, passphraseCommand);
    if ('reason' in key) {
      identities.unusable.push(key);
      continue;
    }
    identities.methods.push({ type: 'publickey', username, key });
    identities.tried.push(`${path} (${fingerprint(key.getPublicSSH())})`);
  }
  if (agentSocket === '') return identities;
  const agent = agentOnly ? new KeysOfAgent(agentSocket, identityFiles) : agentSocket;
  identities.methods.push({ type: 'agent', username, agent });
  const which = agentOnly ? 'those keys of these files that the agent holds' : 'the keys of the agent';
  identities.tried.push(`${which} at ${agentSocket}`);
  return identities;
}

/** Why nothing can be tried at all. */
export function nothingToTry({ unusable }: Identities): Failure {
  return (
    unusable[0] ??
    failure(
      'key-unusable',
      'there is no private key to log in with',
      'Set ssh.identityFile or ssh.agent for this node in the sites file.',
    )
  );
}
