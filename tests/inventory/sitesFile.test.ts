import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { facetNames } from '../../server/facets/names.ts';
import type { InventoryNode } from '../../server/inventory/inventory.ts';
import { NodeSettings, settingsHash } from '../../server/inventory/settings.ts';
import { parseSites, problemLine, readSites } from '../../server/inventory/sitesFile.ts';
import { Settings } from '../../server/inventory/sitesSchema.ts';
import { limitsOf, targetOf, targetsOf } from '../../server/inventory/targets.ts';
import { SshConfig } from '../../server/ssh/sshConfig.ts';

const FILE = '/etc/gazetteer/sites.yaml';

function inventory(text: string) {
  const result = parseSites(text, FILE);
  if (!result.ok) throw new Error(result.problems.map(problemLine).join('\n'));
  return result.inventory;
}

function nodes(text: string): InventoryNode[] {
  return inventory(text).sites.flatMap((site) => site.clusters.flatMap((cluster) => cluster.nodes));
}

function node(text: string, name: string): InventoryNode {
  const found = nodes(text).find((each) => each.name === name);
  if (!found) throw new Error(`no node ${name}`);
  return found;
}

/** Line and column, and what was said. */
function problems(text: string): string[] {
  const result = parseSites(text, FILE);
  return result.ok ? [] : result.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const around = {
  home: '/home/audit',
  user: 'me',
  agentSocket: '/run/agent',
  knownHosts: '/data/known_hosts',
  usualKeys: ['/home/audit/.ssh/id_ed25519'],
  ssh: new SshConfig({ home: '/home/audit', user: 'me' }, ''),
};

describe('five lines add a cluster', () => {
  const text = `sites:
  alpha:
    clusters:
      hpc1: { nodes: "login1,cpu[001-064]", ssh: { user: audit, identityFile: ~/.ssh/id_ed25519 } }
`;

  test('with its nodes, roles and defaults', () => {
    const [site] = inventory(text).sites;
    expect(site).toMatchObject({ name: 'alpha', title: 'alpha', timezone: 'UTC', contact: '' });
    expect(site?.clusters[0]).toMatchObject({ name: 'hpc1', title: 'hpc1' });
    expect(nodes(text)).toHaveLength(65);
    expect(nodes(text).slice(0, 2)).toEqual([
      {
        name: 'login1',
        role: 'login',
        settings: {
          transport: 'ssh',
          address: 'login1',
          port: 0,
          user: 'audit',
          identityFiles: ['~/.ssh/id_ed25519'],
          agent: '',
          knownHosts: [],
          root: '',
          roots: [],
          owners: [],
          homes: false,
          facets: [],
          limits: { visitSeconds: 300, facetSeconds: 60, maxBytes: 268_435_456 },
        },
      },
      expect.objectContaining({ name: 'cpu001', role: 'compute' }),
    ]);
  });

  test('as targets', () => {
    expect(targetsOf(inventory(text), around)[1]).toEqual({
      name: 'alpha/hpc1/cpu001',
      transport: 'ssh',
      address: 'cpu001',
      port: 22,
      user: 'audit',
      identityFiles: ['/home/audit/.ssh/id_ed25519'],
      agentSocket: '',
      knownHosts: ['/data/known_hosts'],
      root: '',
    });
  });
});

const full = `# a whole example
defaults:
  ssh: { user: audit, identityFile: [keys/audit, ~/.ssh/id_rsa], port: 2222 }
  limits: { visitSeconds: 120, maxBytes: 64 MiB }
sites:
  alpha:
    title: Alpha University
    timezone: Europe/Berlin
    contact: hpc@alpha.example
    ssh:
      knownHosts: ~/.ssh/known_hosts
    clusters:
      hpc1:
        title: The big one
        owners: [swadmin]
        roots: { modules: [/apps/modules], conda: [/apps/conda, /apps/mamba] }
        ssh:
          addresses: "%n.%c.alpha.example"
        nodes:
          - login[1-2]
          - nodes: gpu[1-4]-ib
            role: gpu
            facets: [gpus, kernel]
            roots: { modules: [] }
            ssh:
              port: 22
              agent: true
              addresses: { "gpu[1-3]-ib": "10.0.0.1:%n", gpu4-ib: "[fe80::1]:2022" }
  beta:
    clusters:
      images:
        transport: local
        root: /srv/images/%n
        nodes: el8,el9
`.replace('10.0.0.1:%n', '%n.ib');

describe('settings', () => {
  test('are taken from defaults, site, cluster and group, the innermost first', () => {
    const gpu = node(full, 'gpu2-ib');
    expect(gpu.role).toBe('gpu');
    expect(gpu.settings).toEqual({
      transport: 'ssh',
      address: 'gpu2-ib.ib',
      port: 22,
      user: 'audit',
      identityFiles: ['/etc/gazetteer/keys/audit', '~/.ssh/id_rsa'],
      agent: 'environment',
      knownHosts: ['~/.ssh/known_hosts'],
      root: '',
      roots: [
        { facet: 'conda', path: '/apps/conda' },
        { facet: 'conda', path: '/apps/mamba' },
      ],
      owners: ['swadmin'],
      homes: false,
      facets: ['gpus', 'kernel'],
      limits: { visitSeconds: 120, facetSeconds: 60, maxBytes: 64 * 1024 * 1024 },
    });
    expect(node(full, 'login2').settings).toMatchObject({ address: 'login2.hpc1.alpha.example', port: 2222 });
    expect(node(full, 'gpu4-ib').settings).toMatchObject({ address: 'fe80::1', port: 2022 });
  });

  test('image files are read for digests and contents unless somebody says no', () => {
    const of = (more: string) =>
      node(`sites: { a: { clusters: { b: { nodes: n1${more} } } } }`, 'n1').settings;
    expect(Object.keys(of(''))).not.toContain('digests');
    expect(of(', digests: true, contents: true')).toEqual(of(''));
    expect(of(', digests: false')).toEqual({ ...of(''), digests: false });
    expect(of(', contents: false')).toEqual({ ...of(''), contents: false });
  });

  test('modules are loaded as a test only where somebody says so', () => {
    const of = (more: string) =>
      node(`sites: { a: { clusters: { b: { nodes: n1${more} } } } }`, 'n1').settings;
    expect(of(', loadTests: false')).toEqual(of(''));
    expect(of(', loadTests: true')).toEqual({ ...of(''), loadTests: true });
  });

  test('nodes of this machine have no address, and a root of their own', () => {
    expect(node(full, 'el9').settings).toMatchObject({
      transport: 'local',
      address: '',
      root: '/srv/images/el9',
    });
  });

  test('are whole: what is stored can be read back', () => {
    for (const { settings } of nodes(full)) {
      expect(NodeSettings.parse(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
    }
  });

  test('have a hash that tells a change and nothing else', () => {
    const { settings } = node(full, 'gpu2-ib');
    const shuffled = Object.fromEntries(Object.entries(settings).reverse());
    expect(settingsHash(NodeSettings.parse(shuffled))).toBe(settingsHash(settings));
    expect(settingsHash({ ...settings, homes: true })).not.toBe(settingsHash(settings));
    expect(settingsHash(node(`# note\n${full}`, 'gpu2-ib').settings)).toBe(settingsHash(settings));
  });

  test('an anchor and a merge key can be used', () => {
    const text = `defaults: &d { ssh: { user: audit } }
sites: { a: { clusters: { c: { <<: *d, nodes: n1 } } } }
`;
    expect(node(text, 'n1').settings.user).toBe('audit');
  });
});

test('the examples in docs/sites.md are read, and its settings are the ones there are', () => {
  const page = readFileSync(new URL('../../docs/sites.md', import.meta.url), 'utf8');
  const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);
  expect(examples).toHaveLength(6);
  expect(examples.map((text) => nodes(text).length)).toEqual([65, 73, 1, 2, 64, 0]);
  const described = [...page.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  );
  const { ssh, roots, limits, ...flat } = Settings.shape;
  const inside = (name: string, shape: object) => Object.keys(shape).map((key) => `${name}.${key}`);
  const real = [
    ...Object.keys(flat),
    ...inside('ssh', ssh.unwrap().shape),
    ...inside('roots', roots.unwrap().shape),
    ...inside('limits', limits.unwrap().shape),
  ];
  expect(described.sort()).toEqual(real.sort());
});

describe('targets', () => {
  const base = nodes('sites: {a: {clusters: {c: {nodes: n1}}}}')[0]?.settings;
  if (!base) throw new Error('no node');

  test.each([
    ['', [], ['/home/audit/.ssh/id_ed25519'], '/run/agent'],
    ['none', [], ['/home/audit/.ssh/id_ed25519'], ''],
    ['environment', [], [], '/run/agent'],
    ['~/agent.sock', [], [], '/home/audit/agent.sock'],
    ['', ['/k'], ['/k'], ''],
    ['environment', ['~/k'], ['/home/audit/k'], '/run/agent'],
  ])('agent %j with keys %j', (agent, keys, identityFiles, agentSocket) => {
    expect(targetOf('a/c/n1', { ...base, agent, identityFiles: keys }, around)).toMatchObject({
      user: 'me',
      identityFiles,
      agentSocket,
    });
  });

  test('limits are those of the transport', () => {
    expect(limitsOf(base)).toEqual({ connectSeconds: 15, visitSeconds: 300, maxBytes: 268_435_456 });
  });
});

const cluster = (inside: string) =>
  `sites:\n  a:\n    clusters:\n      c:\n${inside.replaceAll(/^/gm, '        ')}\n`;

describe('errors', () => {
  test.each<[string, string[]]>([
    ['', ['1:1 sites is missing: expected a map from site names to sites']],
    ['sites: [a]', ['1:8 expected a map from site names to sites, found a list']],
    ['hello', ['1:1 expected a map with sites, found "hello"']],
    [
      'site: {}',
      [
        '1:1 sites is missing: expected a map from site names to sites',
        '1:1 unknown key "site", did you mean sites? (known here: defaults, sites, reports)',
      ],
    ],
    ['sites:\n  a: {}', ['2:3 clusters is missing: expected a map from cluster names to clusters']],
    [
      'sites:\n  a: { clusters: { c: {} } }',
      ['2:20 nodes is missing: expected a node set such as "login1,cpu[001-064]", or a list of them'],
    ],
    [
      'sites:\n  "a b": { clusters: { c: { nodes: n1 } } }',
      ['2:3 expected a site name of letters, digits, dots, dashes and underscores, found "a b"'],
    ],
    [
      'sites:\n  a: { clusters: { ../c: { nodes: n1 } } }',
      ['2:20 expected a cluster name of letters, digits, dots, dashes and underscores, found "../c"'],
    ],
    [
      'sites:\n  a: { timezone: Mars/Base, clusters: {} }',
      ['2:18 expected a time zone such as Europe/Berlin, found "Mars/Base"'],
    ],
    ['sites: {}\n---\nsites: {}', ['2:1 expected one YAML document, found a second']],
    ['sites:\n  a: { clusters: {} }\n  a: { clusters: {} }', ['3:3 this key stands twice in the same map']],
    [
      cluster('nodes: 17'),
      ['5:16 expected a node set such as "login1,cpu[001-064]", or a list of them, found the number 17'],
    ],
    [cluster('nodes: "n[1-"'), ['5:18 this bracket is not closed']],
    [cluster('nodes: [n1, "a,n[001-64]"]'), ['5:26 the padding of 001 and 64 differs: write 001-064']],
    [
      cluster('nodes: [n1, 5]'),
      ['5:21 expected a node set such as "login1,cpu[001-064]", or a map with nodes, found the number 5'],
    ],
    [cluster('nodes: "n[1-3],n2"'), ['5:16 n2 stands twice in this cluster']],
    [cluster('nodes:\n- n[1-3]\n- nodes: n[2-4]'), ['7:18 n[2-3] stands twice in this cluster']],
    [cluster('nodes: -n1'), ['5:16 "-n1" cannot be the name of a node']],
    [
      cluster('nodes:\n- nodes: n1\n  role: worker'),
      ['7:17 expected one of login, compute, gpu, service, found "worker"'],
    ],
    [
      cluster('nodes: n1\nssh: { prot: 22 }'),
      [
        '6:16 unknown key "prot", did you mean port? (known here: user, port, identityFile, agent, knownHosts, controlPath, config, jump, jumpNodes, passphraseCommand, addresses)',
      ],
    ],
    [
      cluster('nodes: n1\nssh: { identity_file: x }'),
      [
        '6:16 unknown key "identity_file", did you mean identityFile? (known here: user, port, identityFile, agent, knownHosts, controlPath, config, jump, jumpNodes, passphraseCommand, addresses)',
      ],
    ],
    [
      cluster('nodes: n1\nssh: { port: 70000 }'),
      ['6:22 expected a port from 1 to 65535, found the number 70000'],
    ],
    [cluster('nodes: n1\nssh: { port: "22" }'), ['6:22 expected a port number, found "22"']],
    [
      cluster('nodes: n1\nssh: { addresses: "%h.example" }'),
      ['6:27 expected %n (node), %c (cluster), %s (site) or %%, found "%h"'],
    ],
    [
      cluster('nodes: n1\nssh: { addresses: "a:b:c" }'),
      ['6:27 expected an address such as 10.0.0.1, host:2222 or [fe80::1]:22, found "a:b:c"'],
    ],
    [
      cluster('nodes: "n[1-3]"\nssh: { addresses: gate.example }'),
      ['5:16 n1 and n2 are both gate.example:22: write %n into the address, or into root'],
    ],
    [
      cluster('nodes: "cpu[1-3]"\nssh: { addresses: { cpu9: 10.0.0.9 } }'),
      ['6:29 there is no node cpu9 here, did you mean cpu1?'],
    ],
    [
      cluster('nodes: n[1-2]\ntransport: local'),
      ['5:16 n1 and n2 are both this machine: write %n into the address, or into root'],
    ],
    [
      cluster('nodes: n1\ntransport: telnet'),
      ['6:20 expected ssh, openssh, local, job, push or file, found "telnet"'],
    ],
    [cluster('nodes: n1\nroots: { modules: [apps] }'), ['6:28 expected an absolute path, found "apps"']],
    [
      cluster('nodes: n1\nroots: { module: [/apps] }'),
      [
        '6:18 unknown key "module", did you mean modules? (known here: modules, conda, images, spack, scheduler, cvmfs, venvs, easybuild)',
      ],
    ],
    [cluster('nodes: n1\nfacets: [gpu]'), [`6:18 expected one of ${facetNames.join(', ')}, found "gpu"`]],
    [cluster('nodes: n1\nlimits: { maxBytes: lots }'), ['6:29 expected a size such as 64 MiB, found "lots"']],
    [
      cluster('nodes: n1\nlimits: { visitSeconds: 0 }'),
      ['6:33 expected at least 0.1 seconds, found the number 0'],
    ],
    [cluster('nodes: n1\nhomes: maybe'), ['6:16 expected true or false, found "maybe"']],
  ])('%j', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  test('broken YAML is told where it breaks', () => {
    expect(problems('sites:\n  a: { clusters: [ }\n')[0]).toMatch(/^2:\d+ /);
    expect(problems('sites:\n\ta: 1\n')[0]).toMatch(/^2:1 .*[Tt]ab/);
  });

  test('everything that is wrong is told at once', () => {
    const text = `sites:
  a:
    tittle: A
    clusters:
      c1:
        nodes: "n[1-"
        ssh: { prot: 1, agent: 5 }
      c2: { nodes: "n1,n1" }
  b b:
    clusters: { c: { nodes: n1 } }
`;
    expect(problems(text).map((line) => line.split(' ')[0])).toEqual([
      '3:5',
      '6:18',
      '7:16',
      '7:32',
      '8:20',
      '9:3',
    ]);
  });

  test.each(['password', 'passphrase', 'pass_word', 'sshPassword', 'private_key', 'token', 'secret'])(
    '%s is refused with a sentence, and its value is not repeated',
    (key) => {
      const [line, ...more] = problems(cluster(`nodes: n1\nssh: { ${key}: hunter2 }`));
      expect(more).toEqual([]);
      expect(line).toContain(`6:16 "${key}": secrets do not go into this file`);
      expect(line).not.toContain('hunter2');
    },
  );

  test('a pasted key is refused and not repeated', () => {
    const key = '-----BEGIN OPENSSH PRIVATE KEY-----';
    const [line] = problems(cluster(`nodes: n1\nssh: { identityFile: "${key} AAAA" }`));
    expect(line).toContain('keys stay in files');
    expect(line).not.toContain('AAAA');
  });

  test('an alias bomb is an error and no flood', () => {
    const text = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefg'
      .split('')
      .map((name, index) => `${name}: &${name} [${`*${'abcdefg'[index]},`.repeat(9)}*${'abcdefg'[index]}]\n`)
      .join('')}`;
    expect(problems(text)[0]).toMatch(/alias/i);
  });

  test('a missing file is told in one line', () => {
    expect(() => readSites(join('/nonexistent', 'sites.yaml'))).toThrow(
      '/nonexistent/sites.yaml: there is no such file',
    );
  });

  test('no text throws, and every problem lies inside the text', () => {
    const pieces = [
      'sites',
      ':',
      ' ',
      '\n',
      '  ',
      'a',
      'clusters',
      'nodes',
      '[',
      ']',
      '{',
      '}',
      '"',
      '-',
      'n[1-3]',
      'ssh',
      '&x',
      '*x',
      '<<',
      '|',
      '1',
      'null',
      '~',
      '#',
      ',',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        const result = parseSites(text, FILE);
        if (result.ok) return;
        for (const { line, column, message } of result.problems) {
          expect(line).toBeLessThanOrEqual(text.split('\n').length);
          expect(column).toBeGreaterThan(0);
          expect(message).not.toBe('');
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('damaged copies of a whole file never throw', () => {
    fc.assert(
      fc.property(fc.nat(full.length), fc.nat(20), fc.string({ maxLength: 5 }), (at, gone, put) => {
        parseSites(full.slice(0, at) + put + full.slice(at + gone), FILE);
      }),
      { numRuns: 500 },
    );
  });
});

describe('an agent that lies on the nodes', () => {
  const cluster = (settings: string) => `sites:
  alpha:
    agent: installed
    clusters:
      hpc1: { nodes: [login1, { nodes: "sent1", agent: sent }, { nodes: "image1", transport: local }]${settings} }
`;

  test('is said of nodes that somebody logs in to', () => {
    const text = cluster('');
    const said = ['login1', 'sent1', 'image1'].map((name) => node(text, name).settings.installed);
    expect(said).toEqual([true, undefined, undefined]);
    expect(targetOf('alpha/hpc1/login1', node(text, 'login1').settings, around).installed).toBe(true);
  });

  test('is sent or installed, and starts no jobs', () => {
    expect(problems(cluster(', agent: true'))).toEqual([
      expect.stringContaining('expected sent or installed'),
    ]);
    const jobs = cluster(', transport: job, job: { via: login1 }').replace(
      'login1,',
      '{ nodes: login1, transport: ssh },',
    );
    expect(problems(jobs)).toEqual([expect.stringContaining('without agent: installed, found "login1"')]);
  });
});

describe("the system's ssh", () => {
  const cluster = (ssh: string) => `sites:
  alpha:
    clusters:
      hpc1: { transport: openssh, agent: installed, nodes: login1, ssh: { ${ssh} } }
`;
  const way = (ssh: string) => targetOf('alpha/hpc1/login1', node(cluster(ssh), 'login1').settings, around);

  test('is told what the file says, and nothing that it would know by itself', () => {
    expect(way('agent: true').openssh).toEqual({
      user: '',
      port: 0,
      identityFiles: [],
      agent: '',
      knownHosts: ['/data/known_hosts', '/home/audit/.ssh/known_hosts'],
      controlPath: expect.stringMatching(/^"\/data\/ssh\/[0-9a-f]{16}"$/),
      controlSocket: expect.stringMatching(/^\/data\/ssh\/[0-9a-f]{16}$/),
    });
    expect(way('user: a, identityFile: ~/k, agent: false, knownHosts: h').openssh).toMatchObject({
      user: 'a',
      identityFiles: ['/home/audit/k'],
      agent: 'none',
      knownHosts: ['/data/known_hosts', '/etc/gazetteer/h', '/home/audit/.ssh/known_hosts'],
    });
    expect(way('config: ~/other, jump: "a,u@b:5"').openssh).toMatchObject({
      config: '/home/audit/other',
      jump: ['a', 'u@b:5'],
    });
    expect(way('').installed).toBe(true);
  });

  test('has a socket for each account, address and port', () => {
    const paths = ['user: a', 'user: b', 'user: a, port: 23', 'user: a, addresses: x'].map(
      (ssh) => way(ssh).openssh?.controlPath,
    );
    expect(new Set(paths).size).toBe(4);
  });

  test("may use an administrator's own login", () => {
    const { openssh } = way('controlPath: ~/.ssh/master-%C');
    expect(openssh).toMatchObject({ controlPath: '~/.ssh/master-%C' });
    expect(openssh?.controlSocket).toBeUndefined();
    const wrong = ['a b', '/a b', '/a"b', 'none'].map((path) => problems(cluster(`controlPath: '${path}'`)));
    expect(wrong).toEqual(
      wrong.map(() => [expect.stringContaining('expected an absolute path as ssh_config(5)')]),
    );
  });
});
