import { existsSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { ownControlPath } from '../collect/transports/controlFolder.ts';
import { quoted } from '../collect/transports/opensshArgs.ts';
import type { Limits, OpensshSettings, Target } from '../collect/transports/transport.ts';
import type { Inventory } from './inventory.ts';
import type { NodeSettings } from './settings.ts';

/** What the machine and account that visit the nodes add to the sites file. */
export interface Surroundings {
  home: string;
  user: string;
  /** $SSH_AUTH_SOCK, or ''. */
  agentSocket: string;
  /** Gazetteer's own known_hosts file, to which accepted keys are added. */
  knownHosts: string;
  /** The key files in the account's home that ssh(1) would try too. */
  usualKeys: string[];
}

export function surroundings(dataFolder: string): Surroundings {
  const home = homedir();
  return {
    home,
    user: userInfo().username,
    agentSocket: process.env.SSH_AUTH_SOCK ?? '',
    knownHosts: join(dataFolder, 'known_hosts'),
    usualKeys: ['id_ed25519', 'id_ecdsa', 'id_rsa']
      .map((name) => join(home, '.ssh', name))
      .filter((path) => existsSync(path)),
  };
}

/** How to reach a node, from its stored settings; `name` is site/cluster/node. */
export function targetOf(name: string, settings: NodeSettings, around: Surroundings): Target {
  const atHome = (path: string) =>
    path === '~' || path.startsWith('~/') ? around.home + path.slice(1) : path;
  const { identityFiles, agent } = settings;
  // As ssh(1) does when its configuration names no key.
  const usual = identityFiles.length === 0 && agent === '';
  const identity =
    identityFiles.length === 0 && (agent === '' || agent === 'none') ? around.usualKeys : identityFiles;
  return {
    name,
    transport: settings.transport,
    address: settings.address,
    port: settings.port,
    user: settings.user || around.user,
    identityFiles: identity.map(atHome),
    agentSocket: usual || agent === 'environment' ? around.agentSocket : socketOf(agent, atHome),
    knownHosts: [around.knownHosts, ...settings.knownHosts.map(atHome)],
    root: settings.root,
    ...(settings.transport === 'openssh' ? { openssh: opensshOf(settings, around) } : {}),
    ...(settings.installed ? { installed: true as const } : {}),
    ...(settings.job === undefined ? {} : { job: settings.job, searchPath: searchPathOf(settings) }),
  };
}

/** Its own configuration says the rest, and its own known_hosts file counts as well: a person logs in with it. */
function opensshOf(settings: NodeSettings, around: Surroundings): OpensshSettings {
  const atHome = (path: string) => (path.startsWith('~/') ? join(around.home, path.slice(2)) : path);
  const { user, port, address, agent, controlPath } = settings;
  const own = ownControlPath(join(dirname(around.knownHosts), 'ssh'), { user, address, port });
  return {
    user,
    port,
    identityFiles: settings.identityFiles.map(atHome),
    agent: agent === 'environment' ? '' : atHome(agent),
    knownHosts: [
      around.knownHosts,
      ...settings.knownHosts.map(atHome),
      join(around.home, '.ssh', 'known_hosts'),
    ],
    ...(controlPath === undefined ? { controlPath: quoted(own), controlSocket: own } : { controlPath }),
  };
}

/** Where the sites file says that the programs of the batch system lie. */
function searchPathOf({ roots }: NodeSettings): string[] {
  return roots.filter(({ facet }) => facet === 'scheduler').map(({ path }) => path);
}

function socketOf(agent: string, atHome: (path: string) => string): string {
  return agent === '' || agent === 'none' ? '' : atHome(agent);
}

export function limitsOf({ limits }: NodeSettings): Limits {
  const { connectSeconds, visitSeconds, maxBytes } = limits;
  return { connectSeconds, visitSeconds, maxBytes };
}

/** Every node of an inventory as a target, in the order of the file. */
export function targetsOf({ sites }: Inventory, around: Surroundings): Target[] {
  return sites.flatMap((site) =>
    site.clusters.flatMap((cluster) =>
      cluster.nodes.map((node) =>
        targetOf(`${site.name}/${cluster.name}/${node.name}`, node.settings, around),
      ),
    ),
  );
}
