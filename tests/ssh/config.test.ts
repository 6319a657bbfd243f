import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { readConfigFile } from '../../server/ssh/configFile.ts';
import { hostOptions } from '../../server/ssh/hostOptions.ts';
import { asTold, sshG, type Told } from '../harness/sshG.ts';
import { needs } from '../harness/tools.ts';

const home = mkdtempSync(join(tmpdir(), 'gazetteer-ssh-config-'));
mkdirSync(join(home, '.ssh', 'conf.d'), { recursive: true });
afterAll(() => rmSync(home, { recursive: true, force: true }));

let files = 0;

/** Writes a file that only its owner may write, as ssh(1) wants it. */
function written(text: string, path = join(home, `config.${++files}`)): string {
  writeFileSync(path, text);
  chmodSync(path, 0o600);
  return path;
}

function ours(file: string, host: string, given: { user?: string; port?: number } = {}) {
  const problems: string[] = [];
  const config = readConfigFile(file, home, problems);
  const { notes, ...options } = hostOptions(config, { host, localUser: userInfo().username, ...given });
  return { told: asTold({ ...options, notes }), notes, problems, options };
}

const CASES: [what: string, text: string, hosts: string[]][] = [
  ['nothing', '', ['a']],
  ['a host', 'Host a\n HostName 10.0.0.1\n User u\n Port 2222\n', ['a', 'b', 'A']],
  ['the first value counts', 'Host a\nPort 1\nHost *\nPort 2\nUser z\n', ['a', 'b']],
  ['before any host', 'User u\nHost a\nUser v\nPort 3', ['a', 'b']],
  ['identities add up', 'IdentityFile ~/.x/1\nHost a\nIdentityFile /k/2\nIdentityFile ~/.x/1', ['a', 'b']],
  ['no identity', 'Host a\nIdentityFile none\n', ['a']],
  [
    'patterns',
    'Host n? *.example !bad.example\nPort 5',
    ['n1', 'n', 'n12', 'x.example', 'bad.example', 'n1.example'],
  ],
  ['a negation alone', 'Host !a\nPort 5', ['a', 'b']],
  ['a pattern that is refused first', 'Host !a *\nPort 5', ['a', 'b']],
  ['equals signs', 'Host=a\nPort=5\nUser = u\nHostName= x=y', ['a']],
  ['quotes', 'Host "a" \'b\'\nUser "u"\nIdentityFile "/a b/c"\nUserKnownHostsFile "/x y" /z', ['a', 'b']],
  [
    'backslashes',
    'IdentityFile /a\\ b\nIdentityFile "/a\\"b"\nIdentityFile /a\\\\b\nIdentityFile /a\\nb\nIdentityFile "/q\\ r"',
    ['a'],
  ],
  ['comments', '# x\n  #y\nHost a # b\nPort 5 # c\nIdentityFile /a#b\nUser u#v', ['a', 'b', '#']],
  ['carriage returns and tabs', 'Host a\r\n\tPort\t5\r\nUser u \t\r\n', ['a']],
  ['case of keywords', 'hOST a\nPORT 5\nidentitiesonly YES', ['a']],
  ['tokens of HostName', 'Host a\nHostName %h.example.ORG\nHost b\nHostName 50%%', ['a', 'b']],
  [
    'a jump',
    'Host a\nProxyJump u@gw:2200\nHost b\nProxyJump x,y:5\nHost c\nProxyJump none\nHost d\nProxyJump [::1]:5',
    ['a', 'b', 'c', 'd'],
  ],
  ['no jump first', 'Host a\nProxyJump none\nHost *\nProxyJump gw', ['a', 'b']],
  ['a command keeps a jump out', 'Host a\nProxyCommand nc %h %p\nHost *\nProxyJump gw', ['a', 'b']],
  ['a command that is none', 'Host a\nProxyCommand none\nHost *\nProxyJump gw', ['a', 'b']],
  ['a jump keeps a command out', 'Host *\nProxyJump gw\nProxyCommand nc %h %p', ['a']],
  [
    'time',
    'Host a\nConnectTimeout 90\nHost b\nConnectTimeout 1m30s\nHost c\nConnectTimeout none\nHost d\nConnectTimeout 1H',
    ['a', 'b', 'c', 'd'],
  ],
  ['known hosts', 'UserKnownHostsFile /a ~/b\nUserKnownHostsFile /c', ['a']],
  ['match host', 'Match host a,b*,!bad\nPort 5', ['a', 'b1', 'bad', 'A', 'c']],
  [
    'match host looks at HostName',
    'Host a\nHostName real\nMatch host real\nPort 5\nMatch host a\nPort 6',
    ['a', 'real', 'b'],
  ],
  ['match originalhost', 'Host a\nHostName real\nMatch originalhost a\nPort 5', ['a', 'real']],
  ['match user', 'Host a\nUser x\nMatch user x\nPort 5\nMatch user nobody\nPort 6', ['a', 'b']],
  ['match localuser', `Match localuser ${userInfo().username}\nPort 5`, ['a']],
  ['match all', 'Host a\nPort 4\nMatch all\nPort 5', ['a', 'b']],
  ['match several', 'Match host a user x\nPort 5\nMatch !host a\nPort 6', ['a', 'b']],
  ['match with an equals sign and quotes', 'Match host="a,b" originalhost=a\nPort 5', ['a', 'b']],
  [
    'match final',
    'Host a\nHostName real\nMatch final host real\nPort 5\nMatch final all\nUser last',
    ['a', 'b'],
  ],
  [
    'a second reading goes by the new name',
    'Match final\nUser f\nHost real\nPort 5\nIdentityFile /r\nHost a\nHostName Real\nIdentityFile /a',
    ['a', 'real', 'b'],
  ],
  ['match exec is false', 'Match exec "false"\nPort 5', ['a']],
];

describe.skipIf(!needs('ssh', 'openssh-client'))('ssh -G says the same', () => {
  test.each(CASES)('%s', (_what, text, hosts) => {
    const file = written(text);
    for (const host of hosts) expect([host, ours(file, host).told]).toEqual([host, sshG(file, host)]);
  });

  test('what is said elsewhere comes first', () => {
    const file = written(
      'Host a\nUser x\nPort 5\nMatch user z\nIdentityFile /z\nMatch user x\nIdentityFile /x',
    );
    expect(ours(file, 'a', { user: 'z', port: 9 }).told).toEqual(sshG(file, 'a', ['-l', 'z', '-p', '9']));
  });

  test('included files', () => {
    written('Host a\nPort 1\nHost b\nPort 2\n', join(home, '.ssh', 'conf.d', '10-ports'));
    written('User everybody\nHost c\nPort 3\n', join(home, '.ssh', 'conf.d', '20-users'));
    written('Port 9\n', join(home, '.ssh', 'conf.d', '.hidden'));
    const alone = written('Host a\nIdentityFile /in/a\nMatch all\nIdentityFile /in/all\n');
    for (const text of [
      'Include conf.d/*\nHost a\nUser late',
      'Host a\nInclude conf.d/*\nPort 7\nHost *\nUser z',
      `Host b\nInclude ${alone}\nIdentityFile /b\nHost c\nIdentityFile /c`,
      `Include ${alone} conf.d/1* /nonexistent/x ~/.ssh/conf.d/20-users\nIdentityFile /last`,
      `Match host a\nInclude "${alone}" conf.d/?0-*\nUser m`,
      'Include conf.d/none*\nPort 4',
    ]) {
      const file = written(text);
      for (const host of ['a', 'b', 'c', 'd'])
        expect([text, host, ours(file, host).told]).toEqual([text, host, sshG(file, host, [], home)]);
    }
  });

  const host = fc.constantFrom('a', 'b', 'gw', 'a.example', 'B');
  const pattern = fc
    .tuple(
      fc.constantFrom('', '', '', '!'),
      fc.constantFrom('a', 'b', '*', '?', '*.example', 'a*', 'gw', 'b?'),
    )
    .map((parts) => parts.join(''));
  const patterns = fc.array(pattern, { minLength: 1, maxLength: 3 });
  const criterion = fc.oneof(
    patterns.map((list) => `host ${list.join(',')}`),
    patterns.map((list) => `!host ${list.join(',')}`),
    patterns.map((list) => `originalhost "${list.join(',')}"`),
    fc.constantFrom('user x', '!user x,y', 'user *', 'final', '!final'),
  );
  const head = fc.oneof(
    patterns.map((list) => `Host ${list.join(' ')}`),
    fc.array(criterion, { minLength: 1, maxLength: 3 }).map((list) => `Match ${list.join(' ')}`),
    fc.constantFrom('Match all', 'Match final all'),
  );
  const word = fc
    .array(fc.constantFrom('x', 'y', '#', "\\'", '\\"', '\\ ', '\\\\', '"p q"', "'r \" s'", '=', '~', '/'), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) => `k${parts.join('')}`);
  const line = fc.oneof(
    word.map((path) => `IdentityFile ${path}`),
    fc.array(word, { minLength: 1, maxLength: 3 }).map((paths) => `UserKnownHostsFile ${paths.join(' ')}`),
    fc.constantFrom(
      'User x',
      'User y',
      'user=z',
      'Port 2201',
      ' Port = 2202',
      '\tHostName %h.net',
      'HostName A',
      'HostName b # c',
    ),
    fc.constantFrom(
      'ProxyJump gw',
      'ProxyJump none',
      'ProxyCommand none',
      'ProxyJump x@gw:5,b',
      'ProxyCommand a b',
    ),
    fc.constantFrom(
      'ConnectTimeout 5',
      'ConnectTimeout 2m',
      'IdentitiesOnly yes',
      'IdentitiesOnly No',
      '',
      '# note',
    ),
  );
  const block = fc.tuple(head, fc.array(line, { maxLength: 4 })).map(([first, lines]) => [first, ...lines]);
  const text = fc
    .tuple(fc.array(line, { maxLength: 2 }), fc.array(block, { maxLength: 5 }))
    .map(([lines, blocks]) => [...lines, ...blocks.flat(), ''].join('\n'));

  test('whatever stands in a file, and in one that it includes', () => {
    const outer = join(home, 'outer');
    const inner = join(home, 'inner');
    fc.assert(
      fc.property(text, text, text, host, (before, included, after, name) => {
        written(included, inner);
        written(`${before}Include ${inner}\n${after}`, outer);
        const told: Told | undefined = sshG(outer, name);
        fc.pre(told !== undefined);
        expect(ours(outer, name).told).toEqual(told);
      }),
      { numRuns: Number(process.env.GAZETTEER_RUNS ?? 150) },
    );
  }, 60_000);
});
