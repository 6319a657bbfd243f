import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FacetReading, Facts, RootReading } from '../../server/facets/facet.ts';
import { readImageFile } from '../../server/facets/images/file.ts';
import type { ImageContents } from '../../server/facets/images/schema.ts';
import { wholeSource } from '../../server/facets/images/source.ts';
import { rememberContents } from '../../server/store/imageContents.ts';
import type { Known } from '../../server/verdict/facts.ts';
import { deciding, type NodeGroup } from '../../server/verdict/nodeGroup.ts';
import { nodeGroupsOf } from '../../server/verdict/nodeGroups.ts';
import { verdicts } from '../../server/verdict/verdicts.ts';
import { sifFile } from '../facets/images-make.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { absent, Cluster, failed, reading, tree } from '../harness/readings.ts';
import { card, content, group, type HostChange, runtime } from './invent.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

function holding(facts: Facts): FacetReading {
  return reading({ node: { facts, evidence: { name: facts.kind, parts: [] } } });
}

/** What a visit reads of an invented node. */
function visit(change: HostChange = {}) {
  const host = group({ runtimes: { runtimes: [runtime('apptainer', '1.3.4')] }, ...change });
  const facetOf = (known: Known<Facts>) => {
    if (known.state === 'present') return holding(known.facts);
    return known.state === 'absent' ? absent() : failed('timeout');
  };
  return Object.fromEntries(deciding.map((name) => [name, facetOf(host[name])]));
}

/** A folder with one image file, as it was read. */
function folder(name: string): RootReading {
  const object = { type: 0x4004, id: 1, text: '', partition: { fs: 1, use: 2, arch: '02' } };
  const facts = readImageFile(wholeSource(sifFile({ objects: [object] })), name);
  if (!('kind' in facts)) throw new Error('no image');
  const items = [{ path: name, facts, evidence: { name, parts: [] } }];
  return { ...tree([]), kind: 'folder', key: '', path: '/apps/containers', items };
}

const GPU: HostChange = { gpus: { gpus: [card({ driver: '535.129.03', cuda: '12.2' })] } };

const shape = (groups: NodeGroup[]) => groups.map(({ nodes, gpus }) => `${nodes} ${gpus.state}`);

test('nodes that hold the same documents are one group, whose age is that of the one seen longest ago', async () => {
  const one = await Cluster.make(database.db, 4, 'alike');
  await one.sweep([visit(), visit(), visit(GPU), visit({ gpus: 'absent' })]);
  expect(shape(await nodeGroupsOf(database.db, one.id))).toEqual([
    'cpu[1-2] present',
    'cpu3 present',
    'cpu4 absent',
  ]);
  // Only the first is seen again.
  await one.sweep([visit()]);
  const [alike] = await nodeGroupsOf(database.db, one.id);
  expect(alike?.hardware).toMatchObject({ state: 'present', confirmedAt: '2026-01-01T01:00:00.000Z' });
  const [first] = await nodeGroupsOf(database.db, one.id, [one.nodes[0] ?? 0]);
  expect(first?.hardware).toMatchObject({ confirmedAt: '2026-01-01T02:00:00.000Z' });
  expect(first?.nodes).toBe('cpu1');
});

test('what a visit fails to read stands as it was, and what was never read is unknown', async () => {
  const one = await Cluster.make(database.db, 2, 'failing');
  await one.sweep([visit(GPU), visit({ gpus: 'unknown' })]);
  await one.sweep([visit({ gpus: 'unknown' }), visit({ gpus: 'unknown' })]);
  const groups = await nodeGroupsOf(database.db, one.id);
  expect(shape(groups)).toEqual(['cpu1 present', 'cpu2 unknown']);
  expect(groups[0]?.gpus).toMatchObject({ confirmedAt: '2026-01-01T01:00:00.000Z' });
  expect(groups[0]?.hardware).toMatchObject({ confirmedAt: '2026-01-01T02:00:00.000Z' });
});

test('an image that was looked into is judged by what is inside', async () => {
  const one = await Cluster.make(database.db, 3, 'looked');
  const images = reading({ roots: [folder('pytorch.sif')] });
  await one.sweep([
    { ...visit(), images },
    { ...visit(GPU), images },
    { ...visit({ hardware: { level: 'x86-64-v1' } }), images },
  ]);
  const ask = async () => {
    const answer = await verdicts(database.db, {
      subject: 'pytorch.sif',
      on: 'alpha/looked',
      verdict: '',
      reasons: 'all',
    });
    return answer.groups.map((row) => `${row.nodes} ${row.verdict}`).sort();
  };
  expect(await ask()).toEqual(['cpu1 unknown', 'cpu2 unknown', 'cpu3 unknown']);
  const look = async (facts: ImageContents) => {
    const contents = [{ path: 'pytorch.sif', facts, evidence: { name: 'contents', parts: [] } }];
    await rememberContents(database.db, {
      clusterId: one.id,
      nodeId: one.nodes[0] ?? 0,
      startedAt: new Date('2026-01-02T00:00:00Z'),
      agent: 'test',
      readings: [{ facet: 'images', reading: reading({ roots: [{ ...folder('pytorch.sif'), contents }] }) }],
    });
  };
  const packages = [content('rpm', 'glibc', '2.34-100.el9_4.2')];
  const plain: ImageContents = { kind: 'images.contents', packages, unread: [], libc: [], settings: [] };
  await look(plain);
  expect(await ask()).toEqual(['cpu1 yes', 'cpu2 yes', 'cpu3 no']);
  await look({ ...plain, settings: [{ name: 'CUDA_VERSION', value: '12.4.1' }] });
  expect(await ask()).toEqual(['cpu1 no', 'cpu2 note', 'cpu3 no']);
  // As an agent of before told it: what it needs beside its packages is not known.
  await look({ kind: 'images.contents', packages, unread: [] });
  expect(await ask()).toEqual(['cpu1 unknown', 'cpu2 unknown', 'cpu3 no']);
});

test('an environment is judged by what its records ask for, where somebody read that', async () => {
  const one = await Cluster.make(database.db, 2, 'asked');
  const environment = (needs: Facts | null): RootReading => {
    const samtools = {
      name: 'samtools',
      version: '1.17',
      build: 'h00cdaf9_0',
      subdir: 'linux-64',
      channel: 'bioconda',
    };
    const facts = {
      kind: 'conda.environment',
      python: '',
      packages: [{ ...samtools, sha256: '', md5: '' }],
      pip: [],
      unreadable: 0,
    };
    const items = [
      { path: 'envs/bio', facts, evidence: { name: 'bio', parts: [] } },
      ...(needs
        ? [{ path: 'envs/bio/conda-meta/needs', facts: needs, evidence: { name: 'needs', parts: [] } }]
        : []),
    ];
    return { ...tree([]), kind: 'installation', key: '', path: '/apps/miniforge3', items };
  };
  const asking = (spec: string) => {
    const need = { name: 'samtools', version: '1.17', build: 'h00cdaf9_0', spec, optional: false };
    return { kind: 'conda.needs', needs: [need] };
  };
  const told: string[][] = [];
  for (const needs of [
    null,
    asking('__glibc >=2.28'),
    asking('__glibc >=2.35'),
    { kind: 'conda.needs', needs: [] },
  ]) {
    const conda = reading({ roots: [environment(needs)] });
    await one.sweep([
      { ...visit(), conda },
      { ...visit({ os: { libcVersion: '2.39' } }), conda },
    ]);
    const subject = '/apps/miniforge3/envs/bio';
    const answer = await verdicts(database.db, { subject, on: 'alpha/asked', verdict: '', reasons: 'all' });
    told.push(answer.groups.map((row) => `${row.nodes} ${row.verdict}`).sort());
  }
  expect(told).toEqual([
    ['cpu1 unknown', 'cpu2 unknown'],
    ['cpu1 yes', 'cpu2 yes'],
    ['cpu1 no', 'cpu2 yes'],
    ['cpu1 yes', 'cpu2 yes'],
  ]);
});

test('an image of a store is judged by what it asks of the driver, where only podman is there', async () => {
  const one = await Cluster.make(database.db, 2, 'store');
  const id = 'ab'.repeat(32);
  const stored = {
    kind: 'images.stored',
    engine: 'podman',
    id,
    references: ['docker.io/nvidia/cuda:12.4.1-base-ubuntu22.04'],
    repoDigests: [],
    manifestDigest: '',
    configDigest: id,
    architecture: 'x86_64',
    variant: '',
    os: 'linux',
    size: 1,
    created: '',
    labels: [],
    platforms: [],
  };
  const settings = {
    kind: 'images.settings',
    settings: [{ name: 'NVIDIA_REQUIRE_CUDA', value: 'cuda>=12.4 brand=tesla,driver>=470,driver<471' }],
  };
  const items = [
    { path: id, facts: stored, evidence: { name: id, parts: [] } },
    { path: `${id}/settings`, facts: settings, evidence: { name: id, parts: [] } },
  ];
  const path = '/var/lib/containers/storage';
  const images = reading({ roots: [{ ...tree([]), kind: 'podman-store', key: '', path, items }] });
  const podman = { runtimes: { runtimes: [runtime('podman', '5.2.2')], nvidiaToolkit: '1.16.1' } };
  await one.sweep([
    { ...visit({ ...podman, ...GPU }), images },
    { ...visit({ ...podman, gpus: { gpus: [card({ driver: '550.54.15', cuda: '12.4' })] } }), images },
  ]);
  const answer = await verdicts(database.db, {
    subject: 'docker.io/nvidia/cuda:12.4.1-base-ubuntu22.04',
    on: 'alpha/store',
    verdict: '',
    reasons: 'all',
  });
  const asked = answer.items.filter((row) => row.rule === 'require-cuda');
  // The brand of an H100 is not told by its name, and 535 is none of the branches that are let through for any.
  expect(asked.map((row) => `${row.nodes} ${row.answer}`).sort()).toEqual(['cpu1 no', 'cpu2 yes']);
  expect(asked[0]?.facts[0]?.document).toMatch(/^[0-9a-f]{64}$/);
});
