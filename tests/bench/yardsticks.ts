import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentBundle, settingsLines } from '../../server/agent/bundle.ts';
import type { Sshd } from '../harness/sshd.ts';
import { pathOf } from '../harness/tools.ts';
import { type Cost, timedShell } from './timed.ts';

/** ansible's cost grows with the nodes, and takes minutes for more. */
const ANSIBLE_NODES = 200;

export interface Yardsticks {
  clush: Cost | undefined;
  /** Seconds for as many nodes as there are. */
  ansible: number | undefined;
}

/** What others take for the same nodes: clush with the same agent, and what ansible gathers by itself. */
export function yardsticks(
  sshd: Sshd,
  folder: string,
  parallel: number,
  say: (text: string) => void,
): Yardsticks {
  const ssh = `-i ${sshd.clientKey} -o UserKnownHostsFile=${sshd.knownHosts} -o Port=${sshd.port} -o IdentitiesOnly=yes`;
  const addresses = sshd.nodes.map((node) => node.address);
  const found: Yardsticks = { clush: undefined, ansible: undefined };
  if (pathOf('clush')) {
    const agent = settingsLines({ nonce: '0123456789abcdef' }) + agentBundle().text;
    const line = `clush -q -f ${parallel} -o '${ssh}' -w ${addresses.join(',')} sh >/dev/null`;
    found.clush = timedShell(line, agent);
    say(`clush, the same agent over its standard input: ${told(found.clush, addresses.length)}`);
  }
  if (pathOf('ansible')) {
    const some = addresses.slice(0, ANSIBLE_NODES);
    const inventory = join(folder, 'hosts');
    writeFileSync(inventory, `${some.join('\n')}\n`);
    const cost = timedShell(
      `ANSIBLE_LOCALHOST_WARNING=0 ansible all -i ${inventory} -f ${parallel} -m setup --ssh-common-args='${ssh}' >/dev/null`,
    );
    found.ansible = (cost.seconds / some.length) * addresses.length;
    const scaled = some.length < addresses.length ? `, scaled to ${addresses.length}` : '';
    say(`ansible -m setup on ${some.length} nodes${scaled}: ${told(cost, some.length)}`);
  }
  return found;
}

export function told({ seconds, processor }: Cost, nodes: number): string {
  return `${seconds.toFixed(1)} s, processor ${((processor / nodes) * 1000).toFixed(1)} ms a node`;
}
