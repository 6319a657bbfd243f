import { type Command, InvalidArgumentError, Option } from 'commander';
import { type DiffText, storedDiff, storedDiffText } from '../changes/diff/stored.ts';
import type { Difference } from '../changes/diff/structure.ts';
import { GazetteerError } from '../errors.ts';
import type { Queryable } from '../store/database.ts';
import { withStore } from './open.ts';
import { print, table, visible } from './output.ts';

interface Options {
  as: 'table' | DiffText;
  json?: boolean;
}

export function diffVerb(program: Command): void {
  program
    .command('diff')
    .description('what differs between two documents')
    .argument('<before>', 'hash of a document, or its first 8 digits or more', hash)
    .argument('<after>', 'the same of the other one', hash)
    .addOption(
      new Option(
        '--as <form>',
        'table: fact by fact; facts, rows: a unified diff of the facts or of the described rows',
      )
        .choices(['table', 'facts', 'rows'])
        .default('table'),
    )
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Hashes are those that "gazetteer changes --json" and the pages of documents show.

Examples:
  gazetteer diff 3f9c2a71b0de 81e4d6a290cc
  gazetteer diff 3f9c2a71b0de 81e4d6a290cc --as facts`,
    )
    .action((before: string, after: string, options: Options) =>
      withStore(async ({ db }) => {
        const [a, b] = [await wholeHash(db, before), await wholeHash(db, after)];
        if (options.as !== 'table') {
          const text = await storedDiffText(db, a, b, options.as);
          return print(options.json, { text }, () => text.split('\n').map(visible).join('\n'));
        }
        const diff = await storedDiff(db, a, b);
        print(options.json, diff, () => text(diff.differences));
      }),
    );
}

function hash(text: string): string {
  if (/^[0-9a-f]{8,64}$/.test(text)) return text;
  throw new InvalidArgumentError('It is a sha256 in hexadecimal, or its first 8 digits or more.');
}

async function wholeHash(db: Queryable, begin: string): Promise<string> {
  const [low, high] = [begin.padEnd(64, '0'), begin.padEnd(64, 'f')].map((text) => Buffer.from(text, 'hex'));
  const found = await db.query<{ hash: string }>(
    `select encode(hash, 'hex') as hash from document where hash between $1 and $2 limit 2`,
    [low, high],
  );
  const [first, second] = found.rows;
  if (first && !second) return first.hash;
  const what = second ? 'more than one document begins with' : 'there is no document';
  throw new GazetteerError('not-found', `${what} ${begin}`, 'Take hashes from: gazetteer changes --json');
}

function text(differences: Difference[]): string {
  if (differences.length === 0) return 'The same.';
  const header = ['CHANGE', 'WHAT', 'FACT', 'BEFORE', 'AFTER'];
  const rows = differences.map(({ change, key, field, before, after }) =>
    [change, key, field, short(before), short(after)].map(visible),
  );
  return table([header, ...rows]);
}

/** Lists of hundreds of processor flags are for --json and --as rows. */
const LONGEST = 60;
const short = (value: string) => (value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value);
