import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import ssh2, { type KeyType, type ParsedKey } from 'ssh2';
import { type Failure, failure } from './failure.ts';
import { isEncrypted } from './keyForm.ts';
import { passphraseOf } from './passphrase.ts';

const AGENT_HINT =
  'Load it into an ssh agent (ssh-add) and set ssh.agent in the sites file, name a command that tells the passphrase as ssh.passphraseCommand, or use a key without passphrase.';

const FORM_HINT =
  'Name the private key, in the form that ssh-keygen writes ("ssh-keygen -p -f FILE" rewrites an older one).';

/** A command that failed is not started again so soon; thousands of nodes may want the same key. */
const REMEMBER_FAILURE_MS = 10_000;

const remembered = new Map<string, { stamp: string; key: ParsedKey }>();
const unlocking = new Map<string, Promise<ParsedKey | Failure>>();

/** Parsing a key takes as long as a fifth of a visit, so it is done once as long as the file is the same. */
export async function privateKey(path: string, passphraseCommand?: string[]): Promise<ParsedKey | Failure> {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    const stamp = `${mtimeMs} ${size} ${ino}`;
    const last = remembered.get(path);
    if (last?.stamp === stamp) return last.key;
    const bytes = readFileSync(path);
    const read = isEncrypted(bytes.toString('latin1'))
      ? unlockedOnce(path, stamp, bytes, passphraseCommand)
      : parsed(path, bytes);
    const key = await read;
    if (!('reason' in key)) remembered.set(path, { stamp, key });
    return key;
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return failure(
      'key-unusable',
      `the private key ${path} could not be read: ${what}`,
      'Check ssh.identityFile in the sites file, and that the account that runs gazetteer may read the file.',
    );
  }
}

/** Everybody who wants the key meanwhile waits for the same run of the command. */
function unlockedOnce(
  path: string,
  stamp: string,
  bytes: Buffer,
  command: string[] | undefined,
): Promise<ParsedKey | Failure> {
  if (command === undefined) {
    const what = `the private key ${path} is encrypted with a passphrase`;
    return Promise.resolve(failure('key-unusable', what, AGENT_HINT));
  }
  const name = JSON.stringify([path, stamp, command]);
  const running = unlocking.get(name) ?? unlocked(path, bytes, command);
  if (!unlocking.has(name)) {
    unlocking.set(name, running);
    running.then((key) => {
      const forget = () => unlocking.delete(name);
      if ('reason' in key) setTimeout(forget, REMEMBER_FAILURE_MS).unref();
      else forget();
    });
  }
  return running;
}

async function unlocked(path: string, bytes: Buffer, command: string[]): Promise<ParsedKey | Failure> {
  const told = await passphraseOf(path, command);
  return 'reason' in told ? told : parsed(path, bytes, told.passphrase);
}

function parsed(path: string, bytes: Buffer, passphrase?: string): ParsedKey | Failure {
  const key = ssh2.utils.parseKey(bytes, passphrase);
  const why = key instanceof Error ? key.message : key.isPrivateKey() ? '' : 'it is a public key';
  if (!(key instanceof Error) && why === '') {
    signFast(key);
    return key;
  }
  if (passphrase !== undefined && /passphrase|decrypt|malformed|integrity/i.test(why)) {
    return failure(
      'key-unusable',
      `the passphrase that ssh.passphraseCommand told does not open ${path}`,
      'Run the command by hand with GAZETTEER_KEY set to that path, and try what its first line says with "ssh-keygen -y -f".',
    );
  }
  return failure('key-unusable', `${path} holds no private key that can be used: ${why}`, FORM_HINT);
}

/** Signs with the key as OpenSSL holds it; ssh2 parses its text again for every signature (0.3 ms). */
function signFast(key: ParsedKey): void {
  const opened = createPrivateKey(key.getPrivatePEM());
  key.sign = (data, hash) => sign(hash ?? hashOf[key.type], Buffer.from(data), opened);
}

/** RFC 5656 6.2.1 for ECDSA, RFC 4253 6.6 for RSA where no SHA-2 was agreed on; Ed25519 has its own. */
const hashOf: Partial<Record<KeyType, string>> = {
  'ecdsa-sha2-nistp256': 'sha256',
  'ecdsa-sha2-nistp384': 'sha384',
  'ecdsa-sha2-nistp521': 'sha512',
  'ssh-rsa': 'sha1',
};
