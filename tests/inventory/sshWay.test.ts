import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseSites } from '../../server/inventory/sitesFile.ts';
import { targetsOf } from '../../server/inventory/targets.ts';
import { SshConfig } from '../../server/ssh/sshConfig.ts';

const home = mkdtempSync(join(tmpdir(), 'gazetteer-way-'));
mkdirSync(join(home, '.ssh'));
const config = join(home, '.ssh', 'config');
process.env.HOME_OF_KEYS = '/keys';
afterAll(() => rmSync(home, { recursive: true, force: true }));

function write(text: string, path = config): void {
  writeFileSync(path, text);
  chmodSync(path, 0o600);
}

/** The target of node n1 with these settings of ssh, and this ssh configuration. */
function way(text: string, ssh: Record<string, unknown> = {}, limits: Record<string, number> = {}) {
  write(text);
  const sites = { a: { clusters: { c: { nodes: 'n1', ssh, limits } } } };
  const read = parseSites(JSON.stringify({ sites }), '/etc/gazetteer/sites.yaml');
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const around = {
    home,
    user: 'me',
    agentSocket: '/run/agent',
    knownHosts: '/data/known_hosts',
    usualKeys: [`${home}/.ssh/id_ed25519`],
    ssh: new SshConfig({ home, user: 'me' }, config),
  };
  const [target] = targetsOf(read.inventory, around);
  if (!target) throw new Error('no node');
  return target;
}

/** The way as `ssh -v` would tell it. */
const hops = (text: string, ssh: Record<string, unknown> = {}) => {
  const { jumps = [], misrouted, ...node } = way(text, ssh);
  const tag = (one: typeof node) => `${one.user}@${one.address}:${one.port}`;
  return misrouted ? misrouted.message : [...jumps.map(tag), tag(node)].join(' -> ');
};

describe('the ssh configuration', () => {
  const text = `Host n1
  HostName 10.0.0.1
  User audit
  Port 2222
  IdentityFile ~/.ssh/%r-%n
  UserKnownHostsFile %d/.ssh/known_%h none
  ConnectTimeout 7
Host *
  IdentityFile \${HOME_OF_KEYS}/k
  ForwardAgent yes
  StrictHostKeyChecking no
`;

  test('says what the sites file does not', () => {
    expect(way(text)).toEqual({
      name: 'a/c/n1',
      transport: 'ssh',
      address: '10.0.0.1',
      port: 2222,
      user: 'audit',
      identityFiles: [`${home}/.ssh/audit-n1`, '/keys/k'],
      agentSocket: '/run/agent',
      knownHosts: ['/data/known_hosts', `${home}/.ssh/known_10.0.0.1`],
      connectSeconds: 7,
      root: '',
    });
  });

  test('comes after the sites file', () => {
    const ssh = { user: 'u', port: 22, identityFile: '/k', knownHosts: '/kh' };
    expect(way(text, ssh, { connectSeconds: 15 })).toEqual({
      name: 'a/c/n1',
      transport: 'ssh',
      address: '10.0.0.1',
      port: 22,
      user: 'u',
      identityFiles: ['/k'],
      agentSocket: '',
      knownHosts: ['/data/known_hosts', '/kh'],
      root: '',
    });
  });

  test('is asked for the address of the sites file', () => {
    expect(way(text, { addresses: 'other' })).toMatchObject({ address: 'other', port: 22, user: 'me' });
    expect(way(text, { addresses: { n1: 'n1:99' } })).toMatchObject({ address: '10.0.0.1', port: 99 });
  });

  test('is not read when the sites file says so, and may be another file', () => {
    expect(way(text, { config: false })).toMatchObject({ address: 'n1', user: 'me', port: 22 });
    write('Host n1\nUser elsewhere', join(home, 'other'));
    expect(way(text, { config: '~/other' })).toMatchObject({ address: 'n1', user: 'elsewhere' });
    write(`IdentityFile \${NO_SUCH}/k\nIdentityFile ~other/k\nIdentityFile /%Z`, join(home, 'odd'));
    expect(way(text, { config: '~/odd' })).toMatchObject({
      configNotes: [
        expect.stringContaining(`\${NO_SUCH} has no meaning`),
        expect.stringContaining('~other has no meaning'),
        expect.stringContaining('%Z has no meaning'),
      ],
    });
    expect(way(text, { config: '~/missing' }).configProblems).toEqual([
      `${home}/missing: it could not be read: ENOENT`,
    ]);
  });

  test('keys: none, only these, and the agent', () => {
    const keys = (config: string, ssh: Record<string, unknown> = {}) => {
      const { identityFiles, agentSocket, agentOnly } = way(config, ssh);
      return [identityFiles, agentSocket, agentOnly ?? false];
    };
    const usual = [`${home}/.ssh/id_ed25519`];
    expect(keys('')).toEqual([usual, '/run/agent', false]);
    expect(keys('IdentitiesOnly yes')).toEqual([usual, '/run/agent', true]);
    expect(keys('IdentityFile none')).toEqual([[], '/run/agent', false]);
    expect(keys('IdentityFile /k\nIdentitiesOnly yes')).toEqual([['/k'], '/run/agent', true]);
    expect(keys('IdentityFile /k', { agent: false })).toEqual([['/k'], '', false]);
    expect(keys('IdentityFile /k\nIdentitiesOnly yes', { agent: true })).toEqual([
      ['/k'],
      '/run/agent',
      true,
    ]);
    expect(keys('IdentityFile /k\nIdentitiesOnly yes', { identityFile: '/s', agent: true })).toEqual([
      ['/s'],
      '/run/agent',
      false,
    ]);
  });

  test('a host key may have a name of its own', () => {
    expect(way('Host n1\nHostKeyAlias cluster').hostKeyAlias).toBe('cluster');
  });

  test('mistakes are told with file and line, and the rest counts', () => {
    const { configProblems, ...target } = way(
      'Host n1\n  Port 99999\n  User "x\n  HostName good\nHost "n\n  User nobody\nMatch sometimes\n  User never\nUser\nMatch all\nPort 5\n',
    );
    expect(target).toMatchObject({ address: 'good', port: 5, user: 'me' });
    expect(configProblems).toEqual([
      `${config}:2: expected a port from 1 to 65535 behind port, found "99999"`,
      `${config}:3: a quote is not closed: "\\"x"`,
      `${config}:5: a quote is not closed: "\\"n"`,
      `${config}:7: expected a condition of Match (all, final, canonical, host, originalhost, user, localuser, exec), found "sometimes"`,
      `${config}:9: expected a value behind "user"`,
    ]);
  });

  test('files that others may write to, and includes without end, are not read', () => {
    write('Port 5', join(home, '.ssh', 'loose'));
    chmodSync(join(home, '.ssh', 'loose'), 0o622);
    const loose = way('Include loose\nUser x');
    expect(loose).toMatchObject({ port: 22, user: 'x' });
    expect(loose.configProblems).toEqual([expect.stringContaining('others may write to it (chmod go-w)')]);
    const circle = way('User x\nInclude config config');
    expect(circle.user).toBe('x');
    expect(circle.configProblems?.[0]).toContain('too many files are included');
  });

  test('nothing is run', () => {
    const mark = join(home, 'ran');
    const { port, configNotes } = way(
      `Match exec "touch ${mark}"\nPort 5\nMatch host n1 exec "touch ${mark}"\nPort 6`,
    );
    expect(port).toBe(22);
    expect(configNotes).toEqual([
      `${config}:1: a Match with exec never holds here, since nothing is run`,
      `${config}:3: a Match with exec never holds here, since nothing is run`,
    ]);
    expect(() => chmodSync(mark, 0o600)).toThrow('ENOENT');
  });

  test('ten thousand nodes cost little', () => {
    const hosts = Array.from({ length: 200 }, (_, at) => `Host h${at}* *.net${at}\n  User u${at}\n`).join('');
    write(`${hosts}Host n*\n  ProxyJump gate\nHost gate\n  HostName 10.0.0.1\n`);
    const ssh = new SshConfig({ home, user: 'me' }, config);
    const began = process.cpuUsage();
    for (let at = 0; at < 10_000; at++) ssh.of(undefined, `n${at}`, { user: '', port: 0 });
    const { user, system } = process.cpuUsage(began);
    // A file is read once, and 400 patterns a node are quick; reading it for every node takes a hundred times as long.
    expect((user + system) / 1e6).toBeLessThan(3);
  });
});

describe('jump hosts', () => {
  test.each<[string, string, Record<string, unknown>, string]>([
    ['none', '', {}, 'me@n1:22'],
    ['one', '', { jump: 'gate' }, 'me@gate:22 -> me@n1:22'],
    ['with user and port', '', { jump: 'u@gate:99' }, 'u@gate:99 -> me@n1:22'],
    [
      'the user of the sites file, not its port',
      '',
      { jump: 'gate', user: 'audit', port: 7 },
      'audit@gate:22 -> audit@n1:7',
    ],
    ['two', '', { jump: 'g1,g2' }, 'me@g1:22 -> me@g2:22 -> me@n1:22'],
    ['a list', '', { jump: ['g1', 'g2'] }, 'me@g1:22 -> me@g2:22 -> me@n1:22'],
    ['IPv6', '', { jump: '[fe80::1]:99' }, 'me@fe80::1:99 -> me@n1:22'],
    ['of the configuration', 'Host n1\nProxyJump u@g:9', {}, 'u@g:9 -> me@n1:22'],
    ['not where the sites file says none', 'Host n1\nProxyJump g', { jump: 'none' }, 'me@n1:22'],
    ['nor where it names another', 'Host n1\nProxyJump g', { jump: 'h' }, 'me@h:22 -> me@n1:22'],
    [
      'with entries of their own',
      'Host g\nHostName G.example\nUser gu\nPort 7',
      { jump: 'g' },
      'gu@g.example:7 -> me@n1:22',
    ],
    [
      'behind others',
      'Host n1\nProxyJump b\nHost b\nProxyJump c\nHost c\nProxyJump d',
      {},
      'me@d:22 -> me@c:22 -> me@b:22 -> me@n1:22',
    ],
    // As `ssh -J g1,g2`: the second one is reached through the first, whatever is said of it.
    [
      'of a list: only the first has its own',
      'Host g1 g2\nProxyJump x',
      { jump: 'g1,g2' },
      'me@x:22 -> me@g1:22 -> me@g2:22 -> me@n1:22',
    ],
    ['tokens', 'Host n1\nHostName r\nUser u\nProxyJump gate-%n-%h-%r', {}, 'me@gate-n1-r-u:22 -> u@r:22'],
    ['a command of the older kind', 'Host n1\nProxyCommand ssh -q -W %h:%p u@g', {}, 'u@g:22 -> me@n1:22'],
    [
      'a circle',
      'Host n1\nProxyJump b\nHost b\nProxyJump c\nHost c\nProxyJump b',
      {},
      'the jump hosts lead in a circle: me@b:22 -> me@c:22 -> me@b:22 -> me@n1:22',
    ],
    [
      'through itself',
      'Host *\nProxyJump gate',
      {},
      'the jump hosts lead in a circle: me@gate:22 -> me@gate:22 -> me@n1:22',
    ],
    [
      'but none with another entry',
      'Host gate\nProxyJump none\nHost *\nProxyJump gate',
      {},
      'me@gate:22 -> me@n1:22',
    ],
    ['the node itself', 'Host n1\nProxyJump n1', {}, 'the jump hosts lead in a circle: me@n1:22 -> me@n1:22'],
  ])('%s', (_what, text, ssh, expected) => {
    expect(hops(text, ssh)).toBe(expected);
  });

  test('without end', () => {
    expect(hops('Host *\nProxyJump x%n')).toContain('there are more than 16 jump hosts');
  });

  test('another command is not run, and the node says so', () => {
    const { misrouted } = way('Host n1\nProxyCommand /opt/relay %h %p');
    expect(misrouted).toMatchObject({
      reason: 'jump-failed',
      message: expect.stringContaining('/opt/relay %h %p'),
      hint: expect.stringContaining('ssh.jump'),
    });
    expect(way('Host n1\nProxyCommand /opt/relay %h %p', { jump: 'none' }).misrouted).toBeUndefined();
  });

  test('have their own keys and known hosts, or those of the node', () => {
    const ssh = { jump: 'g', identityFile: '/node', knownHosts: '/nodes', user: 'audit' };
    expect(way('', ssh).jumps?.[0]).toMatchObject({
      user: 'audit',
      identityFiles: ['/node'],
      knownHosts: ['/data/known_hosts', '/nodes'],
      isJumpHost: true,
    });
    const own = 'Host g\nUser gu\nIdentityFile /gate\nUserKnownHostsFile /gates';
    expect(way(own, ssh).jumps?.[0]).toMatchObject({
      user: 'gu',
      identityFiles: ['/gate'],
      knownHosts: ['/data/known_hosts', '/gates'],
    });
    expect(way(own, ssh)).toMatchObject({
      identityFiles: ['/node'],
      knownHosts: ['/data/known_hosts', '/nodes'],
    });
  });
});
