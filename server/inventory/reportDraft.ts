import { type Document, isMap } from 'yaml';
import { GazetteerError } from '../errors.ts';
import type { ReportDraft, ReportFields } from '../routes/schemas/sites.ts';
import { checkName } from './clusterNodes.ts';
import { parseSites } from './sitesFile.ts';
import { documentOf, type FieldKind, setField, textOf, typedValue } from './yamlFields.ts';

type Field = keyof ReportFields;
/** Fields that change; null and undefined leave one as it is. */
export type ReportChanges = { [Name in Field]?: string | null | undefined };

/** Where each field of a form stands below the report. */
const PLACES: Record<Field, { path: string[]; kind: FieldKind }> = {
  when: { path: ['when'], kind: 'text' },
  timezone: { path: ['timezone'], kind: 'text' },
  scope: { path: ['scope'], kind: 'text' },
  period: { path: ['period'], kind: 'text' },
  formats: { path: ['formats'], kind: 'list' },
  missed: { path: ['missed'], kind: 'text' },
  mail: { path: ['mail'], kind: 'list' },
  folder: { path: ['folder'], kind: 'list' },
  webhook: { path: ['webhook', 'url'], kind: 'text' },
  webhookSecret: { path: ['webhook', 'secretFile'], kind: 'text' },
};
const FIELDS = Object.keys(PLACES).filter((name): name is Field => name in PLACES);

const NOTHING: ReportFields = {
  when: '',
  timezone: '',
  scope: '',
  period: '',
  formats: '',
  missed: '',
  mail: '',
  folder: '',
  webhook: '',
  webhookSecret: '',
};

/** A sites file with a regular report changed or added, what is wrong with it then, and what it says of the report. Pure. */
export function reportDraftOf({
  text,
  path,
  report,
  fields,
}: {
  text: string;
  path: string;
  report: string;
  fields: ReportChanges;
}): ReportDraft {
  const changed = Object.values(fields).some((value) => value !== undefined && value !== null);
  const draft = changed ? editReport(text, report, fields) : text;
  const result = parseSites(draft, path);
  return {
    text: draft,
    problems: result.ok
      ? []
      : result.problems.map(({ line, column, message }) => ({ line, column, message })),
    fields: fieldsOf(draft, report),
  };
}

function editReport(text: string, report: string, fields: ReportChanges): string {
  checkName(report);
  const document = documentOf(text);
  for (const field of FIELDS) {
    const value = fields[field];
    if (value === undefined || value === null || byHand(document, report, field)) continue;
    const { path, kind } = PLACES[field];
    setField(document, ['reports', report, ...path], typedValue(value.trim(), kind), 2);
  }
  // Long lists stay on one line.
  return document.toString({ lineWidth: 0 });
}

/** A text that is no YAML has its problems told already. */
function fieldsOf(text: string, report: string): ReportFields {
  let document: Document;
  try {
    document = documentOf(text);
  } catch (error) {
    if (error instanceof GazetteerError) return NOTHING;
    throw error;
  }
  const value = (field: Field) =>
    byHand(document, report, field)
      ? null
      : textOf(document.getIn(['reports', report, ...PLACES[field].path], true));
  return { ...NOTHING, ...Object.fromEntries(FIELDS.map((field) => [field, value(field)])) };
}

/** Several webhooks are a list, which a field for one cannot say. */
function byHand(document: Document, report: string, field: Field): boolean {
  const around = PLACES[field].path.slice(0, -1);
  if (around.length === 0) return false;
  const there = document.getIn(['reports', report, ...around], true);
  return there !== undefined && there !== null && !isMap(there);
}
