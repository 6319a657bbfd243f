import type { Target } from '../collect/transports/transport.ts';
import type { HostSettings } from '../ssh/sshConfig.ts';
import type { NodeSettings } from './settings.ts';
import type { Surroundings } from './targets.ts';

/** Which keys log in to a node or to a jump host on the way to it. */
export function sshKeys(
  { identityFiles, agent }: NodeSettings,
  said: HostSettings | undefined,
  around: Surroundings,
  what: 'node' | 'jump host',
): Pick<Target, 'identityFiles' | 'agentSocket' | 'agentOnly'> {
  const named = said?.identityFiles ?? [];
  const byConfig = named.length > 0 && (what === 'jump host' || identityFiles.length === 0);
  const byNobody = !byConfig && identityFiles.length === 0;
  const files = byConfig
    ? named.filter((path) => path.toLowerCase() !== 'none')
    : identityFiles.map((path) => atHome(path, around));
  // Key files in the sites file are all there is, unless it says something of an agent; else it is as in ssh(1).
  const usual = agent === '' && (byConfig || byNobody);
  const agentSocket = usual || agent === 'environment' ? around.agentSocket : socketOf(agent, around);
  const keys = byNobody && (agent === '' || agent === 'none') ? around.usualKeys : files;
  const only = said?.identitiesOnly === true && (byConfig || byNobody) && keys.length > 0;
  return {
    identityFiles: keys,
    agentSocket,
    ...(only && agentSocket !== '' ? { agentOnly: true } : {}),
  };
}

function socketOf(agent: string, around: Surroundings): string {
  return agent === '' || agent === 'none' ? '' : atHome(agent, around);
}

/** `~` is the home of the account that visits. */
export function atHome(path: string, { home }: Pick<Surroundings, 'home'>): string {
  return path === '~' || path.startsWith('~/') ? home + path.slice(1) : path;
}
