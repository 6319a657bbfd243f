import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A certificate of an authority of our own, for names that are not the host's too. */
export interface Certificate {
  folder: string;
  /** Path of the authority's certificate. */
  ca: string;
  key: Buffer;
  cert: Buffer;
  remove: () => void;
}

export function certificateFor(name: string): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-mail-'));
  const [key, ca] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = [
    '-subj',
    `/CN=${name}`,
    '-addext',
    `subjectAltName=${name.includes(':') || /^[0-9.]+$/.test(name) ? 'IP' : 'DNS'}:${name}`,
  ];
  const made = spawnSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-keyout',
      key,
      '-out',
      ca,
      ...subject,
    ],
    { encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(made.stderr);
  return {
    folder,
    ca,
    key: readFileSync(key),
    cert: readFileSync(ca),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface Received {
  from: string;
  to: string[];
  secure: boolean;
  user: string;
  raw: string;
  mail: ParsedMail;
}

export interface MailServer {
  port: number;
  received: Received[];
  /** What it answers to each mail in turn: null takes it, a status refuses it. Takes everything when none is left. */
  answers: (number | null)[];
  stop: () => Promise<void>;
}

/** A real mail server on loopback. */
export async function startMailServer(options: SMTPServerOptions): Promise<MailServer> {
  const received: Received[] = [];
  const answers: (number | null)[] = [];
  const server = new SMTPServer({
    disableReverseLookup: true,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const answer = answers.shift() ?? null;
        if (answer !== null) {
          const error = Object.assign(new Error('not now or not ever'), { responseCode: answer });
          return done(error);
        }
        const raw = Buffer.concat(chunks).toString('utf8');
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          secure: session.secure,
          user: String(session.user ?? ''),
          raw,
          mail: await simpleParser(raw),
        });
        done(null, `queued as ${received.length}`);
      });
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    received,
    answers,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
