import type { ClusterFacet } from '../../../server/routes/schemas/clusterFacets.ts';
import type { HistoryAnswer, HistoryRow } from '../../../server/routes/schemas/history.ts';
import { hashes } from './documents.ts';
import { ago, DAY } from './places.ts';

const row: HistoryRow = {
  facet: 'kernel',
  root: '',
  kind: '',
  path: '',
  shared: false,
  nodes: 'cpu[001-002]',
  nodeCount: 2,
  document: hashes.hardware,
  documentKind: 'kernel.node',
  bytes: 412,
  since: ago(9 * DAY),
  sinceAfter: ago(10 * DAY),
  lastSince: ago(7 * DAY),
  until: null,
  untilAfter: null,
  before: hashes.os,
  followedBy: null,
  gone: false,
};

const rows: HistoryRow[] = [
  row,
  {
    ...row,
    document: hashes.os,
    since: ago(60 * DAY),
    sinceAfter: null,
    lastSince: ago(60 * DAY),
    until: ago(7 * DAY),
    untilAfter: ago(10 * DAY),
    before: null,
    followedBy: hashes.hardware,
  },
  {
    ...row,
    facet: 'modules',
    kind: 'tree',
    root: '/apps/<b>modules</b>',
    shared: true,
    document: hashes.modules,
    since: ago(60 * DAY),
    sinceAfter: null,
    lastSince: ago(60 * DAY),
    until: ago(2 * DAY),
    untilAfter: ago(3 * DAY),
    before: null,
    gone: true,
  },
];

const answer = (query: URLSearchParams): HistoryAnswer => {
  const items = rows.filter(({ facet }) => !query.get('facet') || facet === query.get('facet'));
  return {
    items,
    total: items.length,
    next: null,
    facets: [
      { facet: 'kernel', rows: 2 },
      { facet: 'modules', rows: 1 },
    ],
    from: ago(60 * DAY),
    forgotten: false,
  };
};

export const clusterHistory = answer;
export const nodeHistory = answer;

const facet: ClusterFacet = {
  facet: 'kernel',
  root: '',
  kind: '',
  shared: false,
  line: '5.14.0-427.31.1.el9_4.x86_64',
  nodes: 'cpu[001-002]',
  nodeCount: 2,
  node: 2,
  document: hashes.hardware,
  items: 1,
  offerings: 0,
  confirmedAt: ago(DAY),
};

export const clusterFacets: ClusterFacet[] = [
  facet,
  { ...facet, line: '5.14.0-<i>old</i>', nodes: 'gpu01', nodeCount: 1, document: hashes.os },
  {
    ...facet,
    facet: 'modules',
    kind: 'tree',
    root: '/apps/modules/all',
    shared: true,
    line: '',
    document: null,
    items: 3,
    offerings: 804,
  },
];
