import type { Posting } from '../../server/delivery/posting.ts';
import type { Report } from '../../server/reports/model.ts';
import { sampleReport } from '../reports/sampleReport.ts';

/** A name from a node that does its worst. */
export const HOSTILE = '<img src=x onerror=alert(1)>\r\nBcc: everybody@x.example\u202e"';

export const report: Report = {
  ...sampleReport,
  title: `alpha, 2026-W47 ${HOSTILE}`,
  pages: 'https://g.alpha.example',
  warnings: ['2 of 80 visits failed'],
  summary: ['14 tools are new, 3 are gone.', HOSTILE],
  sections: [
    {
      id: 'changes',
      title: 'Changes',
      figures: [
        { id: 'new', label: 'New', value: 14, before: 11, type: 'number', href: '/changes?kind=new' },
        { id: 'share', label: 'Read', value: 0.975, type: 'share', href: '/nodes' },
      ],
      charts: [
        {
          id: 'kinds',
          title: 'By kind <of change>',
          kind: 'bars',
          type: 'number',
          categories: ['new', 'gone'],
          series: [{ name: 'changes', values: [14, 3] }],
          table: 'all',
        },
      ],
      tables: [
        {
          id: 'all',
          title: 'All changes',
          href: '/changes',
          columns: [
            { key: 'what', title: 'What', type: 'text' },
            { key: 'since', title: 'Since', type: 'time' },
          ],
          rows: [
            [HOSTILE, '2026-11-20T04:15:00.000Z'],
            ...Array.from({ length: 20 }, (_, at) => [`tool ${at}`, null]),
          ],
          left: 5,
        },
      ],
    },
  ],
};

const text = (value: string) => new TextEncoder().encode(value);

/** A report on its way, with files that say which format they are. */
export function posting(changes: Partial<Posting> = {}): Posting {
  return {
    schedule: 'weekly-alpha',
    id: 7,
    mark: 'c0ffee0123456789',
    report,
    target: { kind: 'mail', address: 'hpc@alpha.example' },
    formats: ['json', 'csv'],
    test: false,
    file: async (format) => ({
      name: `alpha-2026-W47.${format}`,
      mediaType: format === 'json' ? 'application/json' : 'text/plain',
      bytes: text(`the report as ${format}`),
    }),
    text: async () => '# alpha\n\n14 tools are new.\n',
    ...changes,
  };
}
