import type { Report } from '../model.ts';
import { dayAt } from '../zone.ts';
import type { ReportFormat } from './format.ts';

export type { ReportFormat } from './format.ts';

/** Every format; what writes it is loaded when one is wanted. */
export const reportFormats: ReportFormat[] = [
  {
    name: 'html',
    ending: 'html',
    title: 'HTML',
    type: 'text/html; charset=utf-8',
    text: true,
    write: async (report) => (await import('./html.ts')).html(report),
  },
  {
    name: 'json',
    ending: 'json',
    title: 'JSON',
    type: 'application/json; charset=utf-8',
    text: true,
    write: async (report, rowsOf) => (await import('./json.ts')).json(report, rowsOf),
  },
  {
    name: 'md',
    ending: 'md',
    title: 'Markdown',
    type: 'text/markdown; charset=utf-8; variant=GFM',
    text: true,
    write: async (report) => (await import('./markdown.ts')).markdown(report),
  },
  {
    name: 'csv',
    ending: 'csv.zip',
    title: 'CSV',
    type: 'application/zip',
    text: false,
    write: async (report, rowsOf) => (await import('./csv.ts')).csv(report, rowsOf),
  },
  {
    name: 'pdf',
    ending: 'pdf',
    title: 'PDF',
    type: 'application/pdf',
    text: false,
    write: async (report) => (await import('../pdf/write.ts')).pdf(report),
  },
  {
    name: 'xlsx',
    ending: 'xlsx',
    title: 'XLSX',
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    text: false,
    write: async (report, rowsOf) => (await import('./xlsx.ts')).xlsx(report, rowsOf),
  },
];

export const formatNamed = (name: string): ReportFormat | undefined =>
  reportFormats.find((one) => one.name === name);

/** File systems take 255 bytes; a node set may be longer. */
const LONGEST_NAME = 150;

/** What its file is called: `gazetteer-alpha-hpc1-2026-11-16.html`. Names of sites, clusters and nodes have no other characters. */
export function fileName(report: Report, format: ReportFormat): string {
  const scope = report.scope.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, LONGEST_NAME);
  const place = scope === '' ? '' : `-${scope.replace(/-$/, '')}`;
  return `gazetteer${place}-${dayAt(report.timeZone, new Date(report.from))}.${format.ending}`;
}
