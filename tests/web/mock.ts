import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import helmet from 'helmet';
import { pagePolicy } from '../../server/pagePolicy.ts';
import { audit } from './mock/audit.ts';
import {
  changesAnswer,
  changesSummary,
  diffAnswer,
  diffText,
  driftAnswer,
  driftOverview,
  unconfirmed,
} from './mock/changes.ts';
import { bytesOf, comparison, matchedEnvironments, pairs, series, spread } from './mock/compare.ts';
import { condaChannels, condaClusters, condaOwners, environments } from './mock/conda.ts';
import { documents } from './mock/documents.ts';
import { concerns, findAnswer, overview, suggested, suggestions } from './mock/find.ts';
import { fleetRows, imageAges, imageCopies, images } from './mock/fleet.ts';
import { clusterFacets, clusterHistory, nodeHistory } from './mock/history.ts';
import { detailOf } from './mock/node.ts';
import {
  collecting,
  held,
  hereOnly,
  nodes,
  paused,
  scheduler,
  sites,
  sourcesTrouble,
  sweepReasons,
  sweepSlowest,
  sweeps,
  visits,
} from './mock/places.ts';
import { asked, report, reports } from './mock/reports.ts';
import { toolGrid, toolHistory } from './mock/tool.ts';
import { verdictAnswer } from './mock/verdicts.ts';

/** How the mock answers, which a test changes while pages are open. */
export interface Mood {
  /** Paths below /api/v1 that begin so answer with an error. */
  failing: string[];
  /** Lists that have no rows, by their path below /api/v1. */
  empty: string[];
  /** A service that knows nothing but its own machine. */
  hereOnly: boolean;
  /** The administrator who is signed in. */
  who: string | null;
  /** After how many days what was read is old. */
  staleDays: number;
  delay: number;
  /** Answers that come later than that, by their path below /api/v1, in milliseconds. */
  late: Record<string, number>;
}

export interface Mock {
  address: string;
  mood: Mood;
  close: () => Promise<void>;
}

type Query = URLSearchParams;
type Answer = (query: Query, part: string) => unknown;

const page = (items: unknown[]) => ({ items, total: items.length, next: null });

const answers: [RegExp, Answer][] = [
  [/^\/changes$/, (query) => changesAnswer(query)],
  [/^\/changes\/summary$/, () => page(changesSummary)],
  [/^\/changes\/unconfirmed$/, () => page(unconfirmed)],
  [/^\/documents\/[^/]+\/diff\/[^/]+$/, () => diffAnswer],
  [/^\/documents\/[^/]+\/diff\/[^/]+\/text$/, () => ({ text: diffText })],
  [/^\/clusters\/(.+)\/drift$/, (_, part) => driftAnswer(part)],
  [/^\/drift$/, () => page(driftOverview)],
  [/^\/clusters\/.+\/facets$/, () => page(clusterFacets)],
  [/^\/clusters\/.+\/history$/, (query) => clusterHistory(query)],
  [/^\/nodes\/.+\/history$/, (query) => nodeHistory(query)],
  [/^\/overview$/, () => overview],
  [/^\/overview\/concerns$/, () => concerns],
  [/^\/find$/, (query) => findAnswer(query)],
  [
    /^\/find\/choices$/,
    () => ({ architectures: ['aarch64', 'x86_64'], gpus: ['<b>H100</b>'], partitions: ['gpu', 'main'] }),
  ],
  [/^\/tools\/.+\/history$/, () => page(toolHistory)],
  [/^\/tools\/(.+)$/, (_, part) => (part === 'samtools' ? toolGrid : undefined)],
  [/^\/suggestions$/, (query) => ({ items: suggested(query) })],
  [/^\/tools$/, (query) => page(suggestions(query))],
  [
    /^\/clusters\/(.+)$/,
    (_, part) => {
      const found = sites
        .flatMap((site) => site.clusters)
        .find(({ site, name }) => `${site}/${name}` === part);
      const scheduled = found?.name === 'fjord';
      return (
        found && {
          ...found,
          scheduler: scheduled ? scheduler : null,
          collecting: scheduled ? collecting : paused,
          sources: scheduled ? sourcesTrouble : null,
        }
      );
    },
  ],
  [/^\/nodes$/, (query) => pageOfNodes(query)],
  [/^\/nodes\/(.+)$/, (_, part) => nodes.filter(({ id }) => String(id) === part).map(detailOf)[0]],
  [/^\/sweeps$/, (query) => page(sweeps.filter((sweep) => fits(sweep, query, ['site', 'cluster'])))],
  [/^\/audit$/, () => page(audit)],
  [/^\/sweeps\/.+\/reasons$/, () => page(sweepReasons)],
  [/^\/sweeps\/.+\/slowest$/, () => page(sweepSlowest)],
  [/^\/sweeps\/(.+)$/, (_, part) => sweeps.find(({ id }) => String(id) === part)],
  [
    /^\/visits$/,
    (query) =>
      page(
        visits.filter((visit) => fits({ ...visit, sweep: String(visit.sweep) }, query, ['sweep', 'outcome'])),
      ),
  ],
  [/^\/compare$/, (query) => comparison(query)],
  [/^\/compare\/environments$/, () => page(matchedEnvironments)],
  [/^\/compare\/pairs$/, (query) => pairs(query)],
  [/^\/compare\/tools$/, (query) => page(spread(query))],
  [/^\/compare\/bytes$/, (query) => page(bytesOf(query))],
  [/^\/compare\/series$/, () => page(series)],
  [/^\/reports$/, () => page(reports)],
  [/^\/reports\/7$/, () => report],
  [/^\/check\/missing$/, () => page(asked)],
  [/^\/held$/, () => page(held)],
  [/^\/verdicts$/, (query) => verdictAnswer(query)],
  [/^\/fleet\/conda$/, () => page(environments)],
  [/^\/fleet\/conda\/clusters$/, () => page(condaClusters)],
  [/^\/fleet\/conda\/channels$/, () => page(condaChannels)],
  [/^\/fleet\/conda\/owners$/, () => page(condaOwners)],
  [/^\/fleet\/images$/, () => page(images)],
  [/^\/fleet\/images\/ages$/, () => page(imageAges)],
  [/^\/fleet\/images\/copies$/, () => page(imageCopies)],
  [/^\/fleet\/(.+)$/, (query, part) => page(fleetRows(part, query))],
  [/^\/documents\/(.+)$/, (_, part) => documents.find(({ hash }) => hash === part)],
];

/** Nodes two to a page, so that paging shows. */
function pageOfNodes(query: Query) {
  const found = nodes.filter(
    (node) =>
      fits({ ...node, outcome: node.outcome ?? 'never' }, query, ['site', 'cluster', 'role', 'outcome']) &&
      node.name.includes(query.get('q') ?? '') &&
      (!query.get('reason') || node.reason?.code === query.get('reason')),
  );
  const each = Number(query.get('limit')) === 100 && found.length === nodes.length ? 6 : 100;
  const from = Number(query.get('after') ?? 0);
  const next = from + each < found.length ? String(from + each) : null;
  return { items: found.slice(from, from + each), total: found.length, next };
}

function fits(row: object, query: Query, names: string[]): boolean {
  const values = new Map(Object.entries(row));
  return names.every((name) => !query.get(name) || values.get(name) === query.get(name));
}

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

const secured = helmet({ contentSecurityPolicy: pagePolicy, strictTransportSecurity: false });

/** Sends dist/web as the service does, with its Content-Security-Policy, and canned answers. */
export async function startMock(folder: string): Promise<Mock> {
  const mood: Mood = { failing: [], empty: [], hereOnly: false, who: null, staleDays: 7, delay: 0, late: {} };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://mock');
    secured(request, response, () => {});
    if (!pathname.startsWith('/api/')) return sendFile(response, folder, pathname);
    if (/\/sweeps\/\d+\/events$/.test(pathname)) return sendEvents(response);
    const path = pathname.slice('/api/v1'.length);
    setTimeout(() => sendAnswer(response, path, searchParams, mood), mood.late[path] ?? mood.delay);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    mood,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function sendAnswer(response: ServerResponse, path: string, query: Query, mood: Mood): void {
  if (mood.failing.some((failing) => path.startsWith(failing))) {
    return sendJson(response, 500, {
      error: { code: 'internal', message: 'the request failed inside the service', hint: 'See its log' },
    });
  }
  if (mood.empty.includes(path)) return sendJson(response, 200, page([]));
  const answer = moody(path, mood) ?? answerTo(path, query);
  if (answer === undefined) {
    return sendJson(response, 404, {
      error: { code: 'not-found', message: `there is nothing at ${path}`, hint: '' },
    });
  }
  sendJson(response, 200, answer);
}

function moody(path: string, { hereOnly: alone, who, staleDays }: Mood): unknown {
  if (path === '/sites') return { items: alone ? hereOnly : sites };
  return path === '/session' ? { who, expiresAt: null, staleDays } : undefined;
}

/** Nothing new is told of a sweep that runs. */
function sendEvents(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': still here\n\n');
}

function answerTo(path: string, query: Query): unknown {
  for (const [pattern, answer] of answers) {
    const found = pattern.exec(path);
    if (found) return answer(query, decodeURIComponent(found[1] ?? ''));
  }
  return undefined;
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

function sendFile(response: ServerResponse, folder: string, path: string): void {
  const file = join(folder, normalize(path));
  const found = existsSync(file) && statSync(file).isFile() ? file : join(folder, 'index.html');
  response.setHeader('content-type', TYPES[extname(found)] ?? 'application/octet-stream');
  createReadStream(found).pipe(response);
}
