import type {
  ClusterScheduler,
  Collecting,
  HeldRow,
  NodeRow,
  OutcomeCounts,
  Site,
  SourcesTrouble,
  Sweep,
  Visit,
} from '../../../server/routes/schemas/places.ts';
import type { SweepReason, SweepSlowest } from '../../../server/routes/schemas/sweeps.ts';

const NOW = Date.now();
const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export function ago(milliseconds: number): string {
  return new Date(NOW - milliseconds).toISOString();
}

/** A name that tries everything a page could fall for. */
export const HOSTILE = '<script>alert(1)</script>\u001b[31m\n\u202egnp.exe';

const reasons = {
  'connect-timeout': 'no connection within the time limit',
  'host-key-changed': 'the host key is another one than the accepted one',
  'root-missing': 'the place is not there',
  'root-suspect': 'too much of it is gone at once to be believed yet',
  permission: 'the account may not read it',
  'no-gpu': 'there is no GPU in this node',
  'not-installed': 'there is nothing of the kind on this node',
};

export function reasonOf(code: keyof typeof reasons, message = '') {
  return { code, sentence: reasons[code], message };
}

type Draft = Partial<NodeRow> & Pick<NodeRow, 'id' | 'name' | 'site' | 'cluster' | 'role'>;

const read: NodeRow['told'] = {
  architecture: 'present',
  os: 'present',
  kernel: 'present',
  gpus: 'present',
};

function nodeOf(draft: Draft): NodeRow {
  return {
    outcome: 'complete',
    reason: null,
    visitedAt: ago(3 * HOUR),
    lastGoodAt: ago(3 * HOUR),
    architecture: 'x86_64',
    os: 'Rocky Linux 9.4',
    kernel: '5.14.0-427.42.1.el9_4.x86_64',
    gpus: '',
    told: read,
    ...draft,
  };
}

const fjord = { site: 'northern', cluster: 'fjord' };
const dune = { site: 'southern', cluster: 'dune' };

export const nodes: NodeRow[] = [
  nodeOf({ ...fjord, id: 1, name: 'login1', role: 'login' }),
  nodeOf({ ...fjord, id: 2, name: 'cpu001', role: 'compute' }),
  nodeOf({
    ...fjord,
    id: 3,
    name: 'cpu002',
    role: 'compute',
    outcome: 'partial',
    reason: reasonOf('root-missing', '/apps/modules: mount fs-apps:/export is gone'),
    told: { ...read, gpus: 'failed' },
  }),
  nodeOf({ ...fjord, id: 4, name: 'gpu01', role: 'gpu', gpus: '4 x NVIDIA A100-SXM4-80GB' }),
  nodeOf({
    ...fjord,
    id: 5,
    name: 'gpu02',
    role: 'gpu',
    outcome: 'failed',
    reason: reasonOf('host-key-changed', 'SHA256:1kQmZsZk0o… was accepted, SHA256:9xUe7r2Tn… was offered'),
    lastGoodAt: ago(12 * DAY),
    gpus: '4 x NVIDIA A100-SXM4-80GB',
  }),
  nodeOf({
    ...dune,
    id: 6,
    name: 'arm-login',
    role: 'login',
    architecture: 'aarch64',
    os: 'Ubuntu 22.04.5 LTS',
    kernel: '5.15.0-122-generic',
    told: { ...read, gpus: 'absent' },
    visitedAt: ago(26 * HOUR),
    lastGoodAt: ago(26 * HOUR),
  }),
  nodeOf({
    ...dune,
    id: 7,
    name: 'n01',
    role: 'compute',
    outcome: 'notExpected',
    lastGoodAt: ago(9 * DAY),
    architecture: 'aarch64',
    os: 'Ubuntu 22.04.5 LTS',
    kernel: '5.15.0-118-generic',
    told: { ...read, gpus: 'notExpected' },
  }),
  nodeOf({
    ...dune,
    id: 8,
    name: 'n02',
    role: 'compute',
    outcome: null,
    visitedAt: null,
    lastGoodAt: null,
    architecture: '',
    os: '',
    kernel: '',
    told: { architecture: null, os: null, kernel: null, gpus: null },
  }),
  nodeOf({ ...dune, id: 9, name: HOSTILE, role: 'service', os: '\u001b[2JEvil OS', kernel: "$(reboot) 'x'" }),
];

const counts = (complete: number, partial: number, failed: number, notExpected: number): OutcomeCounts => ({
  complete,
  partial,
  failed,
  notExpected,
});

export const sweeps: Sweep[] = [
  {
    id: 42,
    ...dune,
    startedAt: ago(2 * MINUTE),
    finishedAt: null,
    state: 'running',
    expected: 3,
    outcomes: counts(1, 0, 0, 1),
    changed: 0,
    trigger: 'command',
    full: false,
    note: '',
    thinned: 0,
  },
  {
    id: 41,
    ...fjord,
    startedAt: ago(3 * HOUR),
    finishedAt: ago(3 * HOUR - 14_200),
    state: 'finished',
    expected: 5,
    outcomes: counts(3, 1, 1, 0),
    changed: 4,
    trigger: 'command',
    full: false,
    note: '',
    thinned: 0,
  },
  {
    id: 40,
    ...dune,
    startedAt: ago(26 * HOUR),
    finishedAt: ago(26 * HOUR - 61_000),
    state: 'interrupted',
    expected: 3,
    outcomes: counts(2, 0, 0, 1),
    changed: 0,
    trigger: 'command',
    full: false,
    note: '',
    thinned: 0,
  },
  {
    id: 39,
    ...fjord,
    startedAt: ago(27 * HOUR),
    finishedAt: ago(27 * HOUR - 13_900),
    state: 'finished',
    expected: 5,
    outcomes: counts(5, 0, 0, 0),
    changed: 1204,
    trigger: 'command',
    full: false,
    note: '',
    thinned: 0,
  },
];

export const sites: Site[] = [
  {
    name: 'northern',
    title: 'Northern Institute',
    timezone: 'Europe/Oslo',
    demonstration: false,
    clusters: [
      {
        site: 'northern',
        name: 'fjord',
        title: 'Fjord, general purpose',
        nodes: 5,
        roles: { login: 1, compute: 2, gpu: 2 },
        latest: counts(3, 1, 1, 0),
        neverVisited: 0,
        lastSweep: sweeps[1] ?? null,
        newestVisitAt: ago(3 * HOUR),
        oldestVisitAt: ago(12 * DAY),
        tools: 1412,
        tiers: { '1a': 3, '1b': 0, '2': 0, '3': 1409, '4': 0 },
        offerings: { apptainer: 38, conda: 2210, module: 804 },
        heldRoots: 1,
      },
    ],
  },
  {
    name: 'southern',
    title: 'Southern Coast University',
    timezone: 'Africa/Windhoek',
    demonstration: false,
    clusters: [
      {
        site: 'southern',
        name: 'dune',
        title: 'Dune, Arm',
        nodes: 4,
        roles: { login: 1, compute: 2, service: 1 },
        latest: counts(2, 0, 0, 1),
        neverVisited: 1,
        lastSweep: sweeps[0] ?? null,
        newestVisitAt: ago(26 * HOUR),
        oldestVisitAt: ago(9 * DAY),
        tools: 233,
        tiers: { '1a': 3, '1b': 0, '2': 0, '3': 230, '4': 0 },
        offerings: { conda: 190, module: 61, podman: 4 },
        heldRoots: 0,
      },
      {
        site: 'southern',
        name: 'oasis',
        title: '',
        nodes: 0,
        roles: {},
        latest: counts(0, 0, 0, 0),
        neverVisited: 0,
        lastSweep: null,
        newestVisitAt: null,
        oldestVisitAt: null,
        tools: 0,
        tiers: { '1a': 0, '1b': 0, '2': 0, '3': 0, '4': 0 },
        offerings: {},
        heldRoots: 0,
      },
    ],
  },
];

/** A service that has seen nothing but its own machine. */
export const hereOnly: Site[] = [
  {
    name: 'here',
    title: 'This machine',
    timezone: 'Etc/UTC',
    demonstration: false,
    clusters: [
      {
        site: 'here',
        name: 'here',
        title: '',
        nodes: 1,
        roles: { service: 1 },
        latest: counts(1, 0, 0, 0),
        neverVisited: 0,
        lastSweep: {
          id: 1,
          site: 'here',
          cluster: 'here',
          startedAt: ago(MINUTE),
          finishedAt: ago(MINUTE - 900),
          state: 'finished',
          expected: 1,
          outcomes: counts(1, 0, 0, 0),
          changed: 9,
          trigger: 'command',
          full: false,
          note: '',
          thinned: 0,
        },
        newestVisitAt: ago(MINUTE),
        oldestVisitAt: ago(MINUTE),
        tools: 12,
        tiers: { '1a': 3, '1b': 0, '2': 0, '3': 9, '4': 0 },
        offerings: { podman: 3, system: 9 },
        heldRoots: 0,
      },
    ],
  },
];

export const held: HeldRow[] = [
  {
    id: 21,
    site: 'northern',
    cluster: 'fjord',
    facet: 'modules',
    kind: 'tree',
    path: '/apps/modules/all',
    nodes: 'cpu002',
    node: 3,
    reason: 'root-suspect',
    sentence: reasons['root-suspect'],
    lost: 660,
    total: 804,
    seenAt: ago(3 * HOUR),
    accepted: false,
    rejected: false,
  },
];

export const visits: Visit[] = nodes
  .filter(({ cluster, outcome }) => cluster === 'fjord' && outcome !== null)
  .map((node) => ({
    sweep: 41,
    node: node.id,
    site: node.site,
    cluster: node.cluster,
    name: node.name,
    startedAt: ago(3 * HOUR),
    milliseconds: 800 + node.id * 1730,
    bytes: node.outcome === 'failed' ? 0 : 81_234 * node.id,
    outcome: node.outcome ?? 'failed',
    reason: node.outcome === 'failed' ? node.reason : null,
    failures:
      node.outcome === 'partial'
        ? [
            {
              facet: 'modules',
              root: '/apps/modules',
              outcome: 'failed',
              reason: reasonOf('root-missing', 'mount fs-apps:/export is gone'),
            },
            {
              facet: 'images',
              root: '/run/podman',
              outcome: 'failed',
              reason: reasonOf('permission', 'permission denied while trying to connect to the socket'),
            },
            {
              facet: 'spack',
              root: '',
              outcome: 'absent',
              reason: reasonOf('not-installed', 'no store of Spack in the usual places'),
            },
          ]
        : [],
  }));

/** The batch system of fjord; the other clusters have none that is known. */
export const collecting: Collecting = {
  schedule: '15 5 * * *',
  timezone: 'Europe/Oslo',
  nextAt: new Date(Date.now() + 6 * 3600_000).toISOString(),
  closed: '',
  paused: null,
};

export const paused: Collecting = {
  ...collecting,
  nextAt: null,
  paused: { since: new Date(Date.now() - 3600_000).toISOString(), why: 'file server moves' },
};

/** fjord's list of nodes lost many of them at once; the other clusters' are whole. */
export const sourcesTrouble: SourcesTrouble = {
  since: new Date(Date.now() - 7200_000).toISOString(),
  problems: [`/etc/ansible/hosts:7: a quote is not closed: ${HOSTILE}`],
  hint: '',
  held: [
    {
      source: 'genders /etc/genders compute',
      since: new Date(Date.now() - 3600_000).toISOString(),
      nodes: 'cpu[025-064]',
      lost: 40,
      total: 64,
    },
  ],
};

export const scheduler: ClusterScheduler = {
  product: 'slurm',
  version: '23.11.4',
  name: HOSTILE,
  nodes: 5,
  node: 1,
  nodeName: 'login1',
  confirmedAt: ago(3 * HOUR),
  document: 'a'.repeat(64),
  partitions: 'b'.repeat(64),
  nodeTable: 'c'.repeat(64),
  states: null,
};

export const sweepReasons: SweepReason[] = [
  {
    outcome: 'partial',
    code: 'permission',
    sentence: reasons.permission,
    message: '<b>still</b> running after 60 s',
    nodes: 2,
    names: 'cpu[001-002]',
  },
];

export const sweepSlowest: SweepSlowest[] = visits.map(({ node, name, milliseconds, bytes, outcome }) => ({
  node,
  name,
  milliseconds,
  bytes,
  outcome,
}));
