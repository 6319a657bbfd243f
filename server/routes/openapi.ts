import { z } from 'zod';
import type { Act } from './act.ts';
import { acts } from './acts.ts';
import { checkPosts } from './check.ts';
import type { Endpoint } from './endpoint.ts';
import { exportForms } from './exports/forms.ts';
import { ExportQuery } from './exports/send.ts';
import { type PostedPath, postedPaths } from './posted.ts';
import { posts } from './posts.ts';
import { ApiError, pageOf } from './schemas/common.ts';
import { SESSION_COOKIE } from './sender.ts';
import type { StandardFile } from './standardFile.ts';
import { standards } from './standards.ts';

/** The OpenAPI 3.1 description (spec.openapis.org/oas/v3.1.0), made from the endpoints' own schemas. */
export function openApi(endpoints: Endpoint[], version: string) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Gazetteer',
      version,
      description:
        'What every node of every cluster offers. Reading is open; changing something needs an administrator. Times are UTC.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    paths: Object.fromEntries([
      ...endpoints.flatMap(pathsOf),
      ...standards.map(pathOfStandard),
      ...[...checkPosts, ...postedPaths(posts)].flatMap(pathsOfPosted),
      ...acts.map(pathOfAct),
    ]),
    components: {
      schemas: { Error: schemaOf(ApiError) },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

function pathsOf(endpoint: Endpoint): [string, object][] {
  const json = operation(endpoint, 'application/json', schemaOf(endpoint.response));
  if (!endpoint.item) return [[endpoint.path, { get: json }]];
  const files = exportForms
    .filter(({ suffix }) => suffix !== 'json')
    .map(({ suffix, title, type }): [string, object] => {
      const query = z.object({ ...withoutPages(endpoint.query), ...ExportQuery.shape });
      const told = operation({ ...endpoint, query }, type.split(';')[0] ?? type, FILE);
      const operationId = `${told.operationId}${suffix[0]?.toUpperCase()}${suffix.slice(1)}`;
      const summary = `${endpoint.summary}, all rows as ${title}`;
      return [`${endpoint.path}.${suffix}`, { get: { ...told, operationId, summary } }];
    });
  return [[endpoint.path, { get: json }], ...files];
}

const FILE = { type: 'string', format: 'binary' };

function pathOfStandard({ path, summary, params, type }: StandardFile): [string, object] {
  const described = { path, summary, params, query: z.object({}), response: z.string(), item: null };
  const schema = type === 'application/json' ? { type: 'object' } : FILE;
  return [path, { get: operation(described, type.split(';')[0] ?? type, schema) }];
}

/** A file has no pages. */
function withoutPages({ shape }: z.ZodObject) {
  return Object.fromEntries(Object.entries(shape).filter(([name]) => name !== 'limit' && name !== 'after'));
}

/** What is sent, and what is answered. */
function pathsOfPosted({ path, summary, query, body, response, item }: PostedPath): [string, object][] {
  const described = { path, summary, params: z.object({}), query, response, item };
  const post = (suffix: string, type: string, schema: object): [string, object] => {
    const told = operation(described, type, schema);
    const operationId = `${told.operationId}${suffix.replace('.', '-').toUpperCase()}`;
    const binary = { schema: { type: 'string', format: 'binary' } };
    const requestBody = {
      required: true,
      description: body,
      content: { 'application/octet-stream': binary, 'text/plain': { schema: { type: 'string' } } },
    };
    return [`${path}${suffix}`, { post: { ...told, operationId, requestBody } }];
  };
  if (!item) return [post('', 'application/json', schemaOf(response))];
  return [
    post('.json', 'application/json', schemaOf(pageOf(item))),
    ...exportForms
      .filter(({ suffix }) => suffix !== 'json')
      .map(({ suffix, type }) => post(`.${suffix}`, type.split(';')[0] ?? type, FILE)),
  ];
}

/** What only administrators may do or see. */
const ADMINISTRATORS = [{ session: [] }, { token: [] }];

function pathOfAct({ path, summary, params, body, response, stream }: Act): [string, object] {
  const type = stream ? 'application/x-ndjson' : 'application/json';
  const described = {
    path,
    summary,
    params,
    query: z.object({}),
    response,
    item: null,
    administrators: true,
  };
  const requestBody = { required: true, content: { 'application/json': { schema: schemaOf(body) } } };
  return [path, { post: { ...operation(described, type, schemaOf(response)), requestBody } }];
}

type Described = Omit<Endpoint, 'handle' | 'administrators'> & { administrators?: boolean };

function operation(endpoint: Described, type: string, schema: object) {
  return {
    operationId: endpoint.path.replaceAll(/[/{}]+(\w?)/g, (_, letter: string) => letter.toUpperCase()),
    summary: endpoint.summary,
    ...(endpoint.administrators ? { security: ADMINISTRATORS } : {}),
    parameters: [...parameters('path', endpoint.params), ...parameters('query', endpoint.query)],
    responses: {
      200: { description: endpoint.summary, content: { [type]: { schema } } },
      default: {
        description: 'What went wrong',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  };
}

function parameters(place: 'path' | 'query', fields: z.ZodObject) {
  return Object.entries(fields.shape).map(([name, field]) => {
    const { description = '', ...schema } = schemaOf(field as z.ZodType) as { description?: string };
    return { name, in: place, required: place === 'path', description, schema };
  });
}

function schemaOf(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  return rest;
}
