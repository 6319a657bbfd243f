import type { z } from 'zod';
import type { ApiError } from '../../server/routes/schemas/common.ts';

/** An address below /api/v1 and, for the type checker only, what it answers. */
export interface ApiRequest<Answer> {
  path: string;
  answer?: Answer;
}

export type QueryValue = string | number | undefined;

/** `path?name=value`; names without a value are left out. */
export function withQuery(path: string, query: Record<string, QueryValue>): string {
  const filled = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') filled.set(name, String(value));
  }
  const text = filled.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The forms that every list is there in (server/routes/exports/forms.ts). */
export const FILE_FORMS = ['csv', 'xlsx', 'json', 'ndjson'] as const;
export type FileForm = (typeof FILE_FORMS)[number];

/** The same rows as a file: the suffix goes before the question mark. */
export function exportAddress(request: ApiRequest<unknown>, suffix: FileForm, fields?: string[]): string {
  const [path, query] = request.path.split('?');
  const kept = new URLSearchParams(query);
  // A page is part of a list; a file is the whole of it.
  kept.delete('after');
  kept.delete('limit');
  if (fields) kept.set('columns', fields.join(','));
  return `/api/v1${withQuery(`${path}.${suffix}`, Object.fromEntries(kept))}`;
}

/** An answer that did not come, or that said no. */
export class ApiFailure extends Error {
  /** 0 when nothing answered. */
  readonly status: number;
  readonly code: string;
  readonly hint: string;
  constructor(status: number, code: string, message: string, hint: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = hint;
  }
}

const PATIENCE = 30_000;

/** The text of an answer; throws ApiFailure. */
export function fetchText(path: string, signal: AbortSignal): Promise<string> {
  return textFrom(path, { signal });
}

/** The text of an answer to something that was sent; throws ApiFailure. */
export function postText(path: string, body: BodyInit, signal: AbortSignal): Promise<string> {
  const headers = { 'content-type': 'application/octet-stream' };
  return textFrom(path, { signal, method: 'POST', body, headers });
}

/** The text of an answer to JSON that was sent; throws ApiFailure. */
export function sendJson(path: string, body: unknown, method: 'POST' | 'DELETE' = 'POST'): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  return textFrom(path, {
    signal: new AbortController().signal,
    method,
    body: JSON.stringify(body),
    headers,
  });
}

/** What is answered to something that was sent, as a file; throws ApiFailure. */
export async function postFile(path: string, body: BodyInit): Promise<Blob> {
  const { signal } = new AbortController();
  const headers = { 'content-type': 'application/octet-stream' };
  const response = await reach(path, { signal, method: 'POST', body, headers });
  if (!response.ok) throw failureOf(response, await response.text().catch(() => ''));
  return response.blob();
}

interface Sending {
  signal: AbortSignal;
  method?: 'POST' | 'DELETE';
  body?: BodyInit;
  headers?: Record<string, string>;
}

async function textFrom(path: string, sending: Sending): Promise<string> {
  const response = await reach(path, sending);
  const text = await response.text().catch(() => '');
  if (!response.ok) throw failureOf(response, text);
  if (!response.headers.get('content-type')?.includes('json')) {
    throw new ApiFailure(
      response.status,
      'not-json',
      'What answered is not the service.',
      'Is a proxy or a login page in between?',
    );
  }
  return text;
}

async function reach(path: string, { signal, headers, ...sending }: Sending): Promise<Response> {
  try {
    return await fetch(`/api/v1${path}`, {
      ...sending,
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
      headers: { accept: 'application/json', ...headers },
    });
  } catch {
    throw new ApiFailure(
      0,
      'no-answer',
      'The service did not answer.',
      'Is it running, and is the network up?',
    );
  }
}

export function failureOf(response: Response, text: string): ApiFailure {
  try {
    const { error }: z.infer<typeof ApiError> = JSON.parse(text);
    return new ApiFailure(response.status, error.code, error.message, error.hint);
  } catch {
    return new ApiFailure(
      response.status,
      'http',
      `The service answered with status ${response.status}.`,
      '',
    );
  }
}
