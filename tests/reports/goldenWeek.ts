import type { FacetReading } from '../../server/facets/facet.ts';
import { namedModule } from '../../server/facets/modules/schema.ts';
import { type FacetName, facetNames } from '../../server/facets/names.ts';
import type { Database } from '../../server/store/database.ts';
import { refreshRollup } from '../../server/store/rollup.ts';
import { recordVisit } from '../../server/store/visit.ts';
import { NFS, reading, tree } from '../harness/readings.ts';

/**
 * The week that a report is worked out of by hand: two sites with a cluster each, from Monday 16 to Sunday 22 November 2026,
 * and the Sunday before, when everything was read.
 *
 * alpha/hpc1  cpu1 cpu2 cpu3
 *   Sun 15 10:00  all three read
 *   Tue 17 05:00  all three read. In the module tree samtools/1.18 is new, julia/1.9.3 is gone, and gcc's default moved from
 *                 12.2 to 13.1. The file samtools_1.17.sif has other bytes. cpu3 runs another kernel than its peers.
 *   Wed 18 05:00  cpu1 read, cpu2 does not answer, cpu3 is powered down by the batch system
 *   Thu 19 05:00  broken off after cpu1, whose module tree could not be read
 * beta/hpc2   cpu1 cpu2
 *   Sun 15 10:00  both read
 *   Tue 17 06:00  cpu1 read, cpu2 does not answer
 */
export const WEEK = {
  from: new Date('2026-11-16T00:00:00Z'),
  to: new Date('2026-11-23T00:00:00Z'),
  timeZone: 'UTC',
};

type Readings = Partial<Record<FacetName, FacetReading>>;
/** What a node's visit came to; a node that is left out was not visited any more. */
type Visit = Readings | 'no answer' | 'powered down';

const OFFERING: FacetName[] = [
  'images',
  'modules',
  'conda',
  'spack',
  'cvmfs',
  'venvs',
  'packages',
  'easybuild',
];
export const nothing: Readings = Object.fromEntries(OFFERING.map((name) => [name, reading()]));

function ofNode(facts: { kind: string } & Record<string, unknown>): FacetReading {
  const parts = [{ name: facts.kind, bytes: Buffer.from(JSON.stringify(facts)) }];
  return reading({ node: { facts, evidence: { name: facts.kind, parts } } });
}

const kernel = (release: string) =>
  ofNode({
    ...{ kind: 'kernel.node', system: 'Linux', release, version: '', machine: 'x86_64', installed: null },
    ...{ newest: '', rebootPending: null, microcode: [], flags: [] },
  });

const hardware = (model: string) =>
  ofNode({
    ...{
      kind: 'hardware.node',
      architecture: 'x86_64',
      vendor: 'GenuineIntel',
      model,
      sockets: 2,
      cores: 64,
    },
    ...{ threads: 128, level: 'x86-64-v4', features: [], memoryBytes: 549_755_813_888, numaNodes: 2 },
  });

const gpus = (model: string, driver: string, count: number) =>
  ofNode({
    kind: 'gpus.node',
    gpus: [
      {
        ...{ vendor: 'NVIDIA', model, pciId: '10de:20b2', memoryMiB: 81_920, driver, kernelDriver: 'nvidia' },
        ...{ cuda: '12.4', rocm: '', computeCapability: '8.0', gfx: '', mig: '', migDevices: [] },
        ...{ state: 'reported', confined: false, count },
      },
    ],
  });

const runtimes = (found: [name: string, version: string, mode?: string][]) =>
  ofNode({
    kind: 'runtimes.node',
    runtimes: found.map(([name, version, mode = 'user-namespace']) => ({
      ...{ name, version, release: '1.el9', path: `/usr/bin/${name}`, inPath: true, mode },
      ...{ serverVersion: '', server: '' },
    })),
    nvidiaToolkit: '',
    dockerIsPodman: false,
  });

/** A tree in which one module is the default. */
export function modules(names: string[], marked = ''): FacetReading {
  const facts = {
    ...{ kind: 'modules.tree', tool: 'lmod', read: 'evaluated', use: '', aliases: [] },
    modules: names.map((name) => ({ ...namedModule(name), default: name === marked ? 'marked' : '' })),
  };
  const parts = [{ name: 'spider', bytes: Buffer.from(JSON.stringify(facts)) }];
  return reading({
    roots: [tree([], { items: [{ path: '', facts, evidence: { name: 'spider', parts } }] })],
  });
}

const unread = reading({
  roots: [tree([], { items: [], outcome: 'failed', reason: 'permission', message: 'as told' })],
});

/** A folder with two images: one tells what it is, of the other nothing is known. */
function images(uuid: string): FacetReading {
  const said = { formatVersion: '01', architecture: 'amd64', created: '', modified: '', launch: '' };
  const more = { size: 1000, signed: false, encrypted: false, definition: null, descriptors: 0, objects: [] };
  const own = { kind: 'images.file', format: 'sif', ...said, ...more, configDigest: '' };
  const label = { name: 'maintainer', value: 'support' };
  const item = (facts: { name: string } & Record<string, unknown>) => ({
    path: facts.name,
    facts: { ...own, ...facts },
    evidence: { name: facts.name, parts: [{ name: facts.name, bytes: Buffer.from(JSON.stringify(facts)) }] },
  });
  const items = [
    item({ name: 'samtools_1.17.sif', uuid, labels: [label], manifestDigest: 'ab'.repeat(32) }),
    item({ name: '.sif', uuid: '', labels: [], manifestDigest: '' }),
  ];
  return atPlace('folder', '/apps/images', items);
}

/** Environments of an installation, each with one package. */
function conda(found: [path: string, pack: string, channel: string][]): FacetReading {
  const items = found.map(([path, pack, channel]) => {
    const [name = '', version = '', build = ''] = pack.split('=');
    const own = { name, version, build, subdir: 'linux-64', channel, sha256: '', md5: '' };
    const facts = { kind: 'conda.environment', python: '', packages: [own], pip: [], unreadable: 0 };
    return {
      path,
      facts,
      evidence: { name: 'records', parts: [{ name: path, bytes: Buffer.from(pack + channel) }] },
    };
  });
  return atPlace('installation', '/apps/conda', items);
}

function atPlace(kind: string, path: string, items: FacetReading['roots'][number]['items']): FacetReading {
  const root = { kind, path, mount: NFS, key: '', message: '', unread: [] };
  return reading({ roots: [{ ...root, outcome: 'present', reason: '', items }] });
}

const TREE = ['gcc/12.2', 'gcc/13.1', 'samtools/1.17', 'bwa/0.7.17', 'openmpi/4.1.5', 'star/2.7.11'];

const ofAlpha: Readings = {
  ...nothing,
  hardware: hardware('Xeon 8358'),
  gpus: gpus('A100', '550.54.15', 4),
  runtimes: runtimes([['apptainer', '1.3.4']]),
  conda: conda([
    ['envs/bio', 'samtools=1.17=h00cdaf9_0', 'bioconda'],
    ['envs/base', 'zlib=1.3.1=h5eee18b_0', 'defaults'],
  ]),
};
const alphaBefore: Readings = {
  ...ofAlpha,
  kernel: kernel('5.14.0-427.el9.x86_64'),
  modules: modules([...TREE, 'julia/1.9.3'], 'gcc/12.2'),
  images: images('11111111-0000-0000-0000-000000000000'),
};
const alphaAfter: Readings = {
  ...ofAlpha,
  kernel: kernel('5.14.0-427.el9.x86_64'),
  modules: modules([...TREE, 'samtools/1.18'], 'gcc/13.1'),
  images: images('22222222-0000-0000-0000-000000000000'),
};
const otherKernel: Readings = { ...alphaAfter, kernel: kernel('5.14.0-503.el9.x86_64') };
const ofBeta: Readings = {
  ...nothing,
  hardware: hardware('EPYC 9354'),
  kernel: kernel('5.14.0-427.el9.x86_64'),
  gpus: gpus('L40S', '535.161.08', 2),
  runtimes: runtimes([
    // The same version twice on each node, once with rights of its own.
    ['apptainer', '1.10.0'],
    ['apptainer', '1.10.0', 'setuid'],
    ['podman', '4.9.4'],
  ]),
  modules: modules(['gcc/13.1', 'samtools/1.17', 'R/4.3.1', 'cmake/3.27'], 'gcc/13.1'),
  conda: conda([['envs/misc', 'pandas=2.1.0=py311_0', '']]),
};

export async function recordGoldenWeek(db: Database): Promise<void> {
  const hpc1 = await clusterOf(db, 'alpha', 'hpc1', 3);
  const hpc2 = await clusterOf(db, 'beta', 'hpc2', 2);
  await hpc1('2026-11-15T10:00:00Z', [alphaBefore, alphaBefore, alphaBefore]);
  await hpc2('2026-11-15T10:00:00Z', [ofBeta, ofBeta]);
  await hpc1('2026-11-17T05:00:00Z', [alphaAfter, alphaAfter, otherKernel]);
  await hpc2('2026-11-17T06:00:00Z', [ofBeta, 'no answer']);
  await hpc1('2026-11-18T05:00:00Z', [alphaAfter, 'no answer', 'powered down']);
  await hpc1('2026-11-19T05:00:00Z', [{ ...alphaAfter, modules: unread }], 'interrupted');
}

type Sweep = (at: string, visits: Visit[], state?: 'finished' | 'interrupted') => Promise<void>;

/** A cluster of a site that may be there already, and what sweeps it. */
export async function clusterOf(db: Database, site: string, name: string, size: number): Promise<Sweep> {
  const { id: siteId } = await db.prisma.site.upsert({
    where: { name: site },
    create: { name: site },
    update: {},
  });
  const { id: clusterId } = await db.prisma.cluster.create({ data: { siteId, name } });
  const nodes: number[] = [];
  for (let at = 1; at <= size; at += 1)
    nodes.push((await db.prisma.node.create({ data: { clusterId, name: `cpu${at}` } })).id);
  return async (at, visits, state = 'finished') => {
    const startedAt = new Date(at);
    const row = { clusterId, startedAt, finishedAt: startedAt, expected: size, state };
    const { id: sweepId } = await db.prisma.sweep.create({ data: row });
    for (const [place, visit] of visits.entries()) {
      const nodeId = nodes[place] ?? 0;
      const report = { sweepId, clusterId, nodeId, startedAt, milliseconds: 5, bytes: 100, ...told(visit) };
      const { touched } = await recordVisit(db, report, { suspectShare: 0.25 });
      await refreshRollup(db, clusterId, touched);
    }
  };
}

function told(visit: Visit) {
  if (visit === 'no answer')
    return { agent: '', asked: [], readings: [], failure: { reason: 'connect-timeout', message: '' } };
  if (visit === 'powered down')
    return {
      agent: '',
      asked: [],
      readings: [],
      failure: { reason: 'powered-down', message: '' },
      notExpected: true,
    };
  const asked = facetNames.filter((name) => visit[name] !== undefined);
  const readings = asked.flatMap((facet) => {
    const one = visit[facet];
    return one ? [{ facet, reading: one }] : [];
  });
  return { agent: 'golden', asked, readings, failure: null };
}
