import type { FacetState, NodeDetail, NodeRow, RootState } from '../../../server/routes/schemas/places.ts';
import { hashes } from './documents.ts';
import { ago, DAY, HOUR, reasonOf } from './places.ts';

/** A node with every outcome: GPUs of cpu nodes are absent, and cpu002 lost its module tree. */
export function detailOf(row: NodeRow): NodeDetail {
  const known = row.outcome !== null;
  return {
    ...row,
    address: `${row.name}.example.org:22`,
    transport: 'ssh',
    visits: known
      ? [
          { sweep: 41, at: ago(3 * HOUR), outcome: row.outcome ?? 'failed', reason: row.reason },
          { sweep: 39, at: ago(27 * HOUR), outcome: 'complete', reason: null },
        ]
      : [],
    facets: facetsOf(row),
  };
}

function facetsOf(row: NodeRow): FacetState[] {
  const failed = row.outcome === 'failed';
  const state = (facet: string, sentence: string, more: Partial<FacetState>): FacetState => ({
    facet,
    sentence,
    outcome: row.outcome === null ? null : failed ? 'failed' : 'present',
    reason: failed ? row.reason : null,
    confirmedAt: row.lastGoodAt,
    document: null,
    roots: [],
    ...(row.outcome === null ? {} : more),
  });
  return [
    state('hardware', 'Processor, memory and architecture of the node.', {
      document: documentOf('hardware', 'hardware.node', 1840, {
        kind: 'hardware.node',
        architecture: row.architecture,
        cpuModel: 'AMD EPYC 7763 64-Core Processor',
        sockets: 2,
        cores: 128,
        threads: 256,
        x86Level: 'v3',
        memoryBytes: 549_755_813_888,
        numaNodes: 8,
        features:
          'aes avx avx2 bmi1 bmi2 f16c fma fxsr lm mmx movbe popcnt sse sse2 ssse3 sse4_1 sse4_2 xsave'.split(
            ' ',
          ),
      }),
    }),
    state('os', 'The installed system and what it lets users do.', {
      document: documentOf('os', 'os.node', 620, {
        kind: 'os.node',
        prettyName: row.os,
        id: 'rocky',
        versionId: '9.4',
        libc: 'glibc 2.34',
        cgroup: 2,
        userNamespaces: { allowed: true, maximum: 'not zero', appArmorRestricted: false },
        selinux: 'enforcing',
        binfmt: [],
      }),
    }),
    state('gpus', 'Graphics processors, their drivers and what CUDA they allow.', {
      ...(row.role === 'gpu'
        ? { document: documentOf('gpus', 'gpus.node', 420, gpuFacts) }
        : { outcome: 'absent', reason: reasonOf('no-gpu') }),
    }),
    state('runtimes', 'Container runtimes.', {
      document: documentOf('runtimes', 'runtimes.node', 700, {
        kind: 'runtimes.node',
        runtimes: [
          {
            name: 'apptainer',
            version: '1.3.4',
            path: '/usr/bin/apptainer',
            mode: 'user namespace',
            nvidia: true,
          },
          { name: 'podman', version: '4.9.4-rhel', path: '/usr/bin/podman', mode: 'rootless', nvidia: false },
        ],
      }),
    }),
    state('images', 'Container images in files, folders and stores.', { roots: imageRoots() }),
    state('modules', 'Environment modules, and the trees they come from.', { roots: [moduleRoot(row)] }),
    state('conda', 'conda installations and their environments.', {
      roots: [
        {
          ...rootOf(31, 'conda', 'installation', '/apps/miniforge3', failed),
          items: [
            itemOf('', 'conda.installation', hashes.installation),
            itemOf('envs/mapping', 'conda.environment', hashes.environment),
          ],
        },
      ],
    }),
  ];
}

const gpuFacts = {
  kind: 'gpus.node',
  gpus: [
    {
      vendor: 'NVIDIA',
      model: 'NVIDIA A100-SXM4-80GB',
      pciId: '10de:20b2',
      memoryMiB: 81920,
      driver: '550.90.07',
      kernelDriver: 'nvidia',
      cuda: '12.4',
      rocm: '',
      computeCapability: '8.0',
      gfx: '',
      mig: 'enabled',
      migDevices: [{ profile: '3g.40gb', multiprocessors: 42, memoryMiB: 40192, count: 2 }],
      state: 'reported',
      count: 4,
    },
  ],
};

function documentOf(name: keyof typeof hashes, kind: string, bytes: number, facts: Record<string, unknown>) {
  return { hash: hashes[name], kind, bytes, facts, cut: {}, since: ago(40 * DAY), sinceAfter: ago(41 * DAY) };
}

function rootOf(id: number, facet: string, kind: string, path: string, failed: boolean): RootState {
  return {
    id,
    facet,
    kind,
    path,
    key: '',
    mount: 'nfs4 fs-apps:/export/apps',
    shared: true,
    readOn: 'n01',
    outcome: failed ? 'failed' : 'present',
    reason: failed ? reasonOf('connect-timeout') : null,
    confirmedAt: ago(failed ? 12 * DAY : 3 * HOUR),
    items: [],
  };
}

function itemOf(path: string, kind: string, hash: string): RootState['items'][number] {
  return {
    path,
    document: { hash, kind, bytes: 20_480 },
    since: ago(20 * DAY),
    sinceAfter: ago(21 * DAY),
    confirmedAt: ago(3 * HOUR),
  };
}

function moduleRoot(row: NodeRow): RootState {
  const root = rootOf(21, 'modules', 'tree', '/apps/modules/all', row.outcome === 'failed');
  const items = [itemOf('', 'modules.tree', hashes.modules)];
  const key = 'Lmod 8.7.37, x86_64, MODULEPATH=/apps/modules/all';
  if (row.outcome !== 'partial') return { ...root, key, items };
  return {
    ...root,
    key,
    items,
    outcome: 'failed',
    reason: reasonOf('root-missing', 'mount fs-apps:/export is gone'),
    confirmedAt: ago(27 * HOUR),
  };
}

function imageRoots(): RootState[] {
  return [
    {
      ...rootOf(11, 'images', 'folder', '/apps/images', false),
      items: [
        itemOf('samtools_1.17.sif', 'images.file', hashes.image),
        itemOf("it's $(odd)\n<b>name</b>.sif", 'images.file', hashes.image),
      ],
    },
    {
      ...rootOf(12, 'images', 'podman store', '/var/lib/containers/storage', false),
      mount: 'xfs /dev/sda2',
      shared: false,
    },
  ];
}
