import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EnvironmentSubject, ImageSubject, Subject } from '../../server/verdict/subject.ts';
import { type Answer, answers, judge, type NodeGroup } from '../../server/verdict/verdict.ts';
import { bestOf, weigh } from '../../server/verdict/weigh.ts';
import {
  card,
  condaPackage,
  content,
  environment,
  group,
  type HostChange,
  image,
  inside,
  runtime,
  settings,
} from './invent.ts';

const pick = <Value>(...values: Value[]) => fc.constantFrom(...values);

const images: fc.Arbitrary<ImageSubject> = fc
  .record({
    form: pick<ImageSubject['form']>('sif', 'oci-sif', 'squashfs', 'sandbox', 'stored'),
    architecture: pick('x86_64', 'amd64', 'aarch64', 'i686'),
    libc: pick('2.12-1.el6', '2.17-326.el7', '2.28-251.el8', '2.34-100.el9', '2.39-37.el10'),
    cuda: pick('', '11.8.0', '12.4.1', '13.0.0'),
    require: pick('', 'cuda>=12.4', 'cuda>=11.0 brand=tesla,driver>=418'),
    packages: fc.subarray([
      content('conda', 'openmpi', '5.0.5', 'h0_0', '/opt/conda'),
      content('conda', 'ucx', '1.17.0', 'h0_0', '/opt/conda'),
      content('rpm', 'cuda-compat-12-4', '550.54.15-1'),
      content('rpm', 'rocm-core', '6.0.0-91'),
      content('conda', '_x86_64-microarch-level', '3', '2_x86_64_v3', '/opt/conda'),
    ]),
    encryption: pick<ImageSubject['encryption']>('none', 'none', 'none', 'gocryptfs', 'device-mapper'),
  })
  .map(({ form, architecture, libc, cuda, require, packages, encryption }) =>
    image({
      form,
      architectures: [architecture],
      encryption,
      inside: inside([content('rpm', 'glibc', libc), ...packages]),
      settings: settings({
        ...(cuda === '' ? {} : { CUDA_VERSION: cuda }),
        ...(require === '' ? {} : { NVIDIA_REQUIRE_CUDA: require }),
      }),
    }),
  );

const environments: fc.Arbitrary<EnvironmentSubject> = fc
  .subarray([
    condaPackage('samtools', '1.17', { virtual: [{ spec: '__glibc >=2.28', optional: false }] }),
    condaPackage('cuda-version', '12.4', {
      subdir: 'noarch',
      virtual: [{ spec: '__cuda >=12', optional: true }],
    }),
    condaPackage('pytorch', '2.3.0', { virtual: [{ spec: '__cuda', optional: false }] }),
    condaPackage('fast', '1', { virtual: [{ spec: '__archspec 1 x86_64_v3', optional: false }] }),
    condaPackage('other', '1', { subdir: 'linux-aarch64' }),
  ])
  .map((packages) => environment(packages));

const nodes: fc.Arbitrary<HostChange> = fc
  .record({
    level: pick('x86-64-v1', 'x86-64-v2', 'x86-64-v3', 'x86-64-v4'),
    release: pick('2.6.32-754.el6.x86_64', '3.10.0-1160.el7.x86_64', '5.14.0-427.el9.x86_64'),
    libcVersion: pick('2.17', '2.28', '2.34'),
    userNamespaces: pick('allowed' as const, 'restricted' as const, 'forbidden' as const),
    runtimes: fc.subarray([
      runtime('apptainer', '1.3.4'),
      runtime('singularity-ce', '4.1.2', { mode: 'user-namespace' }),
      runtime('charliecloud', '0.38', { mode: 'user-namespace', path: '/usr/bin/ch-run' }),
      runtime('podman', '5.2.2', { mode: 'user-namespace' }),
      runtime('docker', '27.1', { mode: 'daemon', server: 'read' }),
    ]),
    gpus: fc.subarray([
      card({}),
      card({ driver: '470.82.01', cuda: '11.4', model: 'Tesla V100-SXM2-32GB', computeCapability: '7.0' }),
      card({ vendor: 'AMD', model: 'AMD Instinct MI250X', driver: '6.3.6', gfx: 'gfx90a', cuda: '' }),
    ]),
    toolkit: pick('', '1.16.1'),
    network: pick('InfiniBand' as const, '' as const),
    mpiTypes: pick(['pmix'], ['pmi2'], []),
  })
  .map(
    (one): HostChange => ({
      hardware: { level: one.level },
      kernel: { release: one.release },
      os: {
        libcVersion: one.libcVersion,
        userNamespaces: one.userNamespaces,
        binaryFormats: [
          { name: 'qemu', enabled: true, architecture: 'aarch64', interpreter: '/usr/bin/qemu', flags: 'F' },
        ],
      },
      runtimes: { runtimes: one.runtimes, nvidiaToolkit: one.toolkit },
      gpus: { gpus: one.gpus },
      fabric: {
        adapters: [
          {
            network: one.network,
            model: '',
            pciId: '',
            board: '',
            firmware: '',
            driver: '',
            driverVersion: '',
            ports: 1,
            gigabits: 100,
            count: 1,
          },
        ],
        mpiTypes: one.mpiTypes,
      },
    }),
  );

/** Each takes one thing away that was known, and puts nothing in its place. */
type Loss = (subject: Subject, nodes: HostChange) => [Subject, HostChange];

const ofImage =
  (change: Partial<ImageSubject>): Loss =>
  (subject, nodes) => [subject.kind === 'image' ? { ...subject, ...change } : subject, nodes];
const ofPackages =
  (change: Partial<EnvironmentSubject['packages'][number]>): Loss =>
  (subject, nodes) => [
    subject.kind === 'environment'
      ? { ...subject, packages: subject.packages.map((one, at) => (at === 0 ? { ...one, ...change } : one)) }
      : subject,
    nodes,
  ];
const facet =
  (change: HostChange): Loss =>
  (subject, nodes) => [subject, { ...nodes, ...change }];
const fact = <Name extends keyof HostChange>(name: Name, change: object): Loss => {
  return (subject, nodes) => {
    const own = nodes[name];
    return [subject, { ...nodes, [name]: typeof own === 'object' ? { ...own, ...change } : own }];
  };
};
const ofCards =
  (change: Parameters<typeof card>[0]): Loss =>
  (subject, nodes) => {
    const own = typeof nodes.gpus === 'object' ? (nodes.gpus.gpus ?? []) : [];
    return [subject, { ...nodes, gpus: { gpus: own.map((one) => ({ ...one, ...change })) } }];
  };
const ofRuntimes =
  (change: Partial<ReturnType<typeof runtime>>): Loss =>
  (subject, nodes) => {
    const own = typeof nodes.runtimes === 'object' ? nodes.runtimes : {};
    return [
      subject,
      {
        ...nodes,
        runtimes: { ...own, runtimes: (own.runtimes ?? []).map((one) => ({ ...one, ...change })) },
      },
    ];
  };

const LOSSES: Record<string, Loss> = {
  'architecture of the image': ofImage({ architectures: [] }),
  'form of the image': ofImage({ form: 'unknown' }),
  'encryption of the image': ofImage({ encryption: null }),
  'labels of the image': ofImage({ labels: null }),
  'settings of the image': ofImage({ settings: null }),
  'what is inside the image': ofImage({ inside: null }),
  'a list of packages inside the image': (subject, nodes) => [
    subject.kind === 'image' && subject.inside
      ? { ...subject, inside: { ...subject.inside, packages: [], unread: ['rpm'] } }
      : subject,
    nodes,
  ],
  'what a record asks of the machine': ofPackages({ virtual: null }),
  'the platform of a record': ofPackages({ subdir: '' }),
  'a record': (subject, nodes) => [
    subject.kind === 'environment'
      ? {
          ...subject,
          packages: subject.packages.slice(1),
          unreadable: subject.unreadable + Math.min(1, subject.packages.length),
        }
      : subject,
    nodes,
  ],
  hardware: facet({ hardware: 'unknown' }),
  kernel: facet({ kernel: 'unknown' }),
  os: facet({ os: 'unknown' }),
  gpus: facet({ gpus: 'unknown' }),
  runtimes: facet({ runtimes: 'unknown' }),
  fabric: facet({ fabric: 'unknown' }),
  'level of the processors': fact('hardware', { level: '' }),
  'architecture of the nodes': fact('hardware', { architecture: '' }),
  'release of the kernel': fact('kernel', { release: '' }),
  'C library of the nodes': fact('os', { libc: 'unknown', libcVersion: '' }),
  'user namespaces': fact('os', { userNamespaces: 'unknown' }),
  emulation: fact('os', { binaryFormats: null }),
  adapters: fact('fabric', { adapters: null }),
  'types of srun': fact('fabric', { mpiTypes: null }),
  driver: ofCards({ driver: '', state: 'no tool' }),
  'CUDA of the driver': ofCards({ cuda: '' }),
  'compute capability': ofCards({ computeCapability: '' }),
  'target of AMD cards': ofCards({ gfx: '' }),
  'model of the cards': ofCards({ model: '' }),
  'version of the runtimes': ofRuntimes({ version: '' }),
  'rights of the runtimes': ofRuntimes({ mode: '' }),
  'the daemon of docker': ofRuntimes({ server: '' }),
};

const isYes = (answer: Answer) => answer === 'yes' || answer === 'note';

describe('judge', () => {
  for (const [name, loss] of Object.entries(LOSSES)) {
    it(`says yes of nothing new when this is taken away: ${name}`, () => {
      fc.assert(
        fc.property(fc.oneof(images, environments), nodes, (subject, change) => {
          const before = judge(subject, group(change)).answer;
          const [less, known] = loss(subject, change);
          const after = judge(less, group(known)).answer;
          if (!isYes(before)) expect(isYes(after)).toBe(false);
          if (before !== 'yes') expect(after).not.toBe('yes');
        }),
        { numRuns: 300 },
      );
    });
  }

  it('gives all four answers to what these tests make, so that they mean something', () => {
    const seen = new Set<Answer>();
    fc.assert(
      fc.property(images, nodes, (subject, change) => {
        seen.add(judge(subject, group(change)).answer);
      }),
      { numRuns: 3000, seed: 1 },
    );
    expect([...seen].sort()).toEqual([...answers].sort());
  });

  it('says the same of the same, and changes neither', () => {
    fc.assert(
      fc.property(fc.oneof(images, environments), nodes, (subject, change) => {
        const before = JSON.stringify([subject, group(change)]);
        const [one, other]: [Subject, NodeGroup][] = [
          [structuredClone(subject), structuredClone(group(change))],
          [structuredClone(subject), structuredClone(group(change))],
        ];
        expect(one && other && judge(...one)).toEqual(other && judge(...other));
        judge(subject, group(change));
        expect(JSON.stringify([subject, group(change)])).toBe(before);
      }),
    );
  });

  it('weighs its own reasons: the verdict is what they give together', () => {
    fc.assert(
      fc.property(fc.oneof(images, environments), nodes, (subject, change) => {
        const { answer, reasons } = judge(subject, group(change));
        expect(weigh(reasons.map((reason) => reason.answer))).toBe(answer);
        for (const reason of reasons) expect(reason.message).not.toBe('');
      }),
    );
  });

  it('knows nothing of nodes of which nothing is known', () => {
    const dark = group({
      hardware: 'unknown',
      kernel: 'unknown',
      os: 'unknown',
      gpus: 'unknown',
      runtimes: 'unknown',
      fabric: 'unknown',
    });
    expect(judge(image(), dark).answer).toBe('unknown');
    expect(judge(environment([condaPackage('samtools', '1.17')]), dark).answer).toBe('unknown');
  });
});

describe('the weight of answers', () => {
  it.each<[Answer[], Answer]>([
    [['yes', 'yes'], 'yes'],
    [['yes', 'note'], 'note'],
    [['note', 'unknown', 'yes'], 'unknown'],
    [['unknown', 'no', 'yes'], 'no'],
    [[], 'unknown'],
  ])('%s is %s', (said, answer) => expect(weigh(said)).toBe(answer));

  it('of cards of which one is enough, says where it does not work', () => {
    const said = (answer: Answer) => ({ answer, message: answer, facts: [] });
    expect(bestOf([said('no'), said('yes')]).answer).toBe('note');
    expect(bestOf([said('no'), said('unknown')]).answer).toBe('unknown');
    expect(bestOf([said('yes'), said('yes')]).answer).toBe('yes');
    expect(bestOf([]).answer).toBe('unknown');
  });
});
