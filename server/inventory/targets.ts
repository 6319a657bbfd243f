import { existsSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { ownControlPath } from '../collect/transports/controlFolder.ts';
import { quoted } from '../collect/transports/opensshArgs.ts';
import type { Limits, OpensshSettings, Target } from '../collect/transports/transport.ts';
import { SshConfig, usualConfig } from '../ssh/sshConfig.ts';
import type { Inventory } from './inventory.ts';
import { defaultLimits, type NodeSettings } from './settings.ts';
import { atHome, sshKeys } from './sshKeys.ts';
import { sshWay } from './sshWay.ts';

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
  /** The ssh configuration, as it is now. */
  ssh: SshConfig;
}

export function surroundings(dataFolder: string): Surroundings {
  const home = homedir();
  const user = userInfo().username;
  const config = usualConfig(home);
  return {
    home,
    user,
    agentSocket: process.env.SSH_AUTH_SOCK ?? '',
    knownHosts: join(dataFolder, 'known_hosts'),
    usualKeys: ['id_ed25519', 'id_ecdsa', 'id_rsa']
      .map((name) => join(home, '.ssh', name))
      .filter((path) => existsSync(path)),
    ssh: new SshConfig({ home, user }, existsSync(config) ? config : ''),
  };
}

/** How to reach a node, from its stored settings; `name` is site/cluster/node. */
export function targetOf(name: string, settings: NodeSettings, around: Surroundings): Target {
  return {
    ...(settings.transport === 'ssh' ? sshWay(name, settings, around) : otherWay(name, settings, around)),
    root: settings.root,
    ...(settings.transport === 'openssh' ? { openssh: opensshOf(settings, around) } : {}),
    ...(settings.installed ? { installed: true as const } : {}),
    ...(settings.job === undefined ? {} : { job: settings.job, searchPath: searchPathOf(settings) }),
  };
}

/** Of a node that nobody logs in to from here, the ssh configuration says nothing. */
function otherWay(name: string, settings: NodeSettings, around: Surroundings): Omit<Target, 'root'> {
  return {
    name,
    transport: settings.transport,
    address: settings.address,
    port: settings.port || 22,
    user: settings.user || around.user,
    ...sshKeys(settings, undefined, around, 'node'),
    knownHosts: [around.knownHosts, ...settings.knownHosts.map((path) => atHome(path, around))],
  };
}

/** Its own configuration says the rest, and its own known_hosts file counts as well: a person logs in with it. */
function opensshOf(settings: NodeSettings, around: Surroundings): OpensshSettings {
  const { user, port, address, agent, controlPath, ssh } = settings;
  const config = typeof ssh?.config === 'string' ? atHome(ssh.config, around) : ssh?.config;
  const own = ownControlPath(join(dirname(around.knownHosts), 'ssh'), { user, address, port });
  return {
    user,
    port,
    identityFiles: settings.identityFiles.map((path) => atHome(path, around)),
    ...(config === undefined ? {} : { config }),
    ...(ssh?.jump === undefined ? {} : { jump: ssh.jump }),
    agent: agent === 'environment' ? '' : atHome(agent, around),
    knownHosts: [
      around.knownHosts,
      ...settings.knownHosts.map((path) => atHome(path, around)),
      join(around.home, '.ssh', 'known_hosts'),
    ],
    ...(controlPath === undefined ? { controlPath: quoted(own), controlSocket: own } : { controlPath }),
  };
}

/** Where the sites file says that the programs of the batch system lie. */
function searchPathOf({ roots }: NodeSettings): string[] {
  return roots.filter(({ facet }) => facet === 'scheduler').map(({ path }) => path);
}

export function limitsOf({ limits }: NodeSettings): Limits {
  const { connectSeconds = defaultLimits.connectSeconds, visitSeconds, maxBytes } = limits;
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
