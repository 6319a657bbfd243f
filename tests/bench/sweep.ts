import { setMaxListeners } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agentBundle, settingsLines } from '../../server/agent/bundle.ts';
import { sweepCluster } from '../../server/collect/sweep.ts';
import { targetsBelow } from '../../server/collect/targets.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { parseSites } from '../../server/inventory/sitesFile.ts';
import type { Database } from '../../server/store/database.ts';
import { countRows } from '../harness/database.ts';
import { hasSshd, type Sshd, startSshd } from '../harness/sshd.ts';
import { pathOf } from '../harness/tools.ts';
import type { Bench, Result } from './bench.ts';
import { withPostgres } from './postgres.ts';
import { timedShell, timedWork } from './timed.ts';

const NODES = Number(process.env.BENCH_NODES ?? 200);
const PARALLEL = 64;
/** ansible takes minutes for more; its cost grows with the nodes. */
const ANSIBLE_NODES = 50;

export const sweep: Bench = {
  name: 'sweep',
  sentence: `a sweep of ${NODES} loopback nodes (BENCH_NODES) against clush and ansible, same sshd, same agent`,
  run: async (say) => {
    if (!hasSshd()) return [];
    const sshd = await startSshd(Array.from({ length: NODES }, (_, at) => ({ name: `n${at + 1}` })));
    const folder = mkdtempSync(join(tmpdir(), 'gazetteer-bench-sweep-'));
    try {
      say(`${NODES} nodes on one sshd, ${PARALLEL} at a time`);
      const others = yardsticks(sshd, folder, say);
      return await withPostgres(async (db) => [...(await ours(db, sshd, folder, others, say))]);
    } finally {
      await sshd.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

interface Yardsticks {
  clush: { seconds: number; processor: number } | undefined;
  /** Seconds per node. */
  ansible: number | undefined;
}

function yardsticks(sshd: Sshd, folder: string, say: (text: string) => void): Yardsticks {
  const ssh = `-i ${sshd.clientKey} -o UserKnownHostsFile=${sshd.knownHosts} -o Port=${sshd.port} -o IdentitiesOnly=yes`;
  const agent = settingsLines({ nonce: '0123456789abcdef' }) + agentBundle().text;
  const addresses = sshd.nodes.map((node) => node.address);
  const found: Yardsticks = { clush: undefined, ansible: undefined };
  if (pathOf('clush')) {
    say('clush, the same agent over its standard input');
    found.clush = timedShell(
      `clush -q -f ${PARALLEL} -o '${ssh}' -w ${addresses.join(',')} sh >/dev/null`,
      agent,
    );
  }
  if (pathOf('ansible')) {
    const some = addresses.slice(0, ANSIBLE_NODES);
    say(`ansible -m setup on ${some.length} nodes`);
    const inventory = join(folder, 'hosts');
    writeFileSync(inventory, `${some.join('\n')}\n`);
    const { seconds } = timedShell(
      `ANSIBLE_LOCALHOST_WARNING=0 ansible all -i ${inventory} -f ${PARALLEL} -m setup --ssh-common-args='${ssh}' >/dev/null`,
    );
    found.ansible = seconds / some.length;
  }
  return found;
}

async function ours(
  db: Database,
  sshd: Sshd,
  folder: string,
  others: Yardsticks,
  say: (text: string) => void,
): Promise<Result[]> {
  const addresses = sshd.nodes.map((node) => `${node.name}: ${node.address}`).join(', ');
  const read = parseSites(
    `sites:
  bench:
    clusters:
      loopback:
        nodes: "n[1-${NODES}]"
        ssh: { user: ${sshd.user}, port: ${sshd.port}, identityFile: ${sshd.clientKey}, knownHosts: ${sshd.knownHosts}, addresses: { ${addresses} } }
`,
    join(folder, 'sites.yaml'),
  );
  if (!read.ok) throw new Error(read.problems[0]?.message ?? 'no sites');
  await applyInventory(db, read.inventory, { prune: false });
  const [cluster] = await targetsBelow(db, 'bench', folder);
  if (!cluster) throw new Error('no cluster');
  const results: Result[] = [];
  for (const what of ['first sweep', 'unchanged sweep']) {
    const rows = await countRows(db);
    const stop = new AbortController();
    setMaxListeners(0, stop.signal);
    const cost = await timedWork(() =>
      sweepCluster(db, { ...cluster, suspectShare: 0.25 }, { parallel: PARALLEL, signal: stop.signal }),
    );
    const { outcomes, failures } = cost.result;
    if (outcomes.failed > 0) throw new Error(`a visit failed: ${failures[0]?.message}`);
    const added = Object.entries(await countRows(db))
      .filter(([table, count]) => count !== rows[table])
      .map(([table, count]) => `${table} +${count - (rows[table] ?? 0)}`);
    say(`${what}: rows ${added.join(', ')}`);
    const size = `${NODES} nodes`;
    results.push({
      what: `${what}, wall time`,
      size,
      seconds: cost.seconds,
      megabytes: cost.megabytes,
      ...(others.clush
        ? { ratio: { yardstick: "clush's", value: cost.seconds / others.clush.seconds, toReach: 0.5 } }
        : {}),
    });
    results.push({
      what: `${what}, processor time of the service`,
      size,
      seconds: cost.processor,
      ...(others.clush
        ? { ratio: { yardstick: "clush's", value: cost.processor / others.clush.processor, toReach: 0.125 } }
        : {}),
    });
    if (others.ansible !== undefined)
      results.push({
        what: `${what}, wall time a node`,
        size,
        seconds: cost.seconds / NODES,
        ratio: {
          yardstick: "ansible -m setup's",
          value: cost.seconds / NODES / others.ansible,
          toReach: 0.125,
        },
      });
  }
  return results;
}
