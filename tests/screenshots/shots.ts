import type { Page } from 'playwright-core';
import { pageOf } from '../../server/routes/schemas/common.ts';
import { HistoryAnswer } from '../../server/routes/schemas/history.ts';
import { NodeRow, Sweep } from '../../server/routes/schemas/places.ts';
import { ReportRow } from '../../server/routes/schemas/reports.ts';

/** A page as docs/pages.md shows it. */
export interface Shot {
  name: string;
  /** Where it is; ids and hashes are asked of the API. */
  path: string | ((get: Get) => Promise<string>);
  /** The route of web/app.tsx that it is of, where the path is asked for. */
  route?: string;
  /** An administrator is signed in. */
  signedIn?: boolean;
  scheme?: 'light' | 'dark';
  width?: number;
  /** What is done before the picture is taken. */
  act?: (page: Page) => Promise<void>;
}

/** What the API answers below /api/v1. */
export type Get = (path: string) => Promise<unknown>;

async function nodeNamed(get: Get, name: string): Promise<number> {
  const { items } = pageOf(NodeRow).parse(await get('/nodes'));
  const found = items.find((node) => node.name === name);
  if (!found) throw new Error(`no node is called ${name}`);
  return found.id;
}

const ENVIRONMENT = `name: alignment
channels: [conda-forge, bioconda]
dependencies:
  - samtools=1.17
  - htslib>=1.19
  - python=3.10
  - minimap2
`;

/** Every page, in the order of docs/pages.md. */
export const shots: Shot[] = [
  { name: 'overview', path: '/' },
  { name: 'overview-dark', path: '/', scheme: 'dark' },
  { name: 'find', path: '/find?tool=samtools' },
  { name: 'find-390', path: '/find?tool=samtools', width: 390 },
  {
    name: 'find-suggestions',
    path: '/find',
    act: async (page) => {
      await page.getByRole('combobox', { name: 'Find a tool' }).fill('sam');
      await page.getByRole('option').first().waitFor();
    },
  },
  { name: 'tool', path: '/tools/samtools' },
  {
    name: 'check',
    path: '/check',
    act: async (page) => {
      await page.getByRole('textbox').first().fill(ENVIRONMENT);
      await page.getByRole('button', { name: 'Check', exact: true }).click();
      await page.getByRole('table').first().waitFor();
    },
  },
  { name: 'asked', path: '/check/missing' },
  { name: 'compare', path: '/compare' },
  { name: 'compare-pair', path: '/compare?a=alpine&b=harbour' },
  { name: 'verdict', path: '/verdict?subject=/opt/containers/samtools.sif' },
  { name: 'cluster', path: '/clusters/alpine/edelweiss' },
  {
    name: 'node',
    route: '/nodes/:id',
    path: async (get) => `/nodes/${await nodeNamed(get, 'gpu001')}`,
  },
  {
    name: 'node-history',
    route: '/nodes/:id/history',
    path: async (get) => `/nodes/${await nodeNamed(get, 'cpu001')}/history`,
  },
  { name: 'cluster-history', path: '/clusters/harbour/tide/history' },
  {
    name: 'document',
    route: '/documents/:hash',
    path: async (get) => {
      const { items } = HistoryAnswer.parse(await get('/clusters/harbour/tide/history?facet=conda'));
      const changed = items.find(({ before }) => before !== null);
      if (!changed) throw new Error('no environment followed another');
      return `/documents/${changed.document}`;
    },
  },
  {
    name: 'difference',
    route: '/documents/:a/diff/:b',
    path: async (get) => {
      const { items } = HistoryAnswer.parse(await get('/clusters/alpine/edelweiss/history?facet=kernel'));
      const row = items.find(({ before }) => before !== null);
      if (!row) throw new Error('no kernel followed another');
      return `/documents/${row.before}/diff/${row.document}?as=side`;
    },
  },
  { name: 'drift', path: '/drift?site=alpine&cluster=edelweiss' },
  { name: 'changes', path: '/changes' },
  { name: 'nodes', path: '/nodes' },
  { name: 'sweeps', path: '/sweeps' },
  {
    name: 'sweep',
    route: '/sweeps/:id',
    path: async (get) => {
      const { items } = pageOf(Sweep).parse(await get('/sweeps'));
      const partial = items.find(({ outcomes }) => outcomes.partial > 0);
      if (!partial) throw new Error('no sweep was partial');
      return `/sweeps/${partial.id}`;
    },
  },
  { name: 'reports', path: '/reports' },
  {
    name: 'report',
    route: '/reports/:id',
    path: async (get) => {
      // That of the last days, which was made first; the others are those of schedules.
      const report = pageOf(ReportRow)
        .parse(await get('/reports'))
        .items.at(-1);
      if (!report) throw new Error('no report was made');
      return `/reports/${report.id}`;
    },
  },
  // The first order of a database that is new.
  { name: 'report-order', path: '/reports?making=1', signedIn: true },
  { name: 'deliveries', path: '/deliveries', signedIn: true },
  { name: 'held', path: '/held' },
  { name: 'sites', path: '/sites' },
  { name: 'sign-in', path: '/sign-in' },
  { name: 'audit', path: '/audit', signedIn: true },
  { name: 'images', path: '/fleet/images' },
  { name: 'gpus', path: '/fleet/gpus' },
  { name: 'kernels', path: '/fleet/kernels' },
  { name: 'systems', path: '/fleet/systems' },
  { name: 'runtimes', path: '/fleet/runtimes' },
  { name: 'conda', path: '/fleet/conda' },
];
