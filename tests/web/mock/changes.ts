import type {
  Change,
  ChangesAnswer,
  DocumentDiff,
  UnconfirmedRow,
} from '../../../server/routes/schemas/changes.ts';
import type { ClusterDrift, DriftAnswer, DriftRow } from '../../../server/routes/schemas/drift.ts';
import { hashes } from './documents.ts';
import { ago, DAY, HOSTILE, HOUR } from './places.ts';

const change: Change = {
  category: 'facts',
  kind: 'changed',
  site: 'northern',
  cluster: 'fjord',
  facet: 'kernel',
  place: '',
  what: 'release',
  provider: '',
  before: '5.14.0-362.24.1.el9_3.x86_64',
  after: '5.14.0-427.13.1.el9_4.x86_64',
  nodes: 'cpu[001-100]',
  nodeCount: 100,
  since: ago(2 * DAY),
  sinceAfter: ago(3 * DAY),
  documentBefore: hashes.os,
  documentAfter: hashes.hardware,
};
const offering: Change = {
  ...change,
  category: 'offerings',
  facet: 'modules',
  place: '/apps/modules/Core',
  provider: 'module',
};

const changes: Change[] = [
  {
    ...change,
    category: 'nodes',
    kind: 'new',
    facet: '',
    what: 'node',
    before: '',
    after: '',
    nodes: 'cpu[101-104]',
    nodeCount: 4,
    sinceAfter: null,
    documentBefore: '',
    documentAfter: '',
  },
  change,
  { ...offering, kind: 'new', what: 'SAMtools', before: '', after: '1.19.2 (GCC-12.3.0)' },
  { ...offering, kind: 'gone', what: HOSTILE, before: '6.6.6', after: '', nodes: HOSTILE, nodeCount: 1 },
  { ...offering, kind: 'default', what: 'GROMACS', before: '2023.3', after: '2024.1' },
  {
    ...offering,
    kind: 'bytes',
    facet: 'images',
    provider: 'apptainer',
    what: 'samtools',
    place: '/apps/images/a-name-that-is-longer-than-a-telephone-is-wide/samtools_1.17_with_everything.sif',
    before: '1.17 oci-config 0a1b2c3d4e5f',
    after: '1.17 oci-config f5e4d3c2b1a0',
  },
];

export function changesAnswer(query: URLSearchParams): ChangesAnswer {
  const category = query.get('category') ?? '';
  const items = changes.filter((one) => category === '' || one.category === category);
  const counts = changes.map(({ category: own, kind }) => ({ category: own, kind, count: 1 }));
  return { since: ago(7 * DAY), until: ago(0), counts, apart: 2, items, total: items.length, next: null };
}

export const unconfirmed: UnconfirmedRow[] = [
  {
    state: 'held',
    site: 'northern',
    cluster: 'fjord',
    facet: 'modules',
    place: '/apps/modules/Core',
    reason: 'root-suspect',
    sentence: 'too much of it is gone at once to be believed yet',
    nodes: 'cpu[001-002]',
    nodeCount: 2,
    at: ago(5 * HOUR),
  },
  {
    state: 'failed',
    site: 'northern',
    cluster: 'fjord',
    facet: '',
    place: '',
    reason: 'connect-timeout',
    sentence: 'no connection within the time limit',
    nodes: 'gpu02',
    nodeCount: 1,
    at: ago(5 * HOUR),
  },
];

const ref = (hash: string) => ({ hash, kind: 'kernel.node', bytes: 4096 });

export const diffAnswer: DocumentDiff = {
  before: ref(hashes.os),
  after: ref(hashes.hardware),
  added: 1,
  removed: 1,
  changed: 3,
  items: [
    { change: 'changed', key: '', field: 'release', before: change.before, after: change.after, unknown: '' },
    { change: 'changed', key: '', field: 'flags', before: '', after: 'avx512f, avx512bw', unknown: '' },
    { change: 'changed', key: '', field: 'newest', before: '', after: change.after, unknown: 'before' },
    { change: 'added', key: HOSTILE, field: '', before: '', after: HOSTILE, unknown: '' },
    {
      change: 'removed',
      key: 'zlib',
      field: '',
      before: 'name zlib; version 1.2.13',
      after: '',
      unknown: '',
    },
  ],
  total: 5,
  next: null,
};

export const diffText = `--- kernel.node ${hashes.os}
+++ kernel.node ${hashes.hardware}
@@ -1,4 +1,4 @@
 {
   "kind": "kernel.node",
-  "release": "${change.before}",
+  "release": "${change.after} \u202egnp.exe",
   "system": "Linux"
`;

const row: DriftRow = {
  site: 'northern',
  cluster: 'fjord',
  peers: 'compute',
  peerCount: 985,
  facet: 'kernel',
  fact: 'release',
  status: 'drift',
  majority: change.after,
  majorityNodes: 'cpu[001-006,008-111,113-984]',
  majorityCount: 982,
  value: change.before,
  nodes: 'cpu[007,112]',
  nodeCount: 2,
  unknownNodes: 'cpu985',
  since: ago(90 * DAY),
  sinceAfter: null,
  sweep: 41,
  splitSince: ago(30 * DAY),
  confirmedAt: ago(2 * HOUR),
  majorityDocument: hashes.hardware,
  document: hashes.os,
};

export function driftAnswer(place: string): DriftAnswer {
  const [site = '', cluster = ''] = place.split('/');
  return {
    site,
    cluster,
    rollingDays: 7,
    peers: [
      { peers: 'compute', named: false, nodes: 'cpu[001-985]', nodeCount: 985, outliers: 2 },
      { peers: HOSTILE, named: true, nodes: 'gpu[01-08]', nodeCount: 8, outliers: 1 },
    ],
    unknown: 'cpu[986-987]',
    unknownCount: 2,
    outliers: 3,
    facets: ['kernel'],
    reboots: [
      {
        nodes: 'cpu007',
        nodeCount: 1,
        running: change.before,
        newest: change.after,
        since: ago(20 * DAY),
        sinceAfter: ago(21 * DAY),
      },
    ],
    items: [
      row,
      {
        ...row,
        fact: 'flags',
        majority: 'avx512f',
        value: '',
        nodes: 'cpu007',
        nodeCount: 1,
        status: 'reboot-pending',
        unknownNodes: '',
        sweep: null,
      },
      {
        ...row,
        peers: HOSTILE,
        facet: 'modules',
        fact: '/apps/modules/a-folder-with-a-long-name/Core',
        majority: '660 offerings, content 0a1b2c3d',
        value: HOSTILE,
        nodes: 'gpu08',
        nodeCount: 1,
        status: 'rolling',
        since: null,
        sweep: null,
        majorityDocument: '',
        document: '',
      },
    ],
    total: 3,
    next: null,
  };
}

export const driftOverview: ClusterDrift[] = [
  {
    site: 'northern',
    cluster: 'fjord',
    nodes: 995,
    withoutPeers: 2,
    outliers: 3,
    differences: 3,
    drift: 1,
    rolling: 1,
    rebootPending: 1,
    waiting: 1,
    oldest: ago(90 * DAY),
    newest: ago(2 * DAY),
    confirmedAt: ago(2 * HOUR),
  },
  {
    site: 'southern',
    cluster: 'delta',
    nodes: 4,
    withoutPeers: 0,
    outliers: 0,
    differences: 0,
    drift: 0,
    rolling: 0,
    rebootPending: 0,
    waiting: 0,
    oldest: null,
    newest: null,
    confirmedAt: null,
  },
];

export const changesSummary = [
  {
    key: '2026-11-16',
    since: null,
    until: null,
    nodes: 0,
    gpus: 0,
    runtimes: 0,
    facts: 0,
    offerings: 0,
    total: 0,
  },
  {
    key: 'northern/fjord',
    since: null,
    until: null,
    nodes: 1,
    gpus: 0,
    runtimes: 0,
    facts: 3,
    offerings: 12,
    total: 16,
  },
];
