import { hashes } from './documents.ts';

const place = { site: 'northern', cluster: 'fjord', role: '', state: 'present' };
const held = {
  nodes: 2,
  nodeSet: 'cpu[001-002]',
  document: hashes.image,
  confirmedAt: '2026-11-24T04:00:00.000Z',
};
const unknown = {
  site: 'southern',
  cluster: 'reef',
  role: '',
  state: 'unknown',
  document: '',
  confirmedAt: null,
};

const kernels = [
  {
    ...place,
    release: '5.14.0-427.13.1.el9_4.x86_64',
    newest: '5.14.0-427.31.1.el9_4.x86_64',
    rebootPending: true,
    ...held,
  },
  { ...unknown, release: '', newest: '', rebootPending: null, nodes: 3, nodeSet: 'r[1-3]' },
];

const gpus = [
  {
    ...place,
    model: '<img src=x onerror=alert(1)>',
    vendor: 'NVIDIA',
    memoryMiB: 81559,
    driver: '550.54.15',
    cuda: '12.4',
    rocm: '',
    computeCapability: '9.0',
    mig: 'disabled',
    cardState: 'reported',
    cards: 8,
    ...held,
  },
];

/** Rows of one table; put together for the whole fleet they name no place. */
export function fleetRows(table: string, query: URLSearchParams): object[] {
  const rows: Record<string, object[]> = { kernels, gpus };
  const found = rows[table] ?? [];
  if (query.get('by') !== 'fleet') return found;
  return found.map((row) => ({ ...row, site: '', cluster: '', nodeSet: '', document: '' }));
}

const DIGEST = `sif:${'ab12'.repeat(16)}`;

export const images = [
  {
    site: 'northern',
    cluster: 'fjord',
    place: '/apps/images/samtools_1.17.sif',
    name: '',
    node: '',
    form: 'sif',
    tools: ['samtools 1.17'],
    size: 61_440_000,
    created: '2024-01-02T03:04:05.000Z',
    architecture: 'x86_64',
    signed: false,
    encrypted: false,
    digest: DIGEST,
    nodes: 5,
    document: hashes.image,
    confirmedAt: '2026-11-24T04:00:00.000Z',
  },
  {
    site: 'southern',
    cluster: 'reef',
    place: `/var/lib/containers/storage/${'e4'.repeat(32)}`,
    name: 'localhost/<b>what is this</b>:1',
    node: 'r1',
    form: 'podman',
    tools: [],
    size: null,
    created: '1970-01-01T00:00:01Z',
    architecture: 'unknown',
    signed: null,
    encrypted: null,
    digest: '',
    nodes: 1,
    document: hashes.image,
    confirmedAt: '2026-11-24T04:00:00.000Z',
  },
];

export const imageAges = [
  { age: 'month', from: '2026-10-29', until: '', images: 0, bytes: 0, unsized: 0 },
  { age: 'four-years', from: '2022-11-29', until: '2024-11-28', images: 1, bytes: 61_440_000, unsized: 0 },
  { age: 'untold', from: '', until: '', images: 1, bytes: 0, unsized: 1 },
];

export const imageCopies = [
  {
    digest: DIGEST,
    copies: 7,
    clusters: 2,
    bytes: 430_080_000,
    spare: 368_640_000,
    places: ['northern/fjord:/apps/images/samtools_1.17.sif', 'southern/reef:/scratch/a.sif'],
  },
];
