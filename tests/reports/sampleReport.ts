import type { Report, ReportCell, ReportSection, ReportTable } from '../../server/reports/model.ts';
import { hostileNames } from './anyReport.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at);

/** A table of all types of columns. */
export const sampleTable = (rows: number, id = 'rows'): ReportTable => ({
  id,
  title: `Nodes that were not seen, ${id}`,
  href: '/fleet?outcome=failed',
  columns: [
    { key: 'node', title: 'Node', type: 'text' },
    { key: 'reason', title: 'Why it was not read', type: 'text' },
    { key: 'images', title: 'Images', type: 'number', unit: 'files' },
    { key: 'share', title: 'Coverage', type: 'share' },
    { key: 'since', title: 'Since', type: 'time' },
    { key: 'expected', title: 'Expected', type: 'text' },
  ],
  rows: upTo(rows).map((at): ReportCell[] => [
    `alpha/hpc1/n${String(at).padStart(4, '0')}`,
    at % 3 === 0
      ? 'ssh: connection timed out after 60 s'
      : 'host key changed: pinned SHA256:abc, seen SHA256:def; tell an administrator',
    at * 1000,
    at / 1000,
    new Date(Date.UTC(2026, 10, 16, 6, at)).toISOString(),
    at % 2 === 0 ? true : null,
  ]),
  left: 12,
});

const section = (given: Partial<ReportSection> & { id: string; title: string }): ReportSection => ({
  figures: [],
  charts: [],
  tables: [],
  ...given,
});

/** A report made by hand, with a table over several pages, every kind of chart, and names that attack. */
export const sampleReport: Report = {
  format: 'gazetteer-report',
  version: 1,
  title: 'alpha, week 2026-W47',
  scope: 'alpha',
  from: '2026-11-15T23:00:00.000Z',
  to: '2026-11-22T23:00:00.000Z',
  timeZone: 'Europe/Berlin',
  madeAt: '2026-11-23T05:00:00.000Z',
  madeBy: '0.1.0',
  pages: 'https://gazetteer.example.org',
  sweeps: { first: 4, last: 17 },
  versions: { naming: 3, agents: ['1.2.0'] },
  coverage: 0.975,
  warnings: [
    '3 of 14 sweeps failed: what changed in their time is dated later than it was.',
    'Cluster alpha/hpc2 was not seen since 2026-11-12 06:30.',
  ],
  summary: [
    '97.5 % of the expected visits read their node.',
    '12 offerings are new and 3 are gone.',
    'No node of alpha/hpc1 differs from the others.',
  ],
  sections: [
    section({
      id: 'coverage',
      title: 'Coverage and failures',
      note: 'What was not seen is unknown, and counts as neither there nor gone.',
      figures: [
        {
          id: 'visits',
          label: 'Visits that read their node',
          value: 0.975,
          before: 0.99,
          movement: -0.015,
          type: 'share',
          href: '/sweeps',
        },
        {
          id: 'nodes',
          label: 'Nodes not seen',
          value: 250,
          type: 'number',
          unit: 'nodes',
          href: '/fleet?outcome=failed',
        },
        { id: 'drivers', label: 'Nodes of unknown driver', value: null, type: 'number', href: '/fleet' },
      ],
      charts: [
        {
          id: 'visits',
          title: 'Visits by cluster',
          kind: 'bars',
          type: 'number',
          unit: 'visits',
          categories: ['alpha/hpc1', 'alpha/hpc2', 'alpha/gpu'],
          series: [
            { name: 'read', values: [1200, 300, null] },
            { name: 'failed', values: [12, 90, null] },
          ],
          table: 'rows',
        },
        {
          id: 'days',
          title: 'Coverage by day',
          kind: 'lines',
          type: 'share',
          categories: upTo(7).map((at) => `2026-11-${16 + at}`),
          series: [
            { name: 'alpha/hpc1', values: [1, 1, 0.9, null, 0.8, 1, 1] },
            { name: 'alpha/hpc2', values: [0.5, 0.6, 0.4, 0.2, null, null, 0.1] },
          ],
          table: 'rows',
        },
      ],
      tables: [sampleTable(250), sampleTable(0, 'none')],
    }),
    section({
      id: 'sites',
      asOf: '2026-11-22T23:00:00.000Z',
      title: 'Sites against each other',
      charts: [
        {
          id: 'tiers',
          title: 'Offerings by tier',
          kind: 'stacked',
          type: 'number',
          unit: 'offerings',
          categories: ['alpha', 'beta', 'gamma'],
          series: ['1a', '1b', '2', '3', '4'].map((name, at) => ({
            name,
            values: [10 * at + 5, 40 - 5 * at, 12],
          })),
          table: 'pairs',
        },
        {
          id: 'pairs',
          title: 'Share of tools that the other has',
          kind: 'matrix',
          type: 'share',
          categories: upTo(8).map((at) => `site-${at}`),
          series: upTo(8).map((row) => ({
            name: `site-${row}`,
            values: upTo(8).map((column) => (row === column ? null : ((row * 31 + column * 17) % 100) / 100)),
          })),
          table: 'pairs',
        },
      ],
      tables: [sampleTable(3, 'pairs')],
    }),
    section({
      id: 'names',
      title: 'Names <that> "attack" & \u202eturn',
      tables: [
        {
          id: 'names',
          title: 'Images that nobody can identify',
          href: '/images',
          columns: [
            { key: 'number', title: 'Number', type: 'number' },
            { key: 'name', title: 'Name', type: 'text' },
          ],
          rows: hostileNames.map((name, at) => [at, name]),
          left: 0,
        },
      ],
    }),
  ],
};
