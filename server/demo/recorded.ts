import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { installation } from '../config.ts';

/**
 * Two invented sites of recorded nodes. A node's root folder is laid together from the facets' fixtures,
 * so that every fact of it is one that a fixture's expected.json tells.
 */
const LMOD = ['images/shared-folder-and-stores', 'modules/lmod-hierarchy'];
const EL9 = [
  'hardware/el9-genoa',
  'os/el9',
  'kernel/el9-two-flavours',
  'runtimes/el9-apptainer-setuid',
  ...LMOD,
];
const EL8 = [
  'hardware/el8-skylake',
  'os/el8',
  'kernel/el8-reboot-pending',
  'runtimes/el8-apptainer-unprivileged',
  ...LMOD,
];
const CONDA = ['os/ubuntu-24.04', 'conda/miniforge-two-envs'];
const ARM = [
  'hardware/altra',
  'kernel/ubuntu',
  'gpus/cpu-node',
  'runtimes/ubuntu-singularity-ce-and-pro',
  ...CONDA,
];

const NODES: Record<string, string[]> = {
  'alpine/edelweiss/login1': [...EL9, 'gpus/cpu-node'],
  'alpine/edelweiss/cpu001': [...EL9, 'gpus/cpu-node'],
  'alpine/edelweiss/cpu002': [...EL9, 'gpus/cpu-node'],
  'alpine/edelweiss/cpu003': [...EL8, 'gpus/cpu-node'],
  'alpine/edelweiss/gpu001': [...EL9, 'gpus/nvidia-h100-mig'],
  'harbour/tide/login1': [...ARM, 'modules/envmodules-5.3'],
  'harbour/tide/n01': [...ARM, 'modules/envmodules-5.3'],
  // No module system: its neighbours have one.
  'harbour/tide/n02': [...ARM, 'modules/none'],
  'harbour/tide/g01': [
    'hardware/el9-grace-hopper',
    'kernel/grace-64k',
    'gpus/nvidia-no-tool',
    'runtimes/none',
    ...CONDA,
    'modules/envmodules-5.3',
  ],
};

/** Every recorded node as `site/cluster/node`. */
export const inventedNodes = Object.keys(NODES);

/** Each cluster's shared tree comes from its own file server; n02 has nothing of it below /sw. */
const MOUNTS: Record<string, string> = {
  alpine: '30 1 0:40 / /opt rw,relatime - nfs4 filer.alpine.example:/opt rw\n',
  harbour:
    '30 1 0:40 / /opt rw - nfs4 nas.harbour.example:/opt rw\n31 1 0:41 / /sw rw - nfs4 nas.harbour.example:/sw rw\n',
};

export const LOCAL_MOUNT = '1 0 8:2 / / rw,relatime - xfs /dev/sda2 rw\n';

/** Makes the root folder of one recorded node, `site/cluster/node`. */
export function recordedRoot(node: string, root: string): void {
  for (const fixture of NODES[node] ?? [])
    overlay(join(installation, 'tests/fixtures', fixture, 'root'), root);
  writeMounts(root, LOCAL_MOUNT + (MOUNTS[node.split('/')[0] ?? ''] ?? ''));
}

/** Lays one folder over another; what is there stays, and a link to a folder is gone through (/lib). */
function overlay(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    const stat = lstatSync(source);
    if (stat.isDirectory()) overlay(source, target);
    else if (!stat.isSymbolicLink()) copyFileSync(source, target);
    else if (!existsSync(target)) symlinkSync(readlinkSync(source), target);
  }
}

export function writeMounts(root: string, text: string): void {
  mkdirSync(join(root, 'proc/self'), { recursive: true });
  writeFileSync(join(root, 'proc/self/mountinfo'), text);
}
