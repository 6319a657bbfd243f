import { z } from 'zod';
import { periods, whenOf } from '../delivery/when.ts';
import { formatNamed, reportFormats } from '../reports/formats/index.ts';
import { expected, isTimezone, only, text } from './sitesWords.ts';

const WHEN = 'daily, weekly or monthly, such as "weekly mon 06:00", or five fields as in crontab(5)';

const FORMATS = reportFormats.map(({ name }) => name).join(', ');
const format = z
  .string(expected(`one of ${FORMATS}`))
  .refine((name) => formatNamed(name) !== undefined, `expected one of ${FORMATS}`);

const MAIL = 'a mail address such as hpc@alpha.example';
const mailAddress = z
  .string(expected(MAIL))
  .max(254, expected(MAIL))
  .regex(/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/, expected(MAIL));

const HOOK = 'the address of a webhook such as https://chat.alpha.example/hooks/7';
const hookAddress = z
  .string(expected(HOOK))
  .max(2000, expected(HOOK))
  .refine(isHook, `expected ${HOOK}, without a user or a password in it`);

const Webhook = only('a map with url and secretFile', {
  url: hookAddress,
  secretFile: text('the path of a file with the secret that posts are signed with'),
});

const FOLDER = 'the path of a folder, without ".."';
const folderPath = text(FOLDER)
  .max(1000, expected(FOLDER))
  .refine((path) => !path.split('/').includes('..') && !path.includes('\0'), expected(FOLDER));
const Folder = only('a map with path', {
  path: folderPath,
  ownerOnly: z.boolean(expected('true or false')).optional(),
});

const oneOrMoreOf = <T extends z.ZodType>(one: T, what: string) =>
  z.union([one, z.array(one)], expected(`${what}, or a list of them`));

/** A report that is made regularly, and where it goes, as a sites file says it. */
export const SaidReport = only('a map with when', {
  when: z.string(expected(WHEN)).refine((said) => whenOf(said) !== null, `expected ${WHEN}`),
  timezone: text('a time zone').refine(isTimezone, 'expected a time zone such as Europe/Berlin').optional(),
  scope: z
    .string(expected('site or site/cluster'))
    .regex(/^[A-Za-z0-9._-]{1,200}(?:\/[A-Za-z0-9._-]{1,200})?$/, expected('site or site/cluster'))
    .optional(),
  period: z.enum(periods, expected(`one of ${periods.join(', ')}`)).optional(),
  formats: z.array(format, expected(`a list with some of ${FORMATS}`)).optional(),
  missed: z.enum(['last', 'all'], expected('last or all')).optional(),
  mail: oneOrMoreOf(mailAddress, MAIL).optional(),
  webhook: oneOrMoreOf(Webhook, 'a map with url and secretFile').optional(),
  folder: oneOrMoreOf(z.union([folderPath, Folder], expected(FOLDER)), 'a folder').optional(),
});
export type SaidReport = z.infer<typeof SaidReport>;

function isHook(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password, hostname } = new URL(address);
  return /^https?:$/.test(protocol) && username === '' && password === '' && hostname !== '';
}
