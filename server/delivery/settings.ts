import { isIP } from 'node:net';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { GazetteerError } from '../errors.ts';

/** How reports leave this machine: what its administrator says, in the environment and nowhere else. */
export interface DeliverySettings {
  /** null: no mail is sent. */
  mail: MailSettings | null;
  webhook: WebhookSettings;
  /** Folders that reports may be written to or below; absolute. The first is where relative ones lie. */
  folders: string[];
}

export interface MailSettings {
  host: string;
  port: number;
  /** from the first byte, by STARTTLS, or not at all: that only on this machine, or where it is said */
  tls: 'whole' | 'starttls' | 'none';
  /** '' for no sign-in. */
  user: string;
  password: PasswordSource | null;
  /** Path of a file with certificates to trust instead of those that Node.js trusts; '' for those. */
  ca: string;
  from: string;
  /** The most bytes of all attachments of a mail; larger ones are links. */
  attachBytes: number;
}

export type PasswordSource = { file: string } | { command: string[] };

export interface WebhookSettings {
  /** Host names and networks (CIDR) that webhooks may reach though they are no public addresses. */
  allow: string[];
}

const MIB = 2 ** 20;

export function deliveryFrom(env: NodeJS.ProcessEnv, dataFolder: string): DeliverySettings {
  return {
    mail: mailFrom(env),
    webhook: { allow: allowFrom(env.GAZETTEER_WEBHOOK_ALLOW) },
    folders: foldersFrom(env.GAZETTEER_REPORT_FOLDERS, dataFolder),
  };
}

function mailFrom(env: NodeJS.ProcessEnv): MailSettings | null {
  const text = env.GAZETTEER_SMTP?.trim() ?? '';
  if (text === '') return null;
  const said = () => new GazetteerError('config-smtp', 'GAZETTEER_SMTP is no address of a mail server', SMTP);
  if (!/^smtps?:\/\//.test(text) || !URL.canParse(text)) throw said();
  const { protocol, hostname, port, username, password, pathname, search } = new URL(text);
  if (hostname === '' || !['', '/'].includes(pathname) || search !== '') throw said();
  if (password !== '')
    throw new GazetteerError(
      'config-smtp',
      'GAZETTEER_SMTP has a password in it, which every process of the account can read',
      'Leave it out, and name a file with GAZETTEER_SMTP_PASSWORD_FILE or a program with GAZETTEER_SMTP_PASSWORD_COMMAND',
    );
  const user = decoded(username);
  if (user === null) throw said();
  const host = hostname.replace(/^\[|\]$/g, '');
  return {
    host,
    port: port === '' ? (protocol === 'smtps:' ? 465 : 587) : Number(port),
    tls: protocol === 'smtps:' ? 'whole' : tlsFrom(env.GAZETTEER_SMTP_TLS, host),
    user,
    password: passwordFrom(env),
    ca: env.GAZETTEER_SMTP_CA?.trim() ?? '',
    from: senderFrom(env.GAZETTEER_MAIL_FROM),
    attachBytes: sizeFrom(env.GAZETTEER_MAIL_ATTACH),
  };
}

const SMTP =
  'Write smtp://user@mail.example:587, smtps://user@mail.example:465, or smtp://localhost:25 for a relay of this machine; @ and % of an account are %40 and %25';

/** A name of an account with %40 for @ and %25 for %; null where a % stands for nothing. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Nobody listens in between on one's own machine; elsewhere a mail without TLS has to be asked for. */
function tlsFrom(text: string | undefined, host: string): 'starttls' | 'none' {
  const said = text?.trim() ?? '';
  if (said === '') return isLoopback(host) ? 'none' : 'starttls';
  if (said === 'required') return 'starttls';
  if (said === 'never') return 'none';
  throw new GazetteerError('config-smtp', `GAZETTEER_SMTP_TLS is "${said}"`, 'Set it to required or never');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function passwordFrom(env: NodeJS.ProcessEnv): PasswordSource | null {
  const file = env.GAZETTEER_SMTP_PASSWORD_FILE?.trim() ?? '';
  const command = env.GAZETTEER_SMTP_PASSWORD_COMMAND?.trim() ?? '';
  if (file !== '' && command !== '')
    throw new GazetteerError(
      'config-smtp',
      'GAZETTEER_SMTP_PASSWORD_FILE and GAZETTEER_SMTP_PASSWORD_COMMAND are both set',
      'Leave one of them out',
    );
  if (file !== '') return { file: resolve(file) };
  // A program and its arguments; no shell reads them.
  return command === '' ? null : { command: command.split(/\s+/) };
}

function senderFrom(text: string | undefined): string {
  const from = text?.trim() ?? '';
  if (/^[^\s<>@"(),:;[\\\]]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(from) && from.length <= 254)
    return from;
  throw new GazetteerError(
    'config-mail-from',
    from === ''
      ? 'GAZETTEER_SMTP is set and GAZETTEER_MAIL_FROM is not'
      : `GAZETTEER_MAIL_FROM is no mail address`,
    'Set it to the address that reports come from, such as gazetteer@alpha.example',
  );
}

function sizeFrom(text: string | undefined): number {
  const said = text?.trim() ?? '';
  if (said === '') return 10 * MIB;
  if (/^[0-9]{1,3}$/.test(said)) return Number(said) * MIB;
  throw new GazetteerError(
    'config-mail-attach',
    `GAZETTEER_MAIL_ATTACH is "${said}", which is no number of MiB`,
    'Set it to the most MiB of all attachments of a mail, 0 for none, or leave it out for 10',
  );
}

function allowFrom(text: string | undefined): string[] {
  const entries = (text ?? '')
    .split(',')
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== '');
  const wrong = entries.find((one) => !isNetwork(one) && !/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(one));
  if (wrong === undefined) return entries;
  throw new GazetteerError(
    'config-webhook-allow',
    `GAZETTEER_WEBHOOK_ALLOW has "${wrong}", which is neither a host nor a network`,
    'Write such as hooks.alpha.example,10.1.2.0/24,fd00:1::/64',
  );
}

/** An address, or a network as address/bits. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more !== undefined) return false;
  return bits === undefined || (/^[0-9]{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

function foldersFrom(text: string | undefined, dataFolder: string): string[] {
  const said = (text ?? '')
    .split(delimiter)
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const wrong = said.find((one) => !isAbsolute(one));
  if (wrong !== undefined)
    throw new GazetteerError(
      'config-report-folders',
      `GAZETTEER_REPORT_FOLDERS has "${wrong}", which is no absolute path`,
      `Write folders that reports may be written to, separated by ${delimiter}`,
    );
  return [join(dataFolder, 'reports'), ...said.map((one) => resolve(one))];
}
