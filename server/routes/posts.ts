import { z } from 'zod';
import { holdInventory, MOST_SENT } from '../compare/heldInventories.ts';
import { textOf } from '../frames/text.ts';
import { lockPlace } from '../lock/place.ts';
import { readLock } from '../lock/read.ts';
import { Verified, VerifiedRow, verifyLock } from '../lock/verify.ts';
import { type Posted, posted } from './posted.ts';
import { Time } from './schemas/common.ts';

const name = z.string().max(300).default('').describe('name of the file, for messages');

export const SentInventory = z.object({
  scope: z.string().describe('what stands for it as `a` or `b` of /compare'),
  of: z.string().describe('what it is of, as it says'),
  at: Time.nullable().describe('when it was written'),
  offerings: z.number().int(),
  until: Time.describe('how long it is held'),
});
export type SentInventory = z.infer<typeof SentInventory>;

/** Statuses of what a file can be refused with. */
export const postsStatus: Record<string, number> = { 'bad-inventory': 422, 'lock-form': 422 };

/** A lock of everything on a large cluster; to read it keeps everybody waiting, 6 ms for each of its megabytes. */
const MOST_LOCK = 32 * 2 ** 20;

/** What takes a file, besides /check. */
export const posts: Posted[] = [
  posted({
    path: '/inventories',
    summary:
      'An inventory of a place that is not known here, to be compared: held for an hour in memory, and in no database',
    query: z.object({ name }),
    body: 'an inventory, as `gazetteer inventory` writes it',
    most: MOST_SENT,
    hint: 'The command line reads larger ones: gazetteer compare ./FILE site/cluster',
    response: SentInventory,
    answer: async ({ db }, query, body) => {
      const text = textOf(body);
      const { scope, side, until } = holdInventory(
        db,
        { name: query.name === '' ? 'inventory' : query.name, text },
        Date.now(),
      );
      return {
        scope,
        of: side.text,
        at: side.at?.toISOString() ?? null,
        offerings: side.offered.length,
        until: until.toISOString(),
      };
    },
  }),
  posted({
    path: '/locks/verify',
    summary: 'Whether a cluster has what a lock holds, and whether it is the same; nothing of it is kept',
    query: z.object({
      on: z.string().min(1).max(300).describe('site/cluster where it is looked for'),
      name,
    }),
    body: 'a lock, as `gazetteer lock` and /locks/{site}/{cluster} write it',
    most: MOST_LOCK,
    hint: 'Lock fewer tools, or use the command line: gazetteer lock verify FILE --on site/cluster',
    response: Verified,
    table: {
      name: 'rows',
      summary: 'The same: every package, image and module',
      item: VerifiedRow,
      rows: ({ rows }) => rows,
    },
    answer: async ({ db, config }, query, body) => {
      const lock = readLock(query.name === '' ? 'the body' : query.name, textOf(body));
      const { staleDays } = config.compare;
      return verifyLock(db, lock, await lockPlace(db, query.on), { staleDays, now: new Date() });
    },
  }),
];
