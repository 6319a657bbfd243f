import { z } from 'zod';
import { reportFormats } from '../reports/formats/index.ts';
import type { Act } from '../routes/act.ts';
import { acts } from '../routes/acts.ts';
import { checkPosts } from '../routes/check.ts';
import type { Endpoint } from '../routes/endpoint.ts';
import { endpoints } from '../routes/endpoints.ts';
import { exportForms } from '../routes/exports/forms.ts';
import { type PostedPath, postedPaths } from '../routes/posted.ts';
import { posts } from '../routes/posts.ts';
import type { StandardFile } from '../routes/standardFile.ts';
import { standards } from '../routes/standards.ts';
import { GENERATED } from './generate.ts';
import { markdownTable } from './markdown.ts';

/** The API reference, from the schemas that check the requests. */
export function apiPage(): string {
  return [
    '# API',
    GENERATED,
    `Everything is below \`/api/v1\`. Reading is open. \`POST /push\` is how nodes send what they offer ([push.md](push.md)); what else changes something
is told [at the end](#what-administrators-do) and needs an administrator ([administration.md](administration.md)).
\`POST /check\` takes a text or the beginning of an image ([check.md](check.md)), at most 4 MB, and keeps nothing of it; \`POST /locks/verify\` ([lock.md](lock.md)) neither;
\`POST /inventories\` ([reproducibility.md](reproducibility.md)) holds what it takes for an hour in memory. The same is told to machines by \`/api/v1/openapi.json\` (OpenAPI 3.1).

Lists answer \`{items, total, next}\`; pass \`next\` as \`?after=\` for the next page. Every list is there as \`.csv\`,
\`.json\`, \`.ndjson\` and \`.xlsx\` too: the whole filtered list in one answer, streamed ([exports.md](exports.md)). Errors answer
\`{error: {code, message, hint}}\` with status 400, 404 or 500. Times are UTC.

\`GET /api/v1/documents/{hash}/raw\` gives the raw text that a document was read from, as plain text.

\`GET /api/v1/changes.atom\` is the list of \`/changes\` as an Atom feed (RFC 4287), newest first, with the same filters.
\`GET /api/v1/reports.atom\` has the twenty latest reports of \`/reports\`, with the same \`scope\`: what stands on top of each, and its files.

\`GET /api/v1/reports/{id}.{format}\` is a report as a file: ${reportFormats.map(({ ending }) => `\`.${ending}\``).join(', ')} ([reports.md](reports.md)).

\`GET /api/v1/sweeps/{id}/events\` follows a sweep as server-sent events: \`sweep\` with the answer of \`/sweeps/{id}\` whenever it is another
one, and \`end\` after the last.`,
    ...endpoints.map(section),
    ...standards.map(standard),
    ...[...checkPosts, ...postedPaths(posts)].map(posted),
    ACTS,
    ...acts.map(acted),
    '',
  ].join('\n\n');
}

const suffixes = exportForms.map(({ suffix }) => `\`.${suffix}\``).join(', ');

function section(endpoint: Endpoint): string {
  const fields = [...parameters(endpoint.params, 'path'), ...parameters(endpoint.query, 'query')];
  return [
    `## GET ${endpoint.path}`,
    `${endpoint.summary}.${endpoint.administrators ? ' For administrators.' : ''}${endpoint.item ? ` Also as a file: ${suffixes}.` : ''}`,
    ...(fields.length > 0 ? [markdownTable(['parameter', 'in', 'default', 'meaning'], fields)] : []),
    ...(endpoint.item
      ? [markdownTable(['column', 'type', 'meaning'], columns(endpoint.item))]
      : answer(endpoint)),
  ].join('\n\n');
}

function standard({ path, summary, params, type }: StandardFile): string {
  return [
    `## GET ${path}`,
    `${summary} ([standards.md](standards.md)). The answer is \`${type}\`.`,
    ...(Object.keys(params.shape).length > 0
      ? [markdownTable(['parameter', 'in', 'default', 'meaning'], parameters(params, 'path'))]
      : []),
  ].join('\n\n');
}

const ACTS = `## What administrators do
Each is a POST whose body is JSON (\`Content-Type: application/json\`), with a session of the pages or with \`Authorization: Bearer\` and
a token of \`gazetteer admin token\`. It is written to the audit. Without an administrator the answer has status 401, from another site's page 403,
for more than 120 within a minute 429.`;

function acted({ path, summary, params, body, response }: Act): string {
  const fields = [...parameters(params, 'path'), ...parameters(body, 'body')];
  return [
    `## POST ${path}`,
    `${summary}.`,
    ...(fields.length > 0 ? [markdownTable(['parameter', 'in', 'default', 'meaning'], fields)] : []),
    ...(response instanceof z.ZodObject
      ? [markdownTable(['field', 'type', 'meaning'], columns(response))]
      : []),
  ].join('\n\n');
}

function posted({ path, summary, query, body, response, item }: PostedPath): string {
  return [
    `## POST ${path}${item ? '.csv' : ''}`,
    `${summary}.${item ? ` As a file: ${suffixes}.` : ''} The body is ${body}.`,
    markdownTable(['parameter', 'in', 'default', 'meaning'], parameters(query, 'query')),
    markdownTable([item ? 'column' : 'field', 'type', 'meaning'], columns(response)),
  ].join('\n\n');
}

interface JsonSchema {
  type?: string | string[];
  default?: unknown;
  description?: string;
  enum?: unknown[];
  anyOf?: JsonSchema[];
}

const schemaOf = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }) as JsonSchema;

function parameters(fields: z.ZodObject, place: string): string[][] {
  return Object.entries(fields.shape).map(([name, field]) => {
    const schema = schemaOf(field as z.ZodType);
    const initial =
      schema.default === undefined || schema.default === '' ? '' : `\`${String(schema.default)}\``;
    return [`\`${name}\``, place, initial, schema.description ?? ''];
  });
}

function columns(fields: z.ZodObject): string[][] {
  return Object.entries(fields.shape).map(([name, field]) => {
    const schema = schemaOf(field as z.ZodType);
    return [`\`${name}\``, typeText(schema), schema.description ?? ''];
  });
}

function answer(endpoint: Endpoint): string[] {
  return endpoint.response instanceof z.ZodObject
    ? [markdownTable(['field', 'type', 'meaning'], columns(endpoint.response))]
    : [];
}

function typeText(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map(String).join(', ');
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeText))].join(' or ');
  return Array.isArray(schema.type) ? schema.type.join(' or ') : (schema.type ?? '');
}
