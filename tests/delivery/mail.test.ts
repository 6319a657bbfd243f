import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SMTPServerOptions } from 'smtp-server';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { mailOf } from '../../server/delivery/mail/message.ts';
import { passwordOf } from '../../server/delivery/mail/password.ts';
import { sendMail } from '../../server/delivery/mail/send.ts';
import type { Posting } from '../../server/delivery/posting.ts';
import { Refused } from '../../server/delivery/retry.ts';
import { deliveryFrom, type MailSettings } from '../../server/delivery/settings.ts';
import { needs } from '../harness/tools.ts';
import { type Certificate, certificateFor, type MailServer, startMailServer } from './mailServer.ts';
import { HOSTILE, posting, report } from './posting.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-delivery-'));
const file = join(folder, 'password');
writeFileSync(file, 'secret word\nanother line\n', { mode: 0o600 });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const signal = new AbortController().signal;

/** As an administrator sets it. */
function settings(env: Record<string, string>): MailSettings {
  const { mail } = deliveryFrom({ GAZETTEER_MAIL_FROM: 'gazetteer@alpha.example', ...env }, folder);
  if (!mail) throw new Error('no mail is set');
  return mail;
}
const send = async (own: MailSettings, changes: Partial<Posting> = {}) =>
  sendMail(own, await mailOf(posting(changes), own), signal);

describe('a mail with a report', () => {
  let server: MailServer;
  let own: MailSettings;
  beforeAll(async () => {
    server = await startMailServer({ authOptional: true, disabledCommands: ['STARTTLS'] });
    own = settings({ GAZETTEER_SMTP: `smtp://127.0.0.1:${server.port}` });
  });
  afterEach(() => server.received.splice(0));
  afterAll(() => server?.stop());
  const only = () => {
    expect(server.received).toHaveLength(1);
    const [mail] = server.received;
    if (!mail) throw new Error('nothing came');
    return mail;
  };

  test('brings text, HTML, pictures inside and files', async () => {
    expect(await send(own)).toMatch(/^250 .*queued as 1/);
    const { from, to, mail } = only();
    expect([from, to]).toEqual(['gazetteer@alpha.example', ['hpc@alpha.example']]);
    expect(mail.text).toContain('14 tools are new.');
    expect(mail.text).toContain('https://g.alpha.example/reports/7');
    const html = String(mail.html);
    expect(html).toContain('2 of 80 visits failed');
    expect(html).toContain('<b>97.5 %</b>');
    expect(html).toContain('<a href="https://g.alpha.example/changes?kind=new"');
    // Times are those of the period's zone.
    expect(html).toContain(
      '<td style="padding:3px 10px 3px 0;text-align:left;vertical-align:top;border-bottom:1px solid #e3e8ed">2026-11-20 05:15</td>',
    );
    // Of 21 rows 12 stand here.
    expect(html.match(/<tr>/g)).toHaveLength(13);
    expect(html).toContain('9 more rows of the report; 5 rows more than a report holds; the page has them');
    const files = mail.attachments.filter(({ contentDisposition }) => contentDisposition === 'attachment');
    expect(files.map(({ filename, content }) => `${filename}: ${content}`)).toEqual([
      'alpha-2026-W47.json: the report as json',
      'alpha-2026-W47.csv: the report as csv',
    ]);
    const [picture] = mail.attachments.filter(({ contentDisposition }) => contentDisposition === 'inline');
    expect(picture?.contentType).toBe('image/png');
    expect(picture?.content.subarray(1, 4).toString()).toBe('PNG');
    const [, width, alt] = /<img src="[^"]{100,}" width="(\d+)" height="\d+" alt="([^"]+)"/.exec(html) ?? [];
    expect(alt).toBe('By kind &#60;of change&#62;');
    // Twice as many dots as it is shown wide.
    expect(picture?.content.readUInt32BE(16)).toBe(2 * Number(width));
    // The parser put the part of that name in its place.
    expect(html).toContain(`src="data:image/png;base64,${picture?.content.toString('base64').slice(0, 40)}`);
  });

  test('no name in a report becomes markup, a header or a receiver', async () => {
    await send(own);
    const { to, mail, raw } = only();
    expect(to).toEqual(['hpc@alpha.example']);
    expect(mail.subject).toContain('onerror=alert(1)> Bcc: everybody@x.example');
    expect(mail.headers.has('bcc')).toBe(false);
    expect(raw.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/im);
    expect(String(mail.html)).not.toContain('<img src=x');
    expect(String(mail.html)).not.toContain('\u202e');
    expect(HOSTILE).toContain('<img src=x');
  });

  test('sent again it is the same mail, of the same list, and no machine answers it', async () => {
    await send(own);
    await send(own);
    expect(server.received.map(({ mail }) => mail.messageId)).toEqual([
      '<c0ffee0123456789@alpha.example>',
      '<c0ffee0123456789@alpha.example>',
    ]);
    const { headers, headerLines } = server.received[0]?.mail ?? { headers: new Map(), headerLines: [] };
    expect(headerLines.find(({ key }) => key === 'list-id')?.line).toBe(
      'List-ID: <weekly-alpha.gazetteer.alpha.example>',
    );
    expect(headers.get('auto-submitted')).toBe('auto-generated');
  });

  test('files that are too large are links instead, or told where nobody said where pages are', async () => {
    const large = async (format: string) => ({
      name: `r.${format}`,
      mediaType: 'text/plain',
      bytes: new Uint8Array(format === 'csv' ? 2 ** 20 : 100),
    });
    await send({ ...own, attachBytes: 2 ** 20 }, { file: large });
    const { mail } = only();
    const files = mail.attachments.filter(({ contentDisposition }) => contentDisposition === 'attachment');
    expect(files.map(({ filename }) => filename)).toEqual(['r.json']);
    expect(String(mail.html)).toContain(
      'csv has 1.0 MiB, too much for a mail: https://g.alpha.example/api/v1/reports/7.csv.zip',
    );
    expect(mail.text).toContain('https://g.alpha.example/api/v1/reports/7.csv.zip');
    server.received.splice(0);
    await send({ ...own, attachBytes: 0 }, { report: { ...report, pages: '' } });
    expect(only().mail.text).toContain('gazetteer report --id 7 --format csv');
    expect(only().mail.attachments.map(({ contentType }) => contentType)).toEqual(['image/png']);
    expect(String(server.received[0]?.mail.html)).not.toContain('href');
  });

  test('a test says that it is one', async () => {
    await send(own, { test: true });
    const { mail } = only();
    expect(mail.subject).toMatch(/^\[Test\] alpha/);
    expect(mail.text).toMatch(/^This is a test/);
    expect(String(mail.html)).toContain('This is a test');
  });

  test('a server that says not now may be asked again, one that says no may not', async () => {
    server.answers.push(451);
    const later = await send(own).catch((error: unknown) => error);
    expect(later).toMatchObject({ code: 'mail-later', message: expect.stringContaining('451') });
    expect(later).not.toBeInstanceOf(Refused);
    expect(await send(own)).toMatch(/^250/);
    server.answers.push(554);
    const refused = await send(own).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refused);
    expect(refused).toMatchObject({ code: 'mail-refused', message: expect.stringContaining('554') });
    server.answers.push(552);
    await expect(send(own)).rejects.toMatchObject({ hint: expect.stringContaining('GAZETTEER_MAIL_ATTACH') });
  });

  test('where nobody listens it may be tried again, as where the certificates are not there', async () => {
    const closed = settings({ GAZETTEER_SMTP: 'smtp://127.0.0.1:1' });
    await expect(send(closed)).rejects.toMatchObject({ code: 'mail-unreachable' });
    const certificates = { GAZETTEER_SMTP_CA: join(folder, 'none') };
    await expect(
      send(settings({ GAZETTEER_SMTP: 'smtp://127.0.0.1:1', ...certificates })),
    ).rejects.toMatchObject({
      code: 'mail-certificates',
      hint: expect.stringContaining('GAZETTEER_SMTP_CA'),
    });
  });
});

test('a mail server that says nothing is let go of when the worker stops, or when it took too long', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const own = settings({
    GAZETTEER_SMTP: `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
  });
  const stopping = new AbortController();
  const closed = new Promise<void>((resolve) => {
    silent.on('connection', (socket) => {
      socket.resume().on('close', () => resolve());
      stopping.abort();
    });
  });
  await expect(sendMail(own, await mailOf(posting(), own), stopping.signal)).rejects.toMatchObject({
    code: 'mail-unreachable',
  });
  await closed;
  silent.close();
});

describe.skipIf(!needs('openssl', 'openssl'))('a mail server with TLS and sign-in', () => {
  let certificate: Certificate;
  let starttls: MailServer;
  let whole: MailServer;
  beforeAll(async () => {
    certificate = certificateFor('127.0.0.1');
    const { key, cert } = certificate;
    const options: SMTPServerOptions = {
      key,
      cert,
      onAuth: ({ username, password }, _, done) =>
        username === 'audit@alpha' && password === 'secret word'
          ? done(null, { user: 'audit@alpha' })
          : done(Object.assign(new Error('no'), { responseCode: 535 })),
    };
    starttls = await startMailServer(options);
    whole = await startMailServer({ ...options, secure: true });
  });
  afterAll(async () => {
    await starttls?.stop();
    await whole?.stop();
    certificate?.remove();
  });
  const env = (address: string) => ({ GAZETTEER_SMTP: address, GAZETTEER_SMTP_TLS: 'required' });
  const trusted = () => ({ GAZETTEER_SMTP_CA: certificate.ca, GAZETTEER_SMTP_PASSWORD_FILE: file });

  test('is signed in to over STARTTLS, and over TLS from the first byte', async () => {
    await send(settings({ ...env(`smtp://audit%40alpha@127.0.0.1:${starttls.port}`), ...trusted() }));
    await send(settings({ ...env(`smtps://audit%40alpha@127.0.0.1:${whole.port}`), ...trusted() }));
    for (const { received } of [starttls, whole])
      expect(received.map(({ secure, user }) => ({ secure, user }))).toEqual([
        { secure: true, user: 'audit@alpha' },
      ]);
  });

  test('is given nothing when nobody vouches for its certificate, or for its name', async () => {
    for (const address of [
      `smtp://audit%40alpha@127.0.0.1:${starttls.port}`,
      `smtps://audit%40alpha@127.0.0.1:${whole.port}`,
    ]) {
      const untrusted = settings({ ...env(address), GAZETTEER_SMTP_PASSWORD_FILE: file });
      const failed = await send(untrusted).catch((error: unknown) => error);
      expect(failed).toMatchObject({
        code: 'mail-unreachable',
        hint: expect.stringContaining('GAZETTEER_SMTP_CA'),
      });
      const otherName = settings({ ...env(address.replace('127.0.0.1', 'localhost')), ...trusted() });
      await expect(send(otherName)).rejects.toMatchObject({ code: 'mail-unreachable' });
    }
    expect(starttls.received.length + whole.received.length).toBe(2);
  });

  test('is given nothing without TLS where TLS is asked for', async () => {
    const plain = await startMailServer({ disabledCommands: ['STARTTLS'], authOptional: true });
    const asked = settings({ ...env(`smtp://127.0.0.1:${plain.port}`), ...trusted() });
    await expect(send(asked)).rejects.toMatchObject({ code: 'mail-unreachable' });
    expect(plain.received).toEqual([]);
    await plain.stop();
  });

  test('a wrong password is told, and the password is not', async () => {
    const wrong = join(folder, 'wrong');
    writeFileSync(wrong, 'hunter2-wrong\n');
    const own = settings({
      ...env(`smtp://audit%40alpha@127.0.0.1:${starttls.port}`),
      ...trusted(),
      GAZETTEER_SMTP_PASSWORD_FILE: wrong,
    });
    const failed = await send(own).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Refused);
    expect(failed).toMatchObject({ code: 'mail-login' });
    const { stack } = failed instanceof Error ? failed : { stack: '' };
    expect(`${JSON.stringify(failed)} ${stack}`).not.toContain('hunter2');
    expect(`${JSON.stringify(failed)} ${stack}`).not.toContain(
      Buffer.from('hunter2-wrong').toString('base64'),
    );
  });
});

describe('the password of the mail server', () => {
  const program = join(folder, 'tell');
  const script = (text: string) => {
    writeFileSync(program, `#!/bin/sh\n${text}\n`);
    chmodSync(program, 0o755);
    return passwordOf({ command: [program, '$HOME', '; echo x'] });
  };
  test('is the first line of a file or of what a program prints, which no shell starts', async () => {
    expect(await passwordOf({ file })).toBe('secret word');
    expect(await script('printf "%s|%s\\r\\nmore\\n" "$1" "$2"')).toBe('$HOME|; echo x');
  });
  test('stands in no message, whatever fails', async () => {
    const failed = await script('echo hunter2; echo hunter2 >&2; exit 3').catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'mail-password', message: expect.stringContaining('exit code 3') });
    expect(JSON.stringify(failed)).not.toContain('hunter2');
    await expect(script('true')).rejects.toMatchObject({ code: 'mail-password' });
    await expect(passwordOf({ file: join(folder, 'none') })).rejects.toMatchObject({ code: 'mail-password' });
    await expect(passwordOf({ command: [join(folder, 'none')] })).rejects.toMatchObject({
      code: 'mail-password',
    });
  });
});

describe('settings of mail', () => {
  const of = (env: Record<string, string>) => {
    const { host, port, tls, user } = settings(env);
    return { host, port, tls, user };
  };
  test.each([
    ['smtp://mail.example', { host: 'mail.example', port: 587, tls: 'starttls', user: '' }],
    ['smtps://u@mail.example', { host: 'mail.example', port: 465, tls: 'whole', user: 'u' }],
    ['smtp://localhost:25', { host: 'localhost', port: 25, tls: 'none', user: '' }],
    ['smtp://[::1]:25', { host: '::1', port: 25, tls: 'none', user: '' }],
    // A name that only looks like this machine's is none of it.
    ['smtp://localhost.example:25', { host: 'localhost.example', port: 25, tls: 'starttls', user: '' }],
    ['smtp://127.0.0.1.example:25', { host: '127.0.0.1.example', port: 25, tls: 'starttls', user: '' }],
  ])('%s', (address, expected) => expect(of({ GAZETTEER_SMTP: address })).toEqual(expected));

  test.each([
    [{ GAZETTEER_SMTP: 'smtp://u:hunter2@mail.example' }, 'has a password in it'],
    [{ GAZETTEER_SMTP: 'mail.example:25' }, 'no address of a mail server'],
    [{ GAZETTEER_SMTP: 'smtp://50%@mail.example' }, 'no address of a mail server'],
    [{ GAZETTEER_SMTP: 'smtp://mail.example/x' }, 'no address of a mail server'],
    [{ GAZETTEER_SMTP: 'smtp://mail.example', GAZETTEER_MAIL_FROM: '' }, 'GAZETTEER_MAIL_FROM is not'],
    [
      { GAZETTEER_SMTP: 'smtp://mail.example', GAZETTEER_MAIL_FROM: 'a@b.example\nBcc: c@d' },
      'no mail address',
    ],
    [{ GAZETTEER_SMTP: 'smtp://mail.example', GAZETTEER_SMTP_TLS: 'maybe' }, 'GAZETTEER_SMTP_TLS'],
    [{ GAZETTEER_SMTP: 'smtp://mail.example', GAZETTEER_MAIL_ATTACH: '1e9' }, 'GAZETTEER_MAIL_ATTACH'],
  ])('%j is refused', (env, message) => {
    expect(() => settings(env)).toThrow(message);
    expect(() => settings(env)).not.toThrow('hunter2');
  });
});
