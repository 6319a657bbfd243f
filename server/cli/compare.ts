import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { CATEGORIES } from '../compare/category.ts';
import { TIERS } from '../compare/classes.ts';
import { compareScopes, type Wanted } from '../compare/compareScopes.ts';
import { BadInventory, MOST_BYTES, readInventory } from '../compare/inventory.ts';
import { MATCHES } from '../compare/match.ts';
import { OBTAINABLE, type Obtainable } from '../compare/obtainable.ts';
import { GazetteerError } from '../errors.ts';
import { answerOf } from '../query/compare.ts';
import { listEnvironments } from '../query/compareEnvironments.ts';
import { listPairs } from '../query/comparePairs.ts';
import { compareSeries } from '../query/compareSeries.ts';
import { listSpread, type SpreadFilter } from '../query/compareSpread.ts';
import type { Tier } from '../routes/schemas/common.ts';
import type { Category, Match } from '../routes/schemas/compare.ts';
import { comparisonText, environmentsText, pairsText, seriesText, spreadText } from './compareText.ts';
import { type Opened, withStore } from './open.ts';
import { print } from './output.ts';

interface Options {
  clusters?: boolean;
  site?: string;
  list?: SpreadFilter['list'];
  back?: boolean;
  match?: Match;
  tier?: Tier;
  category?: Category;
  tool?: string;
  tools?: string;
  obtainable?: 'count' | Obtainable;
  at?: string;
  series?: boolean;
  environments?: boolean;
  from?: string;
  to?: string;
  limit: number;
  json?: boolean;
}

export function compareVerb(program: Command): void {
  program
    .command('compare')
    .description(
      'what is the same elsewhere, and how exactly: two places, all sites, or tools by where they are',
    )
    .argument(
      '[a]',
      'whose tools: a scope, or a file that `gazetteer inventory` wrote (with a / in its name)',
    )
    .argument('[b]', 'where they are looked for')
    .option('--back', 'the tools of b in a')
    .addOption(new Option('--match <name>', 'only tools that match so').choices(MATCHES))
    .addOption(new Option('--tier <tier>', 'only tools of this tier').choices(TIERS))
    .addOption(new Option('--category <name>', 'only tools of this category').choices(CATEGORIES))
    .option('--tool <text>', 'only tools whose name holds this')
    .option('--tools <names>', 'only these tools, a list: counts and scores are of them alone')
    .option('--environments', 'conda environments, each by all of its packages; --tool: only those with it')
    .option('--series', 'the score of a in b over time')
    .option('--from <day>', 'where a series begins (default: 90 days before its end)')
    .option('--to <day>', 'where a series ends (default: now)')
    .option('--at <day>', 'without a and b: every two as they were at the end of that day')
    .option('--clusters', 'without a and b: every two clusters instead of every two sites')
    .option('--site <name>', 'without a and b: only what is of this site')
    .addOption(
      new Option(
        '--list <name>',
        'without a and b: tools in several versions, at one site only, not at --site, or with other bytes',
      ).choices(['skew', 'only', 'gain', 'bytes']),
    )
    .addOption(
      new Option(
        '--obtainable <answer>',
        'only what b can get, cannot, or nobody knows; counts them',
      ).choices(['count', ...OBTAINABLE]),
    )
    .option('--limit <rows>', 'rows to show', rows, 50)
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
A scope is site, site/cluster, site/cluster/node or site/cluster:cpu[001-100], each with @2026-11-01 for what was there at the end
of that day. Counts are of tools, one per version. What was not read is unknown, and never missing. The score and its
weights are told in docs/reproducibility.md.

Examples:
  gazetteer compare
  gazetteer compare alpha beta
  gazetteer compare alpha/hpc1 beta/hpc2 --match missing --tier 1a
  gazetteer compare alpha/hpc1@2026-09-01 alpha/hpc1 --json
  gazetteer compare ./hpc1.json beta/hpc2
  gazetteer compare alpha beta --series --from 2026-06-01
  gazetteer compare --tools "samtools gcc gromacs" --at 2026-09-01
  gazetteer compare --list gain --site beta`,
    )
    .action((a: string | undefined, b: string | undefined, options: Options) =>
      withStore(async (opened) => {
        if (a === undefined)
          return options.list === undefined ? pairs(opened, options) : spread(opened, options, options.list);
        if (b === undefined)
          throw new GazetteerError('usage', `${a} is compared with what?`, 'Name two places, or none', 2);
        if (options.environments) return environments(opened, a, b, options);
        return options.series ? series(opened, a, b, options) : compare(opened, a, b, options);
      }),
    );
}

async function compare({ db, config }: Opened, a: string, b: string, options: Options): Promise<void> {
  const compared = await compareScopes(db, { a: wanted(a), b: wanted(b) }, config.compare);
  const direction = options.back ? 'back' : 'there';
  const limit = options.json ? Number.MAX_SAFE_INTEGER : options.limit;
  const { match = '', tier = '', category = '', tool = '', tools = '', obtainable = '' } = options;
  const narrow = { match, tier, category, q: tool, tools, bytes: false, obtainable } as const;
  const filter = { a, b, direction, ...narrow, limit, after: '' } as const;
  const answer = await answerOf(db, compared, filter, config.compare);
  print(options.json, answer, () => comparisonText(answer, direction));
}

/** A name with a slash at its beginning or a dot and a slash is a file; scopes begin with a letter or a digit. */
function wanted(text: string): Wanted {
  if (!/^(?:\.{0,2}\/|~)/.test(text) && !text.endsWith('.json')) return text;
  const size = statSync(text, { throwIfNoEntry: false })?.size;
  if (size === undefined)
    throw new GazetteerError('unreadable', `there is no file ${text}`, 'Check the path');
  if (size > MOST_BYTES) throw new BadInventory(basename(text), `it has more than ${MOST_BYTES} bytes`);
  return readInventory(readFileSync(text, 'utf8'), basename(text));
}

async function pairs({ db, config }: Opened, options: Options): Promise<void> {
  const of = options.clusters ? 'clusters' : 'sites';
  const { site = '', tier = '', category = '', tools = '', at = '' } = options;
  const answer = await listPairs(db, { of, site, tier, category, tools, at }, config.compare);
  print(options.json, answer, () => pairsText(answer));
  if (answer.items.length === 0) process.exitCode = 1;
}

async function spread({ db }: Opened, options: Options, list: SpreadFilter['list']): Promise<void> {
  const { site = '', category = '', tool = '', limit } = options;
  if (list === 'gain' && site === '')
    throw new GazetteerError('usage', 'whose gain is asked for?', 'Add --site', 2);
  const page = await listSpread(db, { list, site, category, q: tool, limit, after: '' });
  print(options.json, page, () => spreadText(page, list));
  if (page.items.length === 0) process.exitCode = 1;
}

async function environments({ db, config }: Opened, a: string, b: string, options: Options): Promise<void> {
  const { match = '', tool = '' } = options;
  const items = await listEnvironments(db, { a, b, match, tool }, config.compare);
  print(options.json, { items }, () => environmentsText(items));
}

async function series({ db, config }: Opened, a: string, b: string, options: Options): Promise<void> {
  const { from = '', to = '', tools = '' } = options;
  const items = await compareSeries(db, { a, b, from, to, tools, points: 13 }, config.compare);
  print(options.json, { items }, () => seriesText(items));
}

function rows(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError('It is a number from 1.');
}
