import { type Command, InvalidArgumentError } from 'commander';
import { audited, commandActor } from '../admin/audited.ts';
import { GazetteerError } from '../errors.ts';
import { createToken, listTokens, revokeToken } from '../push/tokens.ts';
import { withStore } from './open.ts';
import { age, print, table, visible } from './output.ts';

export function tokensVerb(program: Command): void {
  const tokens = program
    .command('tokens')
    .description('tokens with which nodes send what they offer: create, list, revoke')
    .addHelpText('after', '\nSee docs/push.md.\n\nExample:\n  gazetteer tokens list');
  tokens
    .command('create')
    .description('make a token; it is printed now and never again')
    .argument('<scope>', 'site/cluster for all its nodes, or site/cluster/node')
    .option('--label <text>', 'what it is for', '')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  gazetteer tokens create alpha/hpc1 --label "cron on login1" > push.token',
    )
    .action((scope: string, options: { label: string; json?: boolean }) =>
      withStore(async ({ db }) => {
        const label = options.label.slice(0, 200);
        const deed = { action: 'tokens create', target: scope, detail: label };
        const made = await audited(db, commandActor(), deed, () => createToken(db, scope, label));
        print(options.json, made, () => made.token);
      }),
    );
  tokens
    .command('list')
    .description('tokens, what they are for, and when they were last used')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  gazetteer tokens list')
    .action((options: { json?: boolean }) =>
      withStore(async ({ db }) => {
        const rows = await listTokens(db);
        const header = ['ID', 'FOR', 'CREATED', 'USED', 'REVOKED', 'LABEL'];
        const lines = rows.map((row) => [
          String(row.id),
          row.scope,
          age(row.createdAt),
          age(row.usedAt),
          row.revokedAt === null ? 'no' : age(row.revokedAt),
          visible(row.label),
        ]);
        print(options.json, rows, () => table([header, ...lines]));
      }),
    );
  tokens
    .command('revoke')
    .description('refuse a token from now on')
    .argument('<id>', 'number of the token, from "tokens list"', tokenNumber)
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  gazetteer tokens revoke 3')
    .action((id: number, options: { json?: boolean }) =>
      withStore(async ({ db }) => {
        await audited(db, commandActor(), { action: 'tokens revoke', target: `token ${id}` }, async () => {
          if (await revokeToken(db, id)) return;
          throw new GazetteerError(
            'not-found',
            `there is no token ${id} to revoke`,
            'See: gazetteer tokens list',
          );
        });
        print(options.json, { revoked: id }, () => `Token ${id} is refused from now on.`);
      }),
    );
}

function tokenNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 2147483647) return number;
  throw new InvalidArgumentError('It is a number from the first column of "tokens list".');
}
