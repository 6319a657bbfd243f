import { readFileSync } from 'node:fs';
import ssh2 from 'ssh2';

const MAGIC = 'openssh-key-v1\0';

/** OpenSSH's own form names its cipher after its magic (PROTOCOL.key); the PEM forms say it in a header. */
export function isEncrypted(text: string): boolean {
  if (/^Proc-Type: 4,ENCRYPTED/m.test(text) || text.includes('BEGIN ENCRYPTED PRIVATE KEY')) return true;
  const [cipher] = fieldsOf(text) ?? [];
  return cipher !== undefined && cipher.toString('latin1') !== 'none';
}

/** The public key that belongs to a key file: of the file beside it, or of the part that is never encrypted. */
export function publicKey(path: string): Buffer | undefined {
  const text = textOf(`${path}.pub`);
  const beside = text === undefined ? undefined : ssh2.utils.parseKey(text);
  if (beside && !(beside instanceof Error)) return beside.getPublicSSH();
  const [, , , key] = fieldsOf(textOf(path) ?? '') ?? [];
  return key;
}

/** PROTOCOL.key: cipher, kdf, kdf options, (the number of keys,) public key. */
function fieldsOf(text: string): Buffer[] | undefined {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END/.exec(text)?.[1];
  if (body === undefined) return undefined;
  const blob = Buffer.from(body, 'base64');
  if (blob.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  const fields: Buffer[] = [];
  let at = MAGIC.length;
  while (fields.length < 4 && at + 4 <= blob.length) {
    const length = blob.readUInt32BE(at);
    fields.push(blob.subarray(at + 4, at + 4 + length));
    at += 4 + length + (fields.length === 3 ? 4 : 0);
  }
  return fields;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}
