import { type Failure, failure } from '../collect/transports/failure.ts';
import type { Target } from '../collect/transports/transport.ts';
import { jumpOfCommand, parseJumps } from '../ssh/jumpHost.ts';
import type { HostSettings } from '../ssh/sshConfig.ts';
import type { NodeSettings } from './settings.ts';
import { atHome, sshKeys } from './sshKeys.ts';
import type { Surroundings } from './targets.ts';

/** No site has that many; a configuration can name hosts without end (`ProxyJump gate-%h`). */
const MOST_JUMPS = 16;

type Address = Pick<Target, 'address' | 'port' | 'user'>;

/**
 * How a node is reached by SSH. The sites file says it first, then the ssh configuration, then what is usual. A jump
 * host has its own entry in the ssh configuration; what that leaves open is as for the node.
 */
export function sshWay(name: string, settings: NodeSettings, around: Surroundings): Omit<Target, 'root'> {
  const { address, user, port, ssh } = settings;
  const said = config(settings, around, address, { user, port });
  const target = reached({ name, settings, around }, said, address, 'node');
  const wanted = ssh?.jump ?? jumpsOf(said, address);
  const jumps = 'reason' in wanted ? wanted : hops({ name, settings, around }, wanted, [tagOf(target)]);
  const problems = said?.problems ?? [];
  return {
    ...target,
    ...('reason' in jumps ? { misrouted: jumps } : jumps.length > 0 ? { jumps } : {}),
    ...(ssh?.jumpNodes === undefined ? {} : { jumpNodes: ssh.jumpNodes }),
    ...(problems.length > 0 ? { configProblems: problems } : {}),
  };
}

interface Node {
  name: string;
  settings: NodeSettings;
  around: Surroundings;
}

function config(
  { ssh }: NodeSettings,
  around: Surroundings,
  host: string,
  given: { user: string; port: number },
): HostSettings | undefined {
  if (ssh?.config === false) return undefined;
  const path = ssh?.config === undefined ? undefined : atHome(ssh.config, around);
  return around.ssh.of(path, host, given);
}

function reached(
  { name, settings, around }: Node,
  said: HostSettings | undefined,
  host: string,
  what: 'node' | 'jump host',
): Omit<Target, 'root'> {
  const { limits, ssh } = settings;
  const files = settings.knownHosts.map((path) => atHome(path, around));
  const others = said?.userKnownHostsFiles?.filter((path) => path.toLowerCase() !== 'none');
  const connectSeconds = limits.connectSeconds === undefined ? said?.connectSeconds : undefined;
  const [program, ...args] = ssh?.passphraseCommand ?? [];
  const isNode = what === 'node';
  return {
    name,
    transport: settings.transport,
    address: said?.hostName ?? host,
    port: said?.port ?? ((isNode ? settings.port : 0) || 22),
    user: said?.user ?? (settings.user || around.user),
    ...sshKeys(settings, said, around, what),
    knownHosts: [around.knownHosts, ...(isNode && files.length > 0 ? files : (others ?? files))],
    ...(said?.hostKeyAlias === undefined ? {} : { hostKeyAlias: said.hostKeyAlias }),
    ...(connectSeconds ? { connectSeconds } : {}),
    ...(program === undefined ? {} : { passphraseCommand: [atHome(program, around), ...args] }),
    ...(isNode ? {} : { isJumpHost: true as const }),
    ...(said && said.notes.length > 0 ? { configNotes: said.notes } : {}),
  };
}

/** The jump hosts up to the last named one, which may have some of their own in front; `seen` is what lies behind. */
function hops(node: Node, wanted: string[], seen: string[]): Target[] | Failure {
  const last = wanted.at(-1);
  if (last === undefined) return [];
  const jump = parseJumps(last)?.[0];
  if (!jump) return failure('jump-failed', `"${last}" is no jump host`, 'Write [user@]host[:port].');
  const said = config(node.settings, node.around, jump.host, { user: jump.user, port: jump.port ?? 0 });
  const base = reached(node, said, jump.host, 'jump host');
  const target: Target = {
    ...base,
    root: '',
    transport: 'ssh',
    user: jump.user || base.user,
    port: jump.port ?? base.port,
  };
  const tag = tagOf(target);
  if (seen.includes(tag)) return loop([...seen, tag].reverse());
  if (seen.length > MOST_JUMPS)
    return failure(
      'jump-failed',
      `there are more than ${MOST_JUMPS} jump hosts: ${seen.join(', ')}`,
      LOOP_HINT,
    );
  const before = wanted.slice(0, -1);
  const further = before.length > 0 ? before : jumpsOf(said, jump.host);
  if ('reason' in further) return further;
  const front = hops(node, further, [...seen, tag]);
  if ('reason' in front) return front;
  return [...front, target];
}

const LOOP_HINT =
  'Give the jump host an entry of its own in the ssh configuration with "ProxyJump none", or write "Host * !GATE".';

function loop(tags: string[]): Failure {
  return failure('jump-failed', `the jump hosts lead in a circle: ${tags.join(' -> ')}`, LOOP_HINT);
}

function tagOf({ user, address, port }: Address): string {
  return `${user}@${address}:${port}`;
}

/** The jump hosts that the ssh configuration names for a host. */
function jumpsOf(said: HostSettings | undefined, host: string): string[] | Failure {
  const command = said?.proxyCommand ?? 'none';
  if (said?.proxyJump !== undefined) {
    return said.proxyJump.trim().toLowerCase() === 'none' ? [] : said.proxyJump.split(',');
  }
  if (command.trim().toLowerCase() === 'none') return [];
  const jump = jumpOfCommand(command);
  if (jump !== undefined) return [jump];
  return failure(
    'jump-failed',
    `the ssh configuration reaches ${host} by a ProxyCommand, and this transport runs none: ${command.slice(0, 200)}`,
    'Write ProxyJump there or ssh.jump in the sites file; with "ssh.jump: none" the node is connected to directly.',
  );
}
