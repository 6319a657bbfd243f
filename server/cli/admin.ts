import { type Command, InvalidArgumentError } from 'commander';
import { audited, commandActor } from '../admin/audited.ts';
import { createKey, LINK_SECONDS, listKeys, revokeKey } from '../admin/keys.ts';
import { signInAddress } from '../admin/signInAddress.ts';
import { GazetteerError } from '../errors.ts';
import { withStore } from './open.ts';
import { age, print, table, visible } from './output.ts';

interface Who {
  who?: string;
  json?: boolean;
}

const WHO = 'the name that the audit tells; without it this account and machine';

export function adminVerb(program: Command): void {
  const admin = program
    .command('admin')
    .description('who may change something on pages and over the API: sign-in links and tokens')
    .addHelpText('after', '\nSee docs/administration.md.\n\nExample:\n  gazetteer admin link');
  admin
    .command('link')
    .description('print a link that signs in on the pages, once, within an hour')
    .option('--who <name>', WHO)
    .option('--address <url>', 'where the pages are, such as https://gazetteer.example.org')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  gazetteer admin link\n  gazetteer admin link --who "Ada" --address https://gazetteer.example.org',
    )
    .action((options: Who & { address?: string }) =>
      withStore(async ({ db, config }) => {
        const who = nameOf(options);
        const address = signInAddress(options.address ?? `http://${config.host}:${config.port}`);
        const made = await audited(db, commandActor(), { action: 'admin link', target: who }, () =>
          createKey(db, 'link', who, LINK_SECONDS),
        );
        const link = address(made.key);
        print(options.json, { id: made.id, who, link, expiresAt: made.expiresAt }, () => link);
      }),
    );
  admin
    .command('token')
    .description('make a token for scripts (Authorization: Bearer ...); it is printed now and never again')
    .option('--who <name>', WHO)
    .option('--days <number>', 'until it is good for nothing; without it until it is revoked', days)
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  gazetteer admin token --who "nightly script" --days 365 > admin.token',
    )
    .action((options: Who & { days?: number }) =>
      withStore(async ({ db }) => {
        const who = nameOf(options);
        const seconds = options.days === undefined ? null : options.days * 86_400;
        const made = await audited(db, commandActor(), { action: 'admin token', target: who }, () =>
          createKey(db, 'token', who, seconds),
        );
        const { id, key: token, expiresAt } = made;
        print(options.json, { id, who, token, expiresAt }, () => token);
      }),
    );
  admin
    .command('list')
    .description('links, sessions and tokens that are good now, and tokens that were revoked')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  gazetteer admin list')
    .action((options: { json?: boolean }) =>
      withStore(async ({ db }) => {
        const rows = await listKeys(db);
        const header = ['ID', 'KIND', 'WHO', 'CREATED', 'EXPIRES (UTC)', 'USED', 'REVOKED'];
        const lines = rows.map((row) => [
          String(row.id),
          row.kind,
          visible(row.who),
          age(row.createdAt),
          row.expiresAt?.slice(0, 16).replace('T', ' ') ?? 'never',
          age(row.usedAt),
          row.revokedAt === null ? 'no' : age(row.revokedAt),
        ]);
        print(options.json, rows, () => table([header, ...lines]));
      }),
    );
  admin
    .command('revoke')
    .description('end a session, or refuse a link or token from now on')
    .argument('<id>', 'its number, from "admin list"', keyNumber)
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  gazetteer admin revoke 3')
    .action((id: number, options: { json?: boolean }) =>
      withStore(async ({ db }) => {
        await audited(db, commandActor(), { action: 'admin revoke', target: `key ${id}` }, async () => {
          if (await revokeKey(db, id)) return;
          throw new GazetteerError(
            'not-found',
            `there is no key ${id} to revoke`,
            'See: gazetteer admin list',
          );
        });
        print(options.json, { revoked: id }, () => `Key ${id} is good for nothing from now on.`);
      }),
    );
}

const nameOf = ({ who }: Who) => who?.trim().slice(0, 100) || commandActor().who;

function keyNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 2147483647) return number;
  throw new InvalidArgumentError('It is a number from the first column of "admin list".');
}

function days(text: string): number {
  if (/^[1-9][0-9]{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number of days, at most 9999.');
}
