import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kill, killTree, processesWith } from './processes.ts';
import { daemonConfig, MOST_ADDRESSES, versionOf } from './sshdConfig.ts';
import { type KeyType, makeKey, publicKeyOf } from './sshKeys.ts';
import { needs, pathOf } from './tools.ts';

export interface NodeOptions {
  name: string;
  /** Folder that the agent reads instead of /; it becomes GZ_ROOT in the node's environment. */
  root?: string;
  /** More of the environment; HOME is an empty folder unless it is said here. */
  env?: Record<string, string>;
  /** Runs instead of what the client asks for, as a site's forced command does. */
  forceCommand?: string;
  /** A host key that no other node has. */
  ownHostKey?: boolean;
}

export interface SshdNode {
  name: string;
  address: string;
  /** The public host key file. */
  hostKey: string;
}

export interface Sshd {
  port: number;
  user: string;
  nodes: SshdNode[];
  node(name: string): SshdNode;
  /** Private key that every node accepts. */
  clientKey: string;
  /** known_hosts file with the keys of all nodes. */
  knownHosts: string;
  /** Everything lies in this folder, which `stop` removes. */
  folder: string;
  /** What the daemons wrote to their log. */
  log(): string;
  /** Gives a node with a host key of its own another one, as one that is installed anew has; `knownHosts` has the one before. */
  rekey(name: string): Promise<void>;
  /** Cuts every open connection, as a node that dies does. */
  drop(): void;
  stop(): Promise<void>;
}

export interface SshdOptions {
  /** Types of the shared host key; the default is one ed25519 key. */
  hostKeyTypes?: KeyType[];
  /** More lines of sshd_config(5), for what the harness does not say itself, and MaxStartups. */
  config?: string[];
  /** More of the daemons' own environment. */
  env?: Record<string, string>;
  /** A network namespace to run in, with the address that the one node has there. */
  namespace?: { name: string; address: string };
}

/** Whether this machine can run the nodes; says so when it cannot. */
export function hasSshd(): boolean {
  return needs('sshd', 'openssh-server') && needs('ssh-keygen', 'openssh-client');
}

/**
 * Real sshd daemons of the current user on one loopback port. Every node is an address of its own,
 * so that one machine looks like a cluster: 127.0.10.1, 127.0.10.2, ...
 */
export async function startSshd(
  options: NodeOptions[],
  { hostKeyTypes = ['ed25519'], config: more = [], env = {}, namespace }: SshdOptions = {},
): Promise<Sshd> {
  const program = pathOf('sshd');
  if (!program) throw new Error('no sshd: install the Debian package openssh-server');
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-sshd-'));
  const user = userInfo().username;
  // bash reads its start-up file in every session of sshd; the developer's own may do anything.
  const home = join(folder, 'home');
  mkdirSync(home);
  const clientKey = makeKey(join(folder, 'client'));
  writeFileSync(join(folder, 'authorized_keys'), publicKeyOf(clientKey));
  const shared = hostKeyTypes.map((type) => makeKey(join(folder, `host_${type}`), { type }));
  const isolated = options.map((node) => ({
    ...node,
    env: { HOME: home, GAZETTEER_TEST_SSHD: folder, ...node.env },
  }));
  const session = `GAZETTEER_TEST_SSHD=${folder}`;
  const groups = groupsOf(isolated, folder, shared, namespace?.address);
  const nodes = groups.flatMap(({ nodes, hostKeys }) =>
    nodes.map(({ name, address }) => ({ name, address, hostKey: `${hostKeys[0]}.pub` })),
  );

  const inside = namespace ? ['ip', 'netns', 'exec', namespace.name] : [];
  const running = await onFreePort(async (port) => {
    const daemons = groups.map(({ nodes, hostKeys }, index) => {
      const config = join(folder, `sshd_config.${index}`);
      writeFileSync(
        config,
        daemonConfig({ port, user, folder, hostKeys, nodes, more, version: versionOf(program) }),
      );
      const log = join(folder, `log.${port}.${index}`);
      return startDaemon([...inside, program], { config, log, env }, nodes.length);
    });
    const up = await Promise.all(daemons.map((daemon) => daemon.up));
    if (up.every(Boolean)) return { port, daemons };
    await Promise.all(daemons.map((daemon) => daemon.stop()));
    return undefined;
  });
  const { port, daemons } = running;
  // Whoever forgets to stop leaves nothing behind.
  const killAll = () => {
    for (const daemon of daemons) daemon.kill();
  };
  process.once('exit', killAll);
  const knownHosts = join(folder, 'known_hosts');
  const lines = groups.flatMap(({ nodes, hostKeys }) =>
    nodes.flatMap(({ address }) => hostKeys.map((key) => `[${address}]:${port} ${publicKeyOf(key)}`)),
  );
  writeFileSync(knownHosts, lines.join(''));

  return {
    port,
    user,
    nodes,
    node: (name) => {
      const found = nodes.find((node) => node.name === name);
      if (!found) throw new Error(`the harness has no node ${name}`);
      return found;
    },
    clientKey,
    knownHosts,
    folder,
    log: () => daemons.map((daemon) => daemon.log()).join(''),
    rekey: async (name) => {
      const index = groups.findIndex(({ nodes }) => nodes.length === 1 && nodes[0]?.name === name);
      const key = groups[index]?.hostKeys[0];
      if (key === undefined) throw new Error(`${name} has no host key of its own`);
      for (const file of [key, `${key}.pub`]) rmSync(file);
      makeKey(key);
      await daemons[index]?.again();
    },
    drop: () => {
      for (const daemon of daemons) daemon.drop();
    },
    stop: async () => {
      process.off('exit', killAll);
      await Promise.all(daemons.map((daemon) => daemon.stop()));
      // What a session started goes on when the connection is gone, and belongs to nobody then.
      for (const pid of processesWith(session)) kill(pid);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Group {
  hostKeys: string[];
  nodes: (NodeOptions & { address: string })[];
}

/** A daemon has one set of host keys and a bounded number of addresses. */
function groupsOf(options: NodeOptions[], folder: string, shared: string[], only?: string): Group[] {
  const groups: Group[] = [];
  let open: Group | undefined;
  for (const [index, node] of options.entries()) {
    const placed = { ...node, address: only ?? `127.0.${10 + Math.floor(index / 250)}.${(index % 250) + 1}` };
    if (node.ownHostKey) {
      groups.push({ hostKeys: [makeKey(join(folder, `host_${index}`))], nodes: [placed] });
      continue;
    }
    if (!open || open.nodes.length === MOST_ADDRESSES) {
      open = { hostKeys: shared, nodes: [] };
      groups.push(open);
    }
    open.nodes.push(placed);
  }
  return groups;
}

interface Daemon {
  up: Promise<boolean>;
  /** Has it read its configuration and its keys anew. */
  again(): Promise<void>;
  log(): string;
  drop(): void;
  kill(): void;
  stop(): Promise<void>;
}

function startDaemon(
  command: string[],
  files: { config: string; log: string; env: Record<string, string> },
  addresses: number,
): Daemon {
  const { config, log: logFile, env } = files;
  if (process.getuid?.() === 0 && !existsSync('/run/sshd')) mkdirSync('/run/sshd', { mode: 0o755 });
  closeSync(openSync(logFile, 'w'));
  const child = spawn(command[0] ?? '', [...command.slice(1), '-D', '-f', config, '-E', logFile], {
    stdio: 'ignore',
    env: { ...process.env, ...env },
  });
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => resolve()).once('error', () => resolve()),
  );
  const log = () => readFileSync(logFile, 'utf8');
  return {
    up: listening(child, log, addresses),
    again: async () => {
      const times = log().split('Server listening on').length - 1;
      child.kill('SIGHUP');
      await listening(child, log, times + addresses);
    },
    log,
    drop: () => killTree(child.pid, { itself: false }),
    kill: () => killTree(child.pid, { itself: true }),
    stop: async () => {
      killTree(child.pid, { itself: true });
      await ended;
    },
  };
}

/** False when an address is taken; throws when sshd refuses to run at all. */
async function listening(
  child: { exitCode: number | null },
  log: () => string,
  addresses: number,
): Promise<boolean> {
  for (let tries = 0; tries < 1000; tries++) {
    const text = log();
    if (text.includes('Bind to port')) return false;
    if (text.split('Server listening on').length > addresses) return true;
    if (child.exitCode !== null) throw new Error(`sshd ended with ${child.exitCode}: ${text}`);
    await sleep(10);
  }
  throw new Error(`sshd does not listen after 10 s: ${log()}`);
}

async function onFreePort<T>(start: (port: number) => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 5; tries++) {
    const started = await start(await freePort());
    if (started !== undefined) return started;
  }
  throw new Error('no free loopback port for sshd after five tries');
}

/** A port that nobody listened at a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
