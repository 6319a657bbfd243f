import { createHmac } from 'node:crypto';
import { GazetteerError, messageOf } from '../../errors.ts';
import { firstLineOf } from '../firstLine.ts';
import { Refused } from '../retry.ts';

/** A secret as Standard Webhooks writes it: 24 to 64 bytes. Nothing else in a file is ever used as one. */
const SECRET = /^whsec_([A-Za-z0-9+/]{32,86}={0,2})$/;

/** The bytes of the secret in the first line of a file; the secret is in no message. */
export async function secretOf(path: string): Promise<Buffer> {
  const line = await firstLineOf(path).catch((error: unknown) => {
    throw new GazetteerError(
      'webhook-secret',
      `the secret of the webhook cannot be read from ${path}: ${messageOf(error)}`,
      'Let the account that runs gazetteer read that file, and nobody else',
    );
  });
  const [, encoded] = SECRET.exec(line.trim()) ?? [];
  const secret = Buffer.from(encoded ?? '', 'base64');
  if (secret.length >= 24 && secret.length <= 64) return secret;
  throw new Refused(
    'webhook-secret',
    `${path} holds no secret of a webhook`,
    `It is one line, made so: printf 'whsec_%s\\n' "$(openssl rand -base64 32)"`,
  );
}

export interface Signed {
  id: string;
  /** Seconds since 1970. */
  timestamp: number;
  body: string;
}

/** The signature of Standard Webhooks (www.standardwebhooks.com), version 1: HMAC-SHA256 over id, time and body. */
export function signatureOf(secret: Buffer, { id, timestamp, body }: Signed): string {
  return `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}
