import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { authorizedKeyLine, publicKey } from '../../server/agent/authorizedKey.ts';
import { gazetteer } from '../harness/commandLine.ts';

/** A key that ssh-keygen -t ed25519 wrote once. */
const BASE64 = 'AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS';
const LINE = `ssh-ed25519 ${BASE64} audit@gazetteer`;
const path = '/opt/gz/agent.sh';
const options = { path, allow: [], from: '', key: undefined };

test('the line holds the key to the installed agent', () => {
  const key = publicKey(`${LINE}\n`, 'audit.pub');
  expect(authorizedKeyLine({ ...options, key })).toBe(
    `restrict,command="/bin/sh /opt/gz/agent.sh forced" ${LINE}`,
  );
  expect(authorizedKeyLine({ path, allow: ['owners', 'loads'], from: '10.1.0.0/16,!10.1.9.9', key })).toBe(
    `restrict,from="10.1.0.0/16,!10.1.9.9",command="/bin/sh /opt/gz/agent.sh forced --allow owners,loads" ${LINE}`,
  );
  expect(authorizedKeyLine(options)).toBe('restrict,command="/bin/sh /opt/gz/agent.sh forced"');
});

describe('what would make another line of it is refused', () => {
  const seen = (text: string) => () => publicKey(text, 'x.pub');
  test.each([
    ['options', `command="/bin/sh" ${LINE}`, 'which is no type'],
    ['an environment', `environment="A=b",${LINE}`, 'which is no type'],
    ['two keys', `${LINE}\n${LINE}\n`, 'holds 2 lines'],
    ['nothing', '\n# a comment\n', 'holds 0 lines'],
    ['a private key', '-----BEGIN OPENSSH PRIVATE KEY-----\n', 'is a private key'],
    ['a certificate', 'ssh-ed25519-cert-v01@openssh.com AAAA x', 'is a certificate'],
    ['a key of another type', `ssh-rsa ${BASE64}`, 'no whole key'],
    ['half a key', `ssh-ed25519 ${BASE64.slice(0, 20)}!`, 'no whole key'],
    ['an old type', 'ssh-dss AAAAB3NzaC1kc3M= x', 'no type'],
  ])('%s', (_, text, message) => {
    expect(seen(text)).toThrow(message);
  });

  test('a comment that does things to a terminal is left out', () => {
    expect(publicKey(`ssh-ed25519 ${BASE64} \u001b[2J`, 'x.pub').comment).toBe('gazetteer');
  });

  test('any text is one line of one key, or an error', () => {
    const text = fc.array(
      fc.oneof(fc.string(), fc.constantFrom(LINE, 'ssh-ed25519', BASE64, '\n', ' ', '"')),
    );
    fc.assert(
      fc.property(text, fc.string(), fc.string(), (parts, from, where) => {
        try {
          const key = publicKey(parts.join(''), 'x.pub');
          const line = authorizedKeyLine({ path: where, allow: [], from, key });
          expect(line).toMatch(
            /^restrict,(from="[^" \n]+",)?command="\/bin\/sh \/[^" \n]+ forced" ssh-ed25519 \S+ /,
          );
          expect(line).not.toContain('\n');
        } catch (error) {
          if (!(error instanceof Error) || error.name !== 'GazetteerError') throw error;
        }
      }),
    );
  });

  test.each(['relative.sh', '/a b.sh', '/a"b', '/a$b', '/a/~/b', '', '/a\nb', '/%self'])(
    'the path %j',
    (one) => {
      expect(() => authorizedKeyLine({ ...options, path: one })).toThrow('no path that every login shell');
    },
  );

  test.each(['10.1.2.3 ', '"', '10.1.2.3,', '!10.1.2.3'])('from %j', (from) => {
    expect(() => authorizedKeyLine({ ...options, from })).toThrow(/no pattern|lets nobody in/);
  });
});

describe('on the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-key-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'audit.pub');
  writeFileSync(file, `${LINE}\n`);

  test('it prints one line, and says what is wrong', async () => {
    const good = await gazetteer(['agent', 'authorized-key', '--key', file, '--allow', 'homes'], {});
    const line = `restrict,command="/bin/sh /usr/local/lib/gazetteer/agent.sh forced --allow homes" ${LINE}\n`;
    expect(good).toMatchObject({ code: 0, out: line });
    const bad = await gazetteer(['agent', 'authorized-key', '--key', join(folder, 'none.pub')], {});
    expect([bad.code, bad.out, bad.err]).toEqual([1, '', expect.stringContaining('none.pub')]);
    expect((await gazetteer(['agent', 'authorized-key', '--allow', 'all'], {})).code).toBe(2);
  }, 90_000);
});
