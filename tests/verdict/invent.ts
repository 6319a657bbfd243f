import type { Card } from '../../server/facets/gpus/schema.ts';
import type { Content } from '../../server/facets/images/schema.ts';
import type { Runtime } from '../../server/facets/runtimes/schema.ts';
import { type Known, present, type Source } from '../../server/verdict/facts.ts';
import type { HostFacts, NodeGroup } from '../../server/verdict/nodeGroup.ts';
import type {
  EnvironmentSubject,
  ImageSubject,
  Inside,
  SubjectPackage,
} from '../../server/verdict/subject.ts';

/** A group of nodes and a subject of which everything is known, to be changed by each case. */

export function source(document: string): Source {
  return { document, confirmedAt: '2026-11-01T00:00:00.000Z' };
}

type Facts<K> = Extract<K, { state: 'present'; facts: unknown }>['facts'];
export type HostChange = {
  [Name in keyof HostFacts]?: Partial<Facts<HostFacts[Name]>> | 'unknown' | 'absent';
};

const HOST: { [Name in keyof HostFacts]: Facts<HostFacts[Name]> } = {
  hardware: {
    kind: 'hardware.node',
    architecture: 'x86_64',
    vendor: 'AuthenticAMD',
    model: 'AMD EPYC 9454 48-Core Processor',
    sockets: 2,
    cores: 96,
    threads: 192,
    level: 'x86-64-v4',
    features: [],
    memoryBytes: 2 ** 38,
    numaNodes: 8,
  },
  kernel: {
    kind: 'kernel.node',
    system: 'Linux',
    release: '5.14.0-427.13.1.el9_4.x86_64',
    version: '#1 SMP PREEMPT_DYNAMIC Wed Apr 10 10:29:16 EDT 2024',
    machine: 'x86_64',
    installed: null,
    newest: '',
    rebootPending: null,
    microcode: [],
    flags: [],
  },
  os: {
    kind: 'os.node',
    id: 'rocky',
    versionId: '9.4',
    name: 'Rocky Linux',
    version: '9.4 (Blue Onyx)',
    prettyName: 'Rocky Linux 9.4 (Blue Onyx)',
    codename: '',
    idLike: ['rhel', 'centos', 'fedora'],
    variant: '',
    build: '',
    family: 'rhel',
    release: 'Rocky Linux release 9.4 (Blue Onyx)',
    libc: 'glibc',
    libcVersion: '2.34',
    cgroup: 'v2',
    container: '',
    userNamespaces: 'allowed',
    maxUserNamespaces: 'not zero',
    unprivilegedUserNamespaces: 'none',
    apparmorRestrictsUserNamespaces: 'none',
    selinux: 'none',
    apparmor: '',
    binaryFormats: [],
  },
  gpus: { kind: 'gpus.node', gpus: [] },
  runtimes: { kind: 'runtimes.node', runtimes: [], nvidiaToolkit: '', dockerIsPodman: false },
  fabric: { kind: 'fabric.node', adapters: [], software: [], mpiTypes: [], fileSystems: [] },
};

export function runtime(name: Runtime['name'], version: string, more: Partial<Runtime> = {}): Runtime {
  return {
    name,
    version,
    release: '',
    path: `/usr/bin/${name}`,
    inPath: true,
    mode: 'setuid',
    serverVersion: '',
    server: '',
    ...more,
  };
}

export function card(more: Partial<Card> & { count?: number }): Card & { count: number } {
  return {
    vendor: 'NVIDIA',
    model: 'NVIDIA H100 80GB HBM3',
    pciId: '10de:2330',
    memoryMiB: 81559,
    driver: '550.54.15',
    kernelDriver: 'nvidia',
    cuda: '12.4',
    rocm: '',
    computeCapability: '9.0',
    gfx: '',
    mig: 'disabled',
    migDevices: [],
    state: 'reported',
    confined: false,
    count: 4,
    ...more,
  };
}

function changed<F extends object>(
  name: string,
  facts: F,
  change: Partial<F> | 'unknown' | 'absent' = {},
): Known<F> {
  if (change === 'unknown') return { state: 'unknown', why: `${name} was never read` };
  if (change === 'absent') return { state: 'absent', ...source('') };
  return present({ ...facts, ...change }, source(`${name}-hash`));
}

export function group(change: HostChange = {}): NodeGroup {
  return {
    site: 'alpha',
    cluster: 'one',
    nodes: 'cpu[001-100]',
    nodeCount: 100,
    nodeId: 1,
    roles: ['compute'],
    hardware: changed('hardware', HOST.hardware, change.hardware),
    kernel: changed('kernel', HOST.kernel, change.kernel),
    os: changed('os', HOST.os, change.os),
    gpus: changed('gpus', HOST.gpus, change.gpus),
    runtimes: changed('runtimes', HOST.runtimes, change.runtimes),
    fabric: changed('fabric', HOST.fabric, change.fabric),
  };
}

export function content(
  manager: Content['manager'],
  name: string,
  version: string,
  build = '',
  place = '',
): Content {
  return { manager, name, version, build, place };
}

export const EL9: Content[] = [content('rpm', 'glibc', '2.34-100.el9_4.2')];

export function inside(packages: Content[], more: Partial<Inside> = {}): Inside {
  return { packages, unread: [], libc: null, system: null, ...source('inside-hash'), ...more };
}

export function image(more: Partial<ImageSubject> = {}): ImageSubject {
  return {
    kind: 'image',
    name: 'samtools.sif',
    form: 'sif',
    engine: '',
    architectures: ['x86_64'],
    variant: '',
    encryption: 'none',
    labels: [],
    settings: { variables: [], ...source('settings-hash') },
    inside: inside(EL9),
    ...source('image-hash'),
    ...more,
  };
}

export function settings(variables: Record<string, string>): ImageSubject['settings'] {
  const rows = Object.entries(variables).map(([name, value]) => ({ name, value }));
  return { variables: rows, ...source('settings-hash') };
}

export function condaPackage(
  name: string,
  version: string,
  more: Partial<SubjectPackage> = {},
): SubjectPackage {
  return { name, version, build: 'h0_0', subdir: 'linux-64', virtual: [], ...more };
}

export function environment(
  packages: SubjectPackage[],
  more: Partial<EnvironmentSubject> = {},
): EnvironmentSubject {
  return {
    kind: 'environment',
    name: 'envs/map',
    packages,
    pip: [],
    unreadable: 0,
    ...source('environment-hash'),
    ...more,
  };
}
