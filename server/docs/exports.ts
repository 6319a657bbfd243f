import type { z } from 'zod';
import { checkPosts } from '../routes/check.ts';
import { endpoints } from '../routes/endpoints.ts';
import { columnsOf } from '../routes/exports/columns.ts';
import { exportForms } from '../routes/exports/forms.ts';
import { ExportQuery } from '../routes/exports/send.ts';
import { postedPaths } from '../routes/posted.ts';
import { posts } from '../routes/posts.ts';
import { GENERATED } from './generate.ts';
import { markdownTable } from './markdown.ts';

/** Every list with the columns of its files, from the schemas of its rows. */
export function exportsPage(): string {
  const forms = exportForms.map(({ suffix, title, type }) => [`.${suffix}`, title, type.split(';')[0] ?? '']);
  const lists = [
    ...endpoints.map(({ path, summary, item }) => ({ method: 'GET', path, summary, item })),
    ...[...checkPosts, ...postedPaths(posts)].map(({ path, summary, item }) => ({
      method: 'POST',
      path,
      summary,
      item,
    })),
  ];
  return [
    '# Tables as files',
    GENERATED,
    `Every list of the API is a file as well: all rows that its filters let through, whatever page is shown, in the order of the list.
Put the suffix before the question mark: \`/api/v1/nodes.xlsx?site=alpine&outcome=failed\`.`,
    markdownTable(['suffix', 'form', 'media type'], forms),
    markdownTable(
      ['parameter', 'meaning'],
      Object.entries(ExportQuery.shape).map(([name, field]) => [`\`${name}\``, field.description ?? '']),
    ),
    `- Files are sent while they are read, so that a million rows take no more memory than a thousand. A file that breaks off breaks the
  connection: what was saved whole is whole. Rows that come or go while a long file is made may be in it or not, and one whose sorted value changes meanwhile may be in it twice or not at all.
- Columns keep their names. A field that is a record gives a column for each of its own, joined by a dot: \`reason.code\`. Lists
  are JSON in one cell. JSON and NDJSON hold rows as the API answers them; with \`columns\` they hold those columns alone, under these names.
- CSV is as RFC 4180 has it, in UTF-8. Text that a spreadsheet would run as a formula gets an apostrophe in front, and so does what would be one
  after a semicolon, tab or end of line within a text, where a spreadsheet that separates by these begins a cell: \`a;=b\` is \`a;'=b\`. XLSX and JSON add nothing.
- XLSX has typed cells, a header that stays, and a filter. Times are UTC, numbers are numbers, and text is never a formula. A sheet
  has at most 1,048,576 rows; a longer list goes on in a second sheet. Text of more than 32,767 characters is cut and ends in \`[cut]\`.
- Times are UTC in every form.`,
    ...lists.filter(({ item }) => item !== null).map(section),
    '',
  ].join('\n\n');
}

function section(list: { method: string; path: string; summary: string; item: z.ZodObject | null }): string {
  if (!list.item) return '';
  const columns = columnsOf(list.item);
  const rows = columns.map(({ name, kind, meaning }) => [`\`${name}\``, kind, meaning]);
  const table =
    rows.length > 0
      ? markdownTable(['column', 'kind', 'meaning'], rows)
      : 'The JSON answer says in `columns` which these are; those of documents are told in `docs/facets`.';
  return `## ${list.method} ${list.path}\n\n${list.summary}.\n\n${table}`;
}
