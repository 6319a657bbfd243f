import type { Report } from '../../server/reports/model.ts';

/** A report in which every text of a machine is the same one. */
export function reportOf(text: string): Report {
  return {
    ...{ format: 'gazetteer-report', version: 1, title: text, scope: text, madeBy: '1.0.0' },
    ...{ from: '2026-11-15T23:00:00.000Z', to: '2026-11-22T23:00:00.000Z', timeZone: 'Europe/Berlin' },
    ...{ madeAt: '2026-11-23T05:00:00.000Z', pages: 'https://gazetteer.example.org' },
    ...{ sweeps: { first: 3, last: 9 }, versions: { naming: 1, agents: [text] }, coverage: 0.97 },
    ...{ warnings: [text], summary: [text] },
    sections: [
      {
        ...{ id: 'changes', title: text, note: text, asOf: '2026-11-23T05:00:00.000Z' },
        figures: [{ id: 'a', label: text, value: 3, before: null, type: 'number', href: '/changes?q=a' }],
        charts: [
          {
            ...{ id: 'c', title: text, kind: 'bars', type: 'number', categories: [text], table: 't' },
            series: [{ name: text, values: [3] }],
          },
        ],
        tables: [
          {
            ...{ id: 't', title: text, href: '/changes', left: 2 },
            columns: [
              { key: 'name', title: text, type: 'text' },
              { key: 'share', title: 'Share', type: 'share' },
              { key: 'at', title: 'At', type: 'time' },
            ],
            rows: [
              [text, 0.5, '2026-11-16T05:30:00.000Z'],
              [text, null, ''],
            ],
          },
        ],
      },
    ],
  };
}
