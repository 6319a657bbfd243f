import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseWeights, type Weights } from './compare/score.ts';
import { type DeliverySettings, deliveryFrom } from './delivery/settings.ts';
import { GazetteerError } from './errors.ts';
import { isTimeZone } from './reports/zone.ts';
import type { Retention } from './store/prune/prune.ts';

export interface Config {
  /** Address and port of pages and API. */
  host: string;
  port: number;
  /** Everything Gazetteer keeps on disk: embedded Postgres, known_hosts, logs. Absolute. */
  dataFolder: string;
  /** Postgres to use; undefined: the embedded one. */
  databaseUrl: string | undefined;
  logLevel: string;
  /** Nodes that this process visits at once; 0: it takes no jobs. */
  parallel: number;
  retention: Retention;
  compare: CompareSettings;
  /** Days in which nodes that begin to differ from their peers are taken for an update under way. */
  rollingDays: number;
  /** Where people reach the pages, without a slash at the end; '' when nobody said. */
  pages: string;
  reports: ReportSettings;
  /** Checks count tools that are nowhere, by month and name, and nothing else. */
  countAsked: boolean;
  delivery: DeliverySettings;
}

export interface ReportSettings {
  /** Of reports of everything; those of a site have the site's. */
  timeZone: string;
  /** 0 to 1: less of the expected visits of a period makes the command end with code 3. */
  leastCoverage: number;
}

export interface CompareSettings {
  /** Readings that are older no longer say that something is missing. */
  staleDays: number;
  weights: Weights;
}

/** The folder of this installation: where package.json, agents/ and prisma/ lie. */
export const installation = resolve(
  fileURLToPath(new URL('.', import.meta.url)),
  import.meta.url.endsWith('.ts') ? '..' : '../..',
);

/**
 * Reads the environment. Only GAZETTEER_* and DATABASE_URL are looked at: HOST and PORT belong to
 * whatever shell or conda environment happens to be active.
 */
export function configFrom(env: NodeJS.ProcessEnv): Config {
  const databaseUrl = env.DATABASE_URL?.trim();
  const dataFolder = resolve(env.GAZETTEER_DATA?.trim() || `${installation}/data`);
  return {
    host: env.GAZETTEER_HOST?.trim() || '127.0.0.1',
    port: portFrom(env.GAZETTEER_PORT),
    dataFolder,
    databaseUrl: databaseUrl ? checkedUrl(databaseUrl) : undefined,
    logLevel: env.GAZETTEER_LOG?.trim() || 'info',
    parallel: parallelFrom(env.GAZETTEER_PARALLEL),
    retention: {
      visits: daysFrom(env, 'GAZETTEER_KEEP_VISITS', 400),
      closed: daysFrom(env, 'GAZETTEER_KEEP_CLOSED', 800),
    },
    compare: {
      staleDays: daysFrom(env, 'GAZETTEER_STALE_DAYS', 30),
      weights: weightsFrom(env.GAZETTEER_SCORE_WEIGHTS),
    },
    rollingDays: daysFrom(env, 'GAZETTEER_ROLLING_DAYS', 7),
    pages: pagesFrom(env.GAZETTEER_URL),
    countAsked: yesOrNo(env, 'GAZETTEER_COUNT_ASKED', true),
    reports: {
      timeZone: timeZoneFrom(env.GAZETTEER_TIME_ZONE),
      leastCoverage: coverageFrom(env.GAZETTEER_REPORT_COVERAGE),
    },
    delivery: deliveryFrom(env, dataFolder),
  };
}

const DEFAULT_PARALLEL = 64;

function parallelFrom(text: string | undefined): number {
  if (text === undefined || text.trim() === '') return DEFAULT_PARALLEL;
  const nodes = Number(text);
  if (Number.isInteger(nodes) && nodes >= 0 && nodes <= 1000) return nodes;
  throw new GazetteerError(
    'config-parallel',
    `GAZETTEER_PARALLEL is "${text}", which is no number of nodes`,
    `Set it to a number from 0 (no jobs) to 1000, or leave it out for ${DEFAULT_PARALLEL}`,
  );
}

function portFrom(text: string | undefined): number {
  if (text === undefined || text.trim() === '') return 7311;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new GazetteerError(
      'config-port',
      `GAZETTEER_PORT is "${text}", which is no port`,
      'Set it to a number from 1 to 65535, or leave it out for 7311',
    );
  }
  return port;
}

/** A whole number of days. */
function daysFrom(env: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const text = env[name]?.trim() ?? '';
  if (text === '') return otherwise;
  if (/^[1-9][0-9]{0,4}$/.test(text)) return Number(text);
  throw new GazetteerError(
    'config-days',
    `${name} is "${text}", which is no number of days`,
    `Set it to a number from 1 to 99999, or leave it out for ${otherwise}`,
  );
}

/** What a match is worth in the reproducibility score. */
function weightsFrom(text = ''): Weights {
  const weights = parseWeights(text);
  if (weights !== null) return weights;
  throw new GazetteerError(
    'config-weights',
    `GAZETTEER_SCORE_WEIGHTS is "${text}", which are no weights`,
    'Write such as same-build=0.9,same-version=0.5: names of matches, each with a number from 0 to 1, a better match not below a lesser one',
  );
}

function yesOrNo(env: NodeJS.ProcessEnv, name: string, otherwise: boolean): boolean {
  const text = env[name]?.trim().toLowerCase() ?? '';
  if (text === '') return otherwise;
  if (text === 'yes' || text === 'no') return text === 'yes';
  throw new GazetteerError(
    'config-word',
    `${name} is "${text}", which is neither yes nor no`,
    'Set it to yes or no',
  );
}

function pagesFrom(text: string | undefined): string {
  const address = text?.trim().replace(/\/+$/, '') ?? '';
  if (address === '' || (/^https?:\/\/[^\s?#]+$/.test(address) && URL.canParse(address))) return address;
  throw new GazetteerError(
    'config-url',
    `GAZETTEER_URL is "${text}", which is no address of pages`,
    'Write it as https://gazetteer.example.org, or leave it out: files then tell no addresses',
  );
}

function timeZoneFrom(text: string | undefined): string {
  const name = text?.trim() ?? '';
  if (name === '') return new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (isTimeZone(name)) return name;
  throw new GazetteerError(
    'config-time-zone',
    `GAZETTEER_TIME_ZONE is "${text}", which is no time zone`,
    'Write such as Europe/Berlin, or leave it out for that of this machine',
  );
}

const LEAST_COVERAGE = '90%';

function coverageFrom(text = ''): number {
  const share = shareOf(text.trim() === '' ? LEAST_COVERAGE : text);
  if (share !== null) return share;
  throw new GazetteerError(
    'config-coverage',
    `GAZETTEER_REPORT_COVERAGE is "${text}", which is no share`,
    `Write such as 90% or 0.9, or leave it out for ${LEAST_COVERAGE}`,
  );
}

/** `90%` or `0.9`; null for anything else. */
export function shareOf(text: string): number | null {
  const [, digits = '', percent] = /^(\d{1,3}(?:\.\d{1,4})?)\s*(%?)$/.exec(text.trim()) ?? [];
  const share = Number(digits) / (percent ? 100 : 1);
  return digits === '' || share > 1 ? null : share;
}

function checkedUrl(text: string): string {
  const begins = /^postgres(ql)?:\/\//.test(text);
  if (begins && URL.canParse(text)) return text;
  throw new GazetteerError(
    'config-database-url',
    begins ? 'DATABASE_URL is no address' : 'DATABASE_URL does not begin with postgres://',
    'Give it as postgres://user:password@host:5432/database, or leave it out for the embedded Postgres',
  );
}
