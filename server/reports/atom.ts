import { idOf, xml } from '../changes/atom.ts';
import { reportFormats } from './formats/index.ts';
import type { Report } from './model.ts';
import type { StoredReport } from './stored.ts';
import { visibleText } from './valueText.ts';

/** What a feed tells of a report. */
export type FeedReport = Pick<StoredReport, 'id' | 'hash'> &
  Pick<Report, 'title' | 'madeAt' | 'scope' | 'warnings' | 'summary'>;

export function feedReport({ id, hash, report }: StoredReport): FeedReport {
  const { title, madeAt, scope, warnings, summary } = report;
  return { id, hash, title, madeAt, scope, warnings, summary };
}

export interface ReportFeed {
  title: string;
  /** Address of the feed itself. */
  self: string;
  /** What addresses begin with: '' for this service, as its reader came to it. */
  pages: string;
  /** The latest first. */
  reports: FeedReport[];
  /** When there are none, this is its time. */
  now: Date;
}

/** Reports as an Atom feed (RFC 4287): what stands on top of each, and its files. One that is read again is the same entry. */
export function reportsAtom({ title, self, pages, reports, now }: ReportFeed): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<id>${idOf(['reports', self])}</id>`,
    `<title>${xml(title)}</title>`,
    `<updated>${reports[0]?.madeAt ?? now.toISOString()}</updated>`,
    `<link rel="self" href="${xml(pages + self)}"/>`,
    '<author><name>Gazetteer</name></author>',
    ...reports.map((stored) => entry(stored, pages)),
    '</feed>\n',
  ].join('\n');
}

function entry({ id, hash, title, madeAt, scope, warnings, summary }: FeedReport, pages: string): string {
  const files = reportFormats.map(({ name, title: format, type, ending }) => {
    const href = `${pages}/api/v1/reports/${id}.${ending}`;
    const rel = name === 'html' ? 'alternate' : 'related';
    return `<link rel="${rel}" type="${xml(type)}" title="${xml(format)}" href="${xml(href)}"/>`;
  });
  const text = [...warnings.map((one) => `Read first: ${one}`), ...summary].map(visibleText).join('\n');
  return [
    '<entry>',
    `<id>${idOf(['report', hash])}</id>`,
    `<title>${xml(visibleText(title))}</title>`,
    `<updated>${madeAt}</updated>`,
    ...files,
    ...(scope === '' ? [] : [`<category term="${xml(scope)}"/>`]),
    `<content type="text">${xml(text)}</content>`,
    '</entry>',
  ].join('');
}
