import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { audited, commandActor } from '../admin/audited.ts';
import { keysFromFile } from '../collect/acceptFromFile.ts';
import { acceptHostKey, acceptHostKeys } from '../collect/acceptHostKey.ts';
import { eachParallel } from '../collect/eachParallel.ts';
import { fetchHostKey, type OfferedKey } from '../collect/fetchHostKeys.ts';
import { checkHostKey, type HostKeyVerdict, readKnownHosts } from '../collect/hostKeys.ts';
import { targetsBelow } from '../collect/targets.ts';
import { place } from '../collect/transports/connectFailure.ts';
import { keyName } from '../collect/transports/hostKeyTrust.ts';
import type { Target } from '../collect/transports/transport.ts';
import { GazetteerError } from '../errors.ts';
import { expand } from '../inventory/nodeSet.ts';
import type { Database } from '../store/database.ts';
import { withStore } from './open.ts';
import { Progress, print, table, visible } from './output.ts';

interface KeyRow {
  node: string;
  type: string;
  fingerprint: string;
  state: HostKeyVerdict['state'] | 'unreachable' | 'accepted' | 'absent';
  message: string;
}

interface Options {
  jumpHosts?: boolean;
  json?: boolean;
}

const JUMP_HOSTS = 'the keys of the jump hosts on the way to these nodes, not their own';

export function hostKeysVerb(program: Command): void {
  const hostKeys = program
    .command('hostkeys')
    .description('the SSH host keys of nodes: show them, accept new ones')
    .addHelpText('after', '\nExample:\n  gazetteer hostkeys list alpha/hpc1');
  hostKeys
    .command('list')
    .description('ask nodes for their host keys and say whether they are known; accepts nothing')
    .argument('[scope]', 'site, site/cluster or site/cluster/node')
    .option('--jump-hosts', JUMP_HOSTS)
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  gazetteer hostkeys list alpha/hpc1')
    .action((scope: string | undefined, options: Options) =>
      run(scope ?? '', options, async (target, offered) => rowOf(target, offered)),
    );
  hostKeys
    .command('accept')
    .description('trust the host keys that nodes offer now; a changed one takes the place of the old one')
    .argument('<scope>', 'site, site/cluster or site/cluster/nodes, such as alpha/hpc1/cpu[001-064]')
    .option('--from <file>', 'take the keys from this known_hosts file and ask no node')
    .option('--jump-hosts', JUMP_HOSTS)
    .option('--fingerprint <sha256>', 'only when the key has this fingerprint, as ssh-keygen -l prints it')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Compare the fingerprints with those that the nodes' administrators tell you.

Examples:
  gazetteer hostkeys accept alpha/hpc1
  gazetteer hostkeys accept alpha/hpc1/login1 --fingerprint SHA256:2Ku...
  gazetteer hostkeys accept alpha/hpc1 --jump-hosts
  gazetteer hostkeys accept "alpha/hpc1/cpu[001-064]" --from /etc/ssh/ssh_known_hosts`,
    )
    .action((scope: string, options: Options & { from?: string; fingerprint?: string }) => {
      if (options.from !== undefined) return acceptFrom(options.from, scope, options);
      return run(scope, options, async (target, offered, db) => {
        const row = rowOf(target, offered);
        if (row.state === 'known' || row.state === 'revoked') return row;
        if (options.fingerprint !== undefined && options.fingerprint !== offered.fingerprint) {
          return { ...row, message: `not accepted: the fingerprint asked for is ${options.fingerprint}` };
        }
        const { host, port } = keyName(target);
        const deed = { action: 'hostkeys accept', target: nameOf(target), detail: offered.fingerprint };
        await audited(db, commandActor(), deed, () =>
          acceptHostKey(ownFile(target), host, port, offered.key),
        );
        return { ...row, state: 'accepted' as const };
      });
    });
}

/** Keys that a provisioning system wrote down, for nodes that are new or were installed anew. */
async function acceptFrom(
  file: string,
  scope: string,
  options: Options & { fingerprint?: string },
): Promise<void> {
  await withStore(async ({ db, config }) => {
    const known = readKnownHosts(resolve(file));
    if (!existsSync(file)) throw new GazetteerError('known-hosts', `${file}: there is no such file`);
    for (const note of known.notes.slice(0, 5)) process.stderr.write(`${visible(note)}\n`);
    const nodes = await sshTargets(db, scope, config.dataFolder);
    const wanted = keysFromFile(known, options.jumpHosts ? jumpHostsOf(nodes).flat() : nodes);
    const rows = wanted.map((one) =>
      options.fingerprint === undefined || options.fingerprint === one.fingerprint || !one.key
        ? one
        : { ...one, state: 'unknown' as const, key: undefined },
    );
    const accepted = rows.flatMap(({ target, key }) => (key ? [{ ...keyName(target), key }] : []));
    const [first] = rows;
    if (first && accepted.length > 0) {
      const deed = {
        action: 'hostkeys accept',
        target: scope,
        detail: `${accepted.length} from ${resolve(file)}`,
      };
      await audited(db, commandActor(), deed, () => acceptHostKeys(ownFile(first.target), accepted));
    }
    tell(
      rows.map((row) => ({
        node: nameOf(row.target),
        type: row.type,
        fingerprint: row.fingerprint,
        state: row.state,
        message: row.state === 'absent' ? `not in ${file}` : '',
      })),
      options.json,
    );
  });
}

/** The nodes of a scope, whose last part may be a node set, that are reached by SSH. */
async function sshTargets(db: Database, scope: string, dataFolder: string): Promise<Target[]> {
  const [site = '', cluster = '', nodes = ''] = scope.split('/');
  const set = nodes === '' ? undefined : expand(nodes);
  if (set && !set.ok) throw new GazetteerError('bad-nodes', `${visible(nodes)}: ${set.message}`);
  const place = [site, cluster].filter((word) => word !== '').join('/');
  const clusters = await targetsBelow(db, place, dataFolder);
  const names = set?.ok ? new Set(set.names) : undefined;
  const reached = clusters
    .flatMap((one) => one.nodes.map((node) => node.target))
    .filter((target) => target.transport === 'ssh')
    .filter((target) => !names || names.has(target.name.split('/').at(-1) ?? ''));
  if (reached.length > 0) return reached;
  throw new GazetteerError(
    'no-nodes',
    `there are no SSH nodes at ${scope || 'any site'}`,
    'See: gazetteer apply --help',
  );
}

function tell(rows: KeyRow[], json: boolean | undefined): void {
  rows.sort((a, b) => (a.node < b.node ? -1 : 1));
  print(json, rows, () => table([['NODE', 'TYPE', 'FINGERPRINT', 'STATE', ''], ...rows.map(cells)]));
  if (rows.some((row) => row.state !== 'known' && row.state !== 'accepted')) process.exitCode = 1;
}

/** Gazetteer's own known_hosts file is asked first and is the only one that is written. */
function ownFile(target: Target): string {
  return target.knownHosts[0] ?? '';
}

function rowOf(target: Target, offered: OfferedKey): KeyRow {
  const files = target.knownHosts.map(readKnownHosts);
  const { host, port } = keyName(target);
  const verdict = checkHostKey(files, host, port, offered.key);
  const where = 'file' in verdict ? `${verdict.file}, line ${verdict.line}` : '';
  const { type, fingerprint } = offered;
  return { node: nameOf(target), type, fingerprint, state: verdict.state, message: where };
}

const AT_ONCE = 32;
const CONNECT_SECONDS = 15;

async function run(
  scope: string,
  { jumpHosts, json }: Options,
  work: (target: Target, offered: OfferedKey, db: Database) => Promise<KeyRow>,
): Promise<void> {
  await withStore(async ({ db, config }) => {
    const nodes = await sshTargets(db, scope, config.dataFolder);
    const rounds = jumpHosts ? jumpHostsOf(nodes) : [nodes];
    const all = rounds.flat().length;
    const rows: KeyRow[] = [];
    const progress = new Progress();
    const told = () => `${rows.length} of ${all} ${jumpHosts ? 'jump hosts' : 'nodes'}`;
    progress.update(told());
    // A jump host behind another one is asked when that one's key is accepted.
    for (const reached of rounds) {
      await eachParallel(reached, AT_ONCE, new AbortController().signal, async (target) => {
        const answer = await fetchHostKey(target, target.connectSeconds ?? CONNECT_SECONDS);
        const [offered] = answer.ok ? answer.keys : [];
        rows.push(
          offered
            ? await work(target, offered, db)
            : unreachable(target, answer.ok ? '' : answer.failure.message),
        );
        progress.update(told());
      });
    }
    progress.done();
    tell(rows, json);
  });
}

/** The jump hosts on the way to some nodes, each once: those that are reached directly, those behind these, ... */
function jumpHostsOf(nodes: readonly Target[]): Target[][] {
  const rounds: Map<string, Target>[] = [];
  for (const { jumps = [] } of nodes) {
    for (const [depth, hop] of jumps.entries()) {
      const host = depth === 0 ? hop : { ...hop, jumps: jumps.slice(0, depth) };
      rounds[depth] ??= new Map();
      const key = place(host);
      if (!rounds[depth].has(key)) rounds[depth].set(key, host);
    }
  }
  if (rounds.length > 0) return rounds.map((round) => [...round.values()]);
  throw new GazetteerError('no-jump-hosts', 'no jump host is on the way to these nodes', 'See docs/sites.md');
}

/** A jump host belongs to no cluster. */
function nameOf(target: Target): string {
  return target.isJumpHost ? place(target) : target.name;
}

function unreachable(target: Target, message: string): KeyRow {
  return { node: nameOf(target), type: '', fingerprint: '', state: 'unreachable', message };
}

function cells(row: KeyRow): string[] {
  return [row.node, row.type, row.fingerprint, row.state, visible(row.message)];
}
