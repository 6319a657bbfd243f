import { readFile } from 'node:fs/promises';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { codeOf, GazetteerError, messageOf } from '../../errors.ts';
import { Refused } from '../retry.ts';
import type { MailSettings } from '../settings.ts';
import { passwordOf } from './password.ts';

const CONNECT_MS = 30_000;
const SILENT_MS = 60_000;

/** Hands a mail to the server, and gives what that answered. */
export async function sendMail(
  settings: MailSettings,
  message: SendMailOptions,
  signal: AbortSignal,
): Promise<string> {
  const { host, port, tls, user, password, ca } = settings;
  const pass = password === null ? '' : await passwordOf(password);
  const transport = createTransport({
    host,
    port,
    secure: tls === 'whole',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    ...(user === '' ? {} : { auth: { user, pass } }),
    tls: {
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      ...(ca === '' ? {} : { ca: await certificatesOf(ca) }),
    },
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENT_MS,
  });
  try {
    const { response } = await transport.sendMail({ ...message, signal });
    return response;
  } catch (error) {
    throw mailFailure(error, settings);
  } finally {
    transport.close();
  }
}

function certificatesOf(path: string): Promise<Buffer> {
  return readFile(path).catch((error: unknown) => {
    throw new GazetteerError(
      'mail-certificates',
      `the certificates to trust cannot be read from ${path}: ${codeOf(error)}`,
      'GAZETTEER_SMTP_CA names the file; let the account that runs gazetteer read it',
    );
  });
}

/** A server that says 5xx would say it again; with 4xx, or no answer, a later try may do (RFC 5321, 4.2.1). */
function mailFailure(error: unknown, { host, port, tls, user }: MailSettings): GazetteerError {
  const server = `${host}:${port}`;
  const said = messageOf(error);
  const status = statusOf(error);
  const code = codeOf(error);
  if (code === 'EAUTH') {
    const hint =
      user === '' ? 'Name an account: GAZETTEER_SMTP=smtp://user@...' : 'Check account and password';
    return status >= 500 || status === 0
      ? new Refused('mail-login', `${server} does not let ${user || 'us'} in: ${said}`, hint)
      : new GazetteerError('mail-login', `${server} cannot let ${user || 'us'} in now: ${said}`);
  }
  // A server without STARTTLS says 502 to it, which speaks of no mail.
  if (status >= 500 && code !== 'ETLS') {
    const large = status === 552 ? 'Lower GAZETTEER_MAIL_ATTACH, so that large files are links' : '';
    return new Refused('mail-refused', `${server} refused the mail: ${said}`, large);
  }
  if (status >= 400 && status < 500)
    return new GazetteerError('mail-later', `${server} takes it later: ${said}`);
  const hint = /certificate|self-signed|TLS|SSL/i.test(said)
    ? tls === 'none'
      ? 'The server wants TLS: set GAZETTEER_SMTP_TLS=required'
      : 'Name the certificates to trust with GAZETTEER_SMTP_CA'
    : '';
  return new GazetteerError('mail-unreachable', `${server} could not be reached: ${said}`, hint);
}

function statusOf(error: unknown): number {
  const known =
    typeof error === 'object' && error !== null && 'responseCode' in error ? error.responseCode : 0;
  return typeof known === 'number' ? known : 0;
}
