import { z } from 'zod';
import { periods, whenOf } from '../delivery/when.ts';
import { messageOf } from '../errors.ts';
import { formatNamed, reportFormats } from '../reports/formats/index.ts';
import { parseReportScope } from '../reports/scope.ts';
import { expected, isTimezone, only, text } from './sitesWords.ts';

const WHEN = 'daily, weekly or monthly, such as "weekly mon 06:00", or five fields as in crontab(5)';

const SCOPE = 'site, site/cluster, site/cluster/node or site/cluster:cpu[001-100]';

const FORMATS = reportFormats.map(({ name }) => name).join(', ');
const format = z
  .string(expected(`one of ${FORMATS}`))
  .refine((name) => formatNamed(name) !== undefined, `expected one of ${FORMATS}`);

const MAIL = 'a mail address such as hpc@alpha.example';
const mailAddress = z
  .string(expected(MAIL))
  .max(254, expected(MAIL))
  .refine(isMailAddress, `expected ${MAIL}`);

const HOOK = 'the address of a webhook such as https://chat.alpha.example/hooks/7';
const hookAddress = z
  .string(expected(HOOK))
  .max(2000, expected(HOOK))
  .refine(isHook, `expected ${HOOK}, without a user or a password in it`);

const Webhook = only('a map with url and secretFile', {
  url: hookAddress,
  secretFile: text('the path of a file with the secret that posts are signed with'),
});

/** Characters that act rather than being seen. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

const FOLDER = 'the path of a folder, without ".."';
const folderPath = text(FOLDER)
  .max(1000, expected(FOLDER))
  .refine((path) => !path.split('/').includes('..') && !CONTROL.test(path), expected(FOLDER));
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
  scope: z.string(expected(SCOPE)).transform(scopeText).optional(),
  period: z.enum(periods, expected(`one of ${periods.join(', ')}`)).optional(),
  formats: z.array(format, expected(`a list with some of ${FORMATS}`)).optional(),
  missed: z.enum(['last', 'all'], expected('last or all')).optional(),
  mail: oneOrMoreOf(mailAddress, MAIL).optional(),
  webhook: oneOrMoreOf(Webhook, 'a map with url and secretFile').optional(),
  folder: oneOrMoreOf(z.union([folderPath, Folder], expected(FOLDER)), 'a folder').optional(),
});
export type SaidReport = z.infer<typeof SaidReport>;

/** RFC 5321 without quoted words and without addresses of numbers: what such addresses look like that people have. */
function isMailAddress(address: string): boolean {
  const [local = '', domain = '', ...more] = address.split('@');
  const words = local.split('.');
  const labels = domain.split('.');
  return (
    more.length === 0 &&
    local.length <= 64 &&
    words.every((word) => /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+$/.test(word)) &&
    labels.every((label) => /^[A-Za-z0-9-]{1,63}$/.test(label) && !/^-|-$/.test(label))
  );
}

function isHook(address: string): boolean {
  // URL leaves out blanks and line ends by itself; who reads the file is to see what is meant.
  if (/\s/.test(address) || CONTROL.test(address) || !URL.canParse(address)) return false;
  const { protocol, username, password, hostname } = new URL(address);
  return /^https?:$/.test(protocol) && username === '' && password === '' && hostname !== '';
}

/** The scope as reports write it, so that one that is written otherwise is the same. */
function scopeText(said: string, context: z.RefinementCtx): string {
  try {
    return parseReportScope(said).text;
  } catch (error) {
    context.addIssue(`expected ${SCOPE}: ${messageOf(error)}`);
    return z.NEVER;
  }
}
