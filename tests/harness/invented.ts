import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inventedNodes, recordedRoot } from '../../server/demo/recorded.ts';
import { hasSshd, type Sshd, startSshd } from './sshd.ts';

export { inventedNodes, LOCAL_MOUNT, recordedRoot, writeMounts } from '../../server/demo/recorded.ts';

export interface InventedSites {
  sshd: Sshd;
  /** The sites file. */
  file: string;
  /** The root folder of `site/cluster/node`; tests change what is in it. */
  root: (node: string) => string;
  names: string[];
  stop: () => Promise<void>;
}

export const canInvent = hasSshd;

/** Starts the nodes on a real sshd and writes the sites file that reaches them. */
export async function inventSites(folder: string): Promise<InventedSites> {
  const root = (node: string) => join(folder, 'nodes', node);
  const names = inventedNodes;
  for (const node of names) recordedRoot(node, root(node));
  const sshd = await startSshd(names.map((name) => ({ name, root: root(name) })));
  const file = join(folder, 'sites.yaml');
  writeFileSync(file, sitesYaml(sshd, names));
  return { sshd, file, root, names, stop: () => sshd.stop() };
}

function sitesYaml(sshd: Sshd, names: string[]): string {
  const clusters = [...new Set(names.map((name) => name.split('/').slice(0, 2).join('/')))];
  const lines = [
    'defaults:',
    `  ssh: { user: ${sshd.user}, port: ${sshd.port}, identityFile: ${sshd.clientKey}, agent: false, knownHosts: ${sshd.knownHosts} }`,
    'sites:',
  ];
  for (const cluster of clusters) {
    const [site = '', name = ''] = cluster.split('/');
    const nodes = names.filter((one) => one.startsWith(`${cluster}/`));
    const addresses = nodes.map((one) => `${one.split('/')[2]}: ${sshd.node(one).address}`);
    lines.push(
      `  ${site}:`,
      '    clusters:',
      `      ${name}:`,
      `        nodes: "${nodes.map((one) => one.split('/')[2]).join(',')}"`,
      `        ssh: { addresses: { ${addresses.join(', ')} } }`,
      '        roots: { images: [/opt/containers], modules: [/opt/modules/group] }',
    );
  }
  return `${lines.join('\n')}\n`;
}
