import { spawnSync } from 'node:child_process';

/** sshd.c: MAX_LISTEN_SOCKS. */
export const MOST_ADDRESSES = 16;

export interface DaemonSettings {
  port: number;
  user: string;
  folder: string;
  hostKeys: string[];
  nodes: { address: string; root?: string; env?: Record<string, string>; forceCommand?: string }[];
  /** Lines that stand instead of the harness's own. */
  more: string[];
  /** Major and minor version as one number, e.g. 9.2. */
  version: number;
}

/** sshd_config(5) of one daemon: key login of one user, one Match block per node. */
export function daemonConfig({ port, user, folder, hostKeys, nodes, more, version }: DaemonSettings): string {
  const said = new Set(more.map((line) => line.split(' ')[0]));
  const own = [
    `AuthorizedKeysFile ${folder}/authorized_keys`,
    `AllowUsers ${user}`,
    'AuthenticationMethods publickey',
    'PermitRootLogin prohibit-password',
    // The folder is a temporary one, whose parents anybody may write.
    'StrictModes no',
    'UsePAM no',
    'UseDNS no',
    'PidFile none',
    'PrintMotd no',
    'PrintLastLog no',
    // Only jump hosts forward.
    ...(more.some((line) => line.startsWith('DisableForwarding')) ? [] : ['DisableForwarding yes']),
    'LogLevel INFO',
    'MaxStartups 4000',
  ];
  return [
    `Port ${port}`,
    ...nodes.map(({ address }) => `ListenAddress ${address}`),
    ...hostKeys.map((key) => `HostKey ${key}`),
    ...own.filter((line) => !said.has(line.split(' ')[0])),
    ...more,
    ...(version >= 8.5 ? ['PerSourceMaxStartups none'] : []),
    ...(version >= 9.8 ? ['PerSourcePenalties no'] : []),
    ...matchBlocks(nodes),
    '',
  ].join('\n');
}

/** Nodes of one kind share a block: a daemon reads all of them at each connection, which costs every client alike. */
function matchBlocks(nodes: DaemonSettings['nodes']): string[] {
  const addresses = new Map<string, string[]>();
  for (const node of nodes) {
    const lines = settingsOf(node);
    if (lines !== '') addresses.set(lines, [...(addresses.get(lines) ?? []), node.address]);
  }
  return [...addresses].map(([lines, of]) => `Match LocalAddress ${of.join(',')}\n${lines}`);
}

function settingsOf({ root, env, forceCommand }: DaemonSettings['nodes'][number]): string {
  const variables = Object.entries({ ...env, ...(root === undefined ? {} : { GZ_ROOT: root }) });
  return [
    ...(variables.length > 0 ? [`SetEnv ${variables.map(quoted).join(' ')}`] : []),
    ...(forceCommand === undefined ? [] : [`ForceCommand ${forceCommand}`]),
  ].join('\n');
}

function quoted([name, value]: [string, string]): string {
  return `"${name}=${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** sshd -V is new; older ones name their version in the complaint about it. */
export function versionOf(program: string): number {
  const { stderr } = spawnSync(program, ['-V'], { encoding: 'utf8' });
  return Number(/OpenSSH_([0-9]+\.[0-9]+)/.exec(stderr)?.[1] ?? 0);
}
