import { type Command, InvalidArgumentError, Option } from 'commander';
import { CATEGORIES, CHANGE_KINDS } from '../changes/change.ts';
import { type AllChanges, allChanges, narrowed } from '../changes/list.ts';
import { type Window, windowOf } from '../changes/window.ts';
import type { Change, UnconfirmedRow } from '../routes/schemas/changes.ts';
import { withStore } from './open.ts';
import { print, table, visible } from './output.ts';

interface Options {
  since?: string;
  until?: string;
  category?: string;
  kind?: string;
  facet?: string;
  limit: number;
  json?: boolean;
}

export function changesVerb(program: Command): void {
  program
    .command('changes')
    .description('what began, ended or changed between two times')
    .argument(
      '[scope]',
      'site, site/cluster, site/cluster/node or site/cluster:cpu[001-100]; all when not given',
    )
    .option('--since <time>', 'a day, a time in UTC, or an age: 24h, 7d, 2w (default: a week before --until)')
    .option('--until <time>', 'the same (default: now)')
    .addOption(new Option('--category <name>', 'only these').choices(CATEGORIES))
    .addOption(new Option('--kind <name>', 'only these').choices(CHANGE_KINDS))
    .option('--facet <name>', 'only of this facet')
    .option('--limit <rows>', 'rows to show', rows, 200)
    .option('--json', 'as JSON, all rows')
    .addHelpText(
      'after',
      `
What failed or is held back is never told as gone: it is listed apart. Of every change both ends are told: when it was last
confirmed as it was before, and when it was first seen as it is now.

Examples:
  gazetteer changes
  gazetteer changes alpha/hpc1 --since 2026-11-01 --until 2026-11-08
  gazetteer changes alpha --since 24h --category gpus --json`,
    )
    .action((scope: string | undefined, options: Options) =>
      withStore(async ({ db }) => {
        const window = windowOf(options.since ?? '', options.until ?? '');
        const all = await allChanges(db, scope ?? '', window);
        const { category = '', kind = '', facet = '' } = options;
        const changes = narrowed(all.changes, { category, kind, facet, q: '' });
        const ends = { since: window.since.toISOString(), until: window.until.toISOString() };
        print(options.json, { ...ends, counts: all.counts, changes, unconfirmed: all.apart }, () =>
          text(window, changes, all, options.limit),
        );
      }),
    );
}

function rows(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError('It is a number from 1.');
}

function text(window: Window, changes: Change[], { apart }: AllChanges, limit: number): string {
  const between = `between ${minute(window.since.toISOString())} and ${minute(window.until.toISOString())} UTC`;
  const parts = changes.length === 0 ? [`No change ${between}.`] : [changeTable(changes.slice(0, limit))];
  if (changes.length > limit) parts.push(`${changes.length - limit} more rows; raise --limit.`);
  if (changes.length > 0)
    parts.push(`${changes.length === 1 ? '1 change' : `${changes.length} changes`} ${between}.`);
  if (apart.length > 0) parts.push('', 'Not confirmed, and no change:', apartTable(apart));
  return parts.join('\n');
}

function changeTable(changes: Change[]): string {
  const header = [
    'CLUSTER',
    'KIND',
    'WHAT',
    'BEFORE',
    'AFTER',
    'NODES',
    'AFTER THE VISIT OF',
    'SEEN BY',
    'PLACE',
  ];
  const lines = changes.map((one) => [
    `${one.site}/${one.cluster}`,
    one.kind,
    one.provider === '' ? one.what : `${one.what} (${one.provider})`,
    short(one.before),
    short(one.after),
    one.nodes,
    one.sinceAfter === null ? '' : minute(one.sinceAfter),
    minute(one.since),
    one.place === '' ? one.facet : one.place,
  ]);
  return table([header, ...lines.map((line) => line.map(visible))]);
}

function apartTable(rows: UnconfirmedRow[]): string {
  const lines = rows.map(({ site, cluster, state, facet, place, sentence, nodes }) =>
    [`  ${site}/${cluster}`, state, facet, place, nodes, sentence].map(visible),
  );
  return table(lines);
}

/** ISO 8601 to the minute, as a person reads it. */
const minute = (time: string) => time.slice(0, 16).replace('T', ' ');

const LONGEST = 40;
const short = (value: string) => (value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value);
