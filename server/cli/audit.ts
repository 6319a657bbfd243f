import { type Command, InvalidArgumentError } from 'commander';
import { listAudit } from '../query/audit.ts';
import { withStore } from './open.ts';
import { print, table, visible } from './output.ts';

interface Options {
  who: string;
  action: string;
  limit: number;
  json?: boolean;
}

export function auditVerb(program: Command): void {
  program
    .command('audit')
    .description('who changed what, and when, newest first')
    .option('--who <text>', 'part of the name', '')
    .option('--action <text>', 'part of the action, such as suspects', '')
    .option('--limit <number>', 'rows', rowNumber, 50)
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  gazetteer audit --action suspects')
    .action(({ who, action, limit, json }: Options) =>
      withStore(async ({ db }) => {
        const { items } = await listAudit(db, { who, action, limit, after: '' });
        const header = ['WHEN (UTC)', 'WHO', 'BY', 'ACTION', 'ON', 'OUTCOME', 'DETAIL'];
        const lines = items.map((row) => [
          row.at.slice(0, 19).replace('T', ' '),
          visible(row.who),
          row.via,
          row.action,
          visible(row.target),
          row.outcome,
          visible(row.detail),
        ]);
        print(json, items, () =>
          items.length === 0 ? 'Nothing like that was done.' : table([header, ...lines]),
        );
      }),
    );
}

function rowNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 10_000) return number;
  throw new InvalidArgumentError('It is a number of rows from 1 to 10000.');
}
