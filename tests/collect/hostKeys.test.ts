import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptHostKey, withKey } from '../../server/collect/acceptHostKey.ts';
import { fetchHostKey, fetchHostKeys } from '../../server/collect/fetchHostKeys.ts';
import { checkHostKey, fingerprint, knownKeyTypes, readKnownHosts } from '../../server/collect/hostKeys.ts';
import { KnownHosts, keyTypeOf, matches } from '../../server/collect/knownHosts.ts';
import type { Target } from '../../server/collect/transports/transport.ts';
import { freePort, hasSshd, type Sshd, startSshd } from '../harness/sshd.ts';
import { makeKey, publicKeyOf, sshKeygen } from '../harness/sshKeys.ts';
import { needs } from '../harness/tools.ts';

/** A key blob of some type (RFC 4253, 6.6); what follows the type does not matter here. */
function blob(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, Buffer.from(type + body)]);
}

const ED1 = blob('ssh-ed25519', 'one');
const ED2 = blob('ssh-ed25519', 'two');
const RSA = blob('ssh-rsa', 'three');
const line = (names: string, key: Buffer) => `${names} ${keyTypeOf(key)} ${key.toString('base64')}`;

function check(text: string, host: string, port: number, key: Buffer) {
  return checkHostKey([new KnownHosts('kh', text)], host, port, key);
}

describe('known_hosts', () => {
  const unknown = (...others: string[]) => ({ state: 'unknown', others });
  const known = { state: 'known' };
  test.each<[string, string, string, number, Buffer, unknown]>([
    ['a plain name', line('n1', ED1), 'n1', 22, ED1, known],
    ['case', line('N1.Example', ED1), 'n1.EXAMPLE', 22, ED1, known],
    ['one of several names', line('n0,n1,10.0.0.1', ED1), '10.0.0.1', 22, ED1, known],
    ['a comment', `${line('n1', ED1)} root@n1 of 2024`, 'n1', 22, ED1, known],
    ['tabs and carriage returns', `n1\t${line('', ED1).trim()}\r\n`, 'n1', 22, ED1, known],
    ['another name', line('n1', ED1), 'n11', 22, ED1, unknown()],
    ['another key', `# c\n\n${line('n1', ED2)}`, 'n1', 22, ED1, { state: 'changed', file: 'kh', line: 3 }],
    ['one of two keys', `${line('n1', ED2)}\n${line('n1', ED1)}`, 'n1', 22, ED1, known],
    ['a key of another type', line('n1', RSA), 'n1', 22, ED1, unknown('ssh-rsa')],
    ['a port', line('[n1]:2222', ED1), 'n1', 2222, ED1, known],
    ['another port', line('[n1]:2222', ED1), 'n1', 2223, ED1, unknown()],
    ['a port where the plain name is known', line('n1', ED1), 'n1', 2222, ED1, known],
    ['a port where the plain name has another key', line('n1', ED2), 'n1', 2222, ED1, unknown()],
    ['the plain name where a port is known', line('[n1]:2222', ED1), 'n1', 22, ED1, unknown()],
    ['a wildcard', line('n*.example', ED1), 'n17.example', 22, ED1, known],
    ['a question mark', line('n?', ED1), 'n17', 22, ED1, unknown()],
    ['a wildcard with a port', line('[127.*]:2222', ED1), '127.0.10.3', 2222, ED1, known],
    ['a negation', line('*.example,!evil.example', ED1), 'evil.example', 22, ED1, unknown()],
    ['a negation of another', line('*.example,!evil.example', ED1), 'n1.example', 22, ED1, known],
    ['only a negation', line('!evil.example', ED1), 'n1.example', 22, ED1, unknown()],
    [
      'a revoked key',
      `${line('n1', ED1)}\n@revoked ${line('*', ED1)}`,
      'n1',
      22,
      ED1,
      { state: 'revoked', file: 'kh', line: 2 },
    ],
    ['a revoked other key', `@revoked ${line('*', ED2)}`, 'n1', 22, ED1, unknown()],
    ['a certificate authority', `@cert-authority ${line('*', ED1)}`, 'n1', 22, ED1, unknown()],
    ['a broken key', 'n1 ssh-ed25519 AAAA', 'n1', 22, ED1, unknown()],
    ['an IPv6 address', line('fe80::1', ED1), 'FE80::1', 22, ED1, known],
  ])('%s', (_what, text, host, port, key, expected) => {
    expect(check(text, host, port, key)).toEqual(expected);
  });

  test('lines that are left out are named', () => {
    const { notes } = new KnownHosts(
      'kh',
      `@cert-authority ${line('*', ED1)}\nn1 ssh-rsa\n@odd ${line('n', ED1)}\n`,
    );
    expect(notes).toEqual([
      expect.stringContaining('kh:1: certificate authorities are not supported'),
      expect.stringContaining('kh:2: no host key'),
      expect.stringContaining('kh:3: the marker @odd'),
    ]);
  });

  test('the types that are known for a host are told', () => {
    const files = [new KnownHosts('a', line('n1', RSA)), new KnownHosts('b', line('n1,n2', ED1))];
    expect(knownKeyTypes(files, 'n1', 22)).toEqual(['ssh-rsa', 'ssh-ed25519']);
    expect(knownKeyTypes(files, 'n3', 22)).toEqual([]);
  });

  test('no text throws', () => {
    const pieces = [
      '@revoked',
      '@cert-authority',
      '|1|',
      '=|',
      'n1',
      ',',
      '!',
      '*',
      ' ',
      '\n',
      ED1.toString('base64'),
      'ssh-ed25519',
      '#',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (parts) => {
        check(parts.join(''), 'n1', 22, ED1);
      }),
      { numRuns: 2000 },
    );
  });

  test('a pattern of many stars takes no longer', () => {
    expect(matches(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false);
  });
});

describe('accepting a key', () => {
  test.each<[string, string, string[]]>([
    ['an empty file', '', [line('n1', ED1)]],
    ['a file without a last newline', '# mine', ['# mine', line('n1', ED1)]],
    ['other hosts', `${line('n2', ED2)}\n`, [line('n2', ED2), line('n1', ED1)]],
    ['another key of the type', `${line('n1', ED2)}\n# x\n`, ['# x', line('n1', ED1)]],
    ['a shared line', `${line('n0,n1', ED2)} c\n`, [`${line('n0', ED2)} c`, line('n1', ED1)]],
    ['a key of another type', `${line('n1', RSA)}\n`, [line('n1', RSA), line('n1', ED1)]],
    ['a wildcard', `${line('n*', ED2)}\n`, [line('n*', ED2), line('n1', ED1)]],
    ['the same key', `${line('n1', ED1)}\n`, [line('n1', ED1)]],
    ['a revoked key', `@revoked ${line('n1', ED2)}\n`, [`@revoked ${line('n1', ED2)}`, line('n1', ED1)]],
  ])('%s', (_what, text, lines) => {
    expect(withKey(text, 'n1', ED1)).toBe(`${lines.join('\n')}\n`);
    expect(check(withKey(text, 'n1', ED1), 'n1', 22, ED1)).toEqual({ state: 'known' });
  });

  test('many at once lose none, and mode and link stay', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gazetteer-accept-'));
    const real = join(folder, 'real');
    const file = join(folder, 'known_hosts');
    writeFileSync(real, '# kept\n', { mode: 0o644 });
    symlinkSync(real, file);
    await Promise.all(Array.from({ length: 20 }, (_, n) => acceptHostKey(file, `n${n}`, 2200 + n, ED1)));
    const files = [readKnownHosts(file)];
    for (let n = 0; n < 20; n++)
      expect(checkHostKey(files, `n${n}`, 2200 + n, ED1)).toEqual({ state: 'known' });
    expect(readFileSync(real, 'utf8')).toMatch(/^# kept\n/);
    expect(statSync(real).mode & 0o777).toBe(0o644);
    await acceptHostKey(join(folder, 'new', 'known_hosts'), 'n1', 22, ED1);
    expect(statSync(join(folder, 'new', 'known_hosts')).mode & 0o777).toBe(0o600);
    rmSync(folder, { recursive: true });
  });

  test('a file is read again after it changed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gazetteer-read-'));
    const file = join(folder, 'known_hosts');
    const state = () => checkHostKey([readKnownHosts(file)], 'n1', 22, ED1).state;
    expect(state()).toBe('unknown');
    writeFileSync(file, `${line('n1', ED1)}\n`);
    expect(state()).toBe('known');
    writeFileSync(file, `${line('n1', ED2)}\n#\n`);
    expect(state()).toBe('changed');
    rmSync(folder, { recursive: true });
  });
});

describe.skipIf(!needs('ssh-keygen', 'openssh-client'))('as ssh-keygen does', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gazetteer-keys-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(['ed25519', 'rsa', 'ecdsa'] as const)('fingerprints of %s', (type) => {
    const path = makeKey(join(folder, type), { type });
    const key = Buffer.from(publicKeyOf(path).split(' ')[1] ?? '', 'base64');
    expect(sshKeygen(['-l', '-f', path]).split(' ')[1]).toBe(fingerprint(key));
  });

  test('hashed names, with and without port', () => {
    const key = Buffer.from(publicKeyOf(makeKey(join(folder, 'host'))).split(' ')[1] ?? '', 'base64');
    const file = join(folder, 'hashed');
    writeFileSync(file, `${line('n1.example', key)}\n${line('[10.0.0.1]:2222', key)}\n`);
    sshKeygen(['-H', '-f', file]);
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain('n1.example');
    expect(check(text, 'n1.example', 22, key)).toEqual({ state: 'known' });
    expect(check(text, '10.0.0.1', 2222, key)).toEqual({ state: 'known' });
    expect(check(text, '10.0.0.1', 22, key)).toEqual({ state: 'unknown', others: [] });
    expect(check(text, 'n1.example', 22, ED1)).toMatchObject({ state: 'changed', line: 1 });
    // A hashed line of one host goes as a whole when its key changed.
    expect(withKey(text, 'n1.example', ED1).split('\n')).toHaveLength(3);
  });

  test('an accepted key is found by ssh-keygen -F', async () => {
    const path = makeKey(join(folder, 'accepted'));
    const key = Buffer.from(publicKeyOf(path).split(' ')[1] ?? '', 'base64');
    const file = join(folder, 'accepted_hosts');
    await acceptHostKey(file, 'N1', 2222, key);
    expect(sshKeygen(['-F', '[n1]:2222', '-f', file])).toContain(publicKeyOf(path).trim());
  });

  test('lines that ssh-keygen -F finds are the ones found here', () => {
    const key = Buffer.from(publicKeyOf(makeKey(join(folder, 'many'))).split(' ')[1] ?? '', 'base64');
    const names = [
      'n1',
      '*.example',
      'n?.example,!n2.example',
      '[n1]:22',
      '[n1]:2222',
      '[*]:2222',
      '!n1,n*',
      'N1',
      'n1,n1',
    ];
    const file = join(folder, 'patterns');
    writeFileSync(file, names.map((each) => `${line(each, key)}\n`).join(''));
    const mine = new KnownHosts(file, readFileSync(file, 'utf8'));
    for (const host of ['n1', 'n1.example', 'n2.example', '[n1]:2222', '[x]:2222', 'n2', 'other']) {
      const theirs = [...sshKeygen(['-F', host, '-f', file]).matchAll(/found: line ([0-9]+)/g)];
      expect([host, mine.linesOf(host).map((each) => each.line)]).toEqual([
        host,
        theirs.map(([, n]) => Number(n)),
      ]);
    }
  });
});

describe.skipIf(!hasSshd())('asking a node', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd([{ name: 'n1' }], { hostKeyTypes: ['ed25519', 'rsa'] });
  });
  afterAll(() => sshd?.stop());

  const target = (port: number): Target => ({
    name: 'a/c/n1',
    transport: 'ssh',
    address: sshd.node('n1').address,
    port,
    user: 'nobody',
    identityFiles: [],
    agentSocket: '',
    knownHosts: [],
    root: '',
  });

  test('brings the key that a first visit sees', async () => {
    const answer = await fetchHostKey(target(sshd.port), 5);
    if (!answer.ok) throw new Error(answer.failure.message);
    const [key] = answer.keys;
    expect(answer.keys).toHaveLength(1);
    expect(key?.type).toBe('ssh-ed25519');
    expect(sshKeygen(['-l', '-f', sshd.node('n1').hostKey])).toContain(key?.fingerprint);
  });

  test('brings a key of every type', async () => {
    const answer = await fetchHostKeys(target(sshd.port), 5);
    if (!answer.ok) throw new Error(answer.failure.message);
    expect(answer.keys.map(({ type }) => type)).toEqual(['ssh-ed25519', 'ssh-rsa']);
    const files = [readKnownHosts(sshd.knownHosts)];
    for (const { key } of answer.keys) {
      expect(checkHostKey(files, sshd.node('n1').address, sshd.port, key)).toEqual({ state: 'known' });
    }
  });

  test('says why there is none', async () => {
    const answer = await fetchHostKeys(target(await freePort()), 5);
    expect(answer).toMatchObject({ ok: false, failure: { reason: 'connect-refused' } });
  });
});
