import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import ssh2, { type AnyAuthMethod, type KeyType, type ParsedKey } from 'ssh2';
import { fingerprint } from '../hostKeys.ts';
import { type Failure, failure } from './failure.ts';
import type { Target } from './transport.ts';

/** The ways to log in to a target, in the order they are tried. */
export interface Identities {
  methods: AnyAuthMethod[];
  /** What is tried, in words. */
  tried: string[];
  /** Key files that could not be used. */
  unusable: Failure[];
}

const AGENT_HINT =
  'Load it into an ssh agent (ssh-add) and set ssh.agent in the sites file, or use a key without passphrase.';

/** Key files first, then the agent: a server allows few tries and an agent may hold many keys. */
export function identitiesOf({ identityFiles, agentSocket, user: username }: Target): Identities {
  const identities: Identities = { methods: [], tried: [], unusable: [] };
  for (const path of identityFiles) {
    const key = readKey(path);
    if ('reason' in key) {
      identities.unusable.push(key);
      continue;
    }
    identities.methods.push({ type: 'publickey', username, key });
    identities.tried.push(`${path} (${fingerprint(key.getPublicSSH())})`);
  }
  if (agentSocket !== '') {
    identities.methods.push({ type: 'agent', username, agent: agentSocket });
    identities.tried.push(`the keys of the agent at ${agentSocket}`);
  }
  return identities;
}

/** Why nothing can be tried at all. */
export function nothingToTry({ unusable }: Identities): Failure {
  return (
    unusable[0] ??
    failure(
      'key-unusable',
      'there is no private key to log in with',
      'Set ssh.identityFile or ssh.agent for this node in the sites file.',
    )
  );
}

const remembered = new Map<string, { stamp: string; key: ParsedKey }>();

/** Parsing a key takes as long as a fifth of a visit, so it is done once as long as the file is the same. */
function readKey(path: string): ParsedKey | Failure {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    const stamp = `${mtimeMs} ${size} ${ino}`;
    const last = remembered.get(path);
    if (last?.stamp === stamp) return last.key;
    const key = parsedKey(path, readFileSync(path));
    if ('reason' in key) return key;
    signFast(key);
    remembered.set(path, { stamp, key });
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

function parsedKey(path: string, bytes: Buffer): ParsedKey | Failure {
  if (isEncrypted(bytes.toString('latin1'))) {
    return failure('key-unusable', `the private key ${path} is encrypted with a passphrase`, AGENT_HINT);
  }
  const key = ssh2.utils.parseKey(bytes);
  const why = key instanceof Error ? key.message : key.isPrivateKey() ? '' : 'it is a public key';
  if (!(key instanceof Error) && why === '') return key;
  return failure(
    'key-unusable',
    `${path} holds no private key that can be used: ${why}`,
    'Name the private key, in the form that ssh-keygen writes ("ssh-keygen -p -f FILE" rewrites an older one).',
  );
}

/** Signs with the key as OpenSSL holds it; ssh2 parses its text again for every signature (0.3 ms). */
function signFast(key: ParsedKey): void {
  const privateKey = createPrivateKey(key.getPrivatePEM());
  key.sign = (data, hash) => sign(hash ?? hashOf[key.type], Buffer.from(data), privateKey);
}

/** RFC 5656 6.2.1 for ECDSA, RFC 4253 6.6 for RSA where no SHA-2 was agreed on; Ed25519 has its own. */
const hashOf: Partial<Record<KeyType, string>> = {
  'ecdsa-sha2-nistp256': 'sha256',
  'ecdsa-sha2-nistp384': 'sha384',
  'ecdsa-sha2-nistp521': 'sha512',
  'ssh-rsa': 'sha1',
};

/** OpenSSH's own form names its cipher after its magic (PROTOCOL.key); the PEM forms say it in a header. */
function isEncrypted(text: string): boolean {
  if (/^Proc-Type: 4,ENCRYPTED/m.test(text) || text.includes('BEGIN ENCRYPTED PRIVATE KEY')) return true;
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END/.exec(text)?.[1];
  if (body === undefined) return false;
  const blob = Buffer.from(body, 'base64');
  const magic = 'openssh-key-v1\0';
  if (blob.toString('latin1', 0, magic.length) !== magic || blob.length < magic.length + 8) return false;
  const length = blob.readUInt32BE(magic.length);
  return blob.toString('latin1', magic.length + 4, magic.length + 4 + length) !== 'none';
}
