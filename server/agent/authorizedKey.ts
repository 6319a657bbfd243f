import { keyTypeOf } from '../collect/knownHosts.ts';
import { GazetteerError } from '../errors.ts';

/** What the line of a key may allow; agents/forced.sh says what each means. */
export const allowances = ['owners', 'homes', 'loads', 'places', 'root'] as const;
export type Allowance = (typeof allowances)[number];

/** Where the installed agent is looked for when nobody says. */
export const INSTALLED_PATH = '/usr/local/lib/gazetteer/agent.sh';

export interface PublicKey {
  type: string;
  base64: string;
  comment: string;
}

export interface KeyLineOptions {
  path: string;
  allow: readonly Allowance[];
  /** Patterns of addresses as sshd(8) takes them for from="..."; '' for any address. */
  from: string;
  key: PublicKey | undefined;
}

const KEY_TYPES = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
  'sk-ssh-ed25519@openssh.com',
  'sk-ecdsa-sha2-nistp256@openssh.com',
];

/**
 * The line of an authorized_keys file (sshd(8)) that holds a key to the installed agent. sshd hands the command to the
 * account's login shell, whichever it is: it has to be words that sh, csh and fish read alike. Without a key these are
 * the options alone, to put in front of one.
 */
export function authorizedKeyLine({ path, allow, from, key }: KeyLineOptions): string {
  if (!/^(?:\/[A-Za-z0-9_.+-]+)+$/.test(path)) {
    throw usage(
      'agent-path',
      `"${path}" is no path that every login shell reads alike`,
      'Name an absolute path of letters, digits and the characters . _ + -',
    );
  }
  const words = allow.length === 0 ? '' : ` --allow ${[...new Set(allow)].join(',')}`;
  const options = ['restrict', ...fromOption(from), `command="/bin/sh ${path} forced${words}"`].join(',');
  if (!key) return options;
  return `${options} ${key.type} ${key.base64} ${key.comment}`;
}

function fromOption(from: string): string[] {
  if (from === '') return [];
  const patterns = from.split(',');
  const wrong = patterns.find((one) => !/^!?[A-Za-z0-9.:*?_/-]+$/.test(one));
  if (wrong !== undefined) {
    throw usage(
      'from-list',
      `"${wrong}" is no pattern of an address`,
      'Expected addresses, networks (10.1.0.0/16) or host names, separated by commas',
    );
  }
  if (patterns.every((one) => one.startsWith('!'))) {
    throw usage('from-list', `"${from}" lets nobody in`, 'Add a pattern that does not begin with !');
  }
  return [`from="${from}"`];
}

/** Reads a public key file: one line "TYPE BASE64 [COMMENT]" and nothing else, no options above all. */
export function publicKey(text: string, file: string): PublicKey {
  const hint = 'Expected the .pub file that ssh-keygen wrote: one line, a type, the key, and maybe a comment';
  if (text.includes('PRIVATE KEY')) {
    throw usage('public-key', `${file} is a private key`, 'It stays where it is: name its .pub file');
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const [line = ''] = lines;
  if (lines.length !== 1) throw usage('public-key', `${file} holds ${lines.length} lines, not one key`, hint);
  const [type = '', base64 = '', ...comment] = line.trim().split(/[ \t]+/);
  if (/^[a-z0-9@.-]+-cert-v01@openssh\.com$/.test(type)) {
    throw usage(
      'public-key',
      `${file} is a certificate`,
      'Name the key itself; a certificate carries its own force-command (docs/forced-command.md)',
    );
  }
  if (!KEY_TYPES.includes(type)) {
    const seen = JSON.stringify(type.slice(0, 60));
    throw usage('public-key', `${file} begins with ${seen}, which is no type of a key`, hint);
  }
  const blob = Buffer.from(base64, 'base64');
  if (blob.toString('base64') !== base64 || keyTypeOf(blob) !== type) {
    throw usage('public-key', `${file} holds no whole key of the type ${type}`, hint);
  }
  // It ends up in a file that people read on a terminal.
  const words = comment.join(' ');
  return { type, base64, comment: /^[\x20-\x7e]{1,200}$/.test(words) ? words : 'gazetteer' };
}

function usage(code: string, message: string, hint: string): GazetteerError {
  return new GazetteerError(code, message, hint);
}
