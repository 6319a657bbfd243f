import fc from 'fast-check';
import { expect, test } from 'vitest';
import { facets } from '../../server/facets/registry.ts';

function read(text: string) {
  const input = { name: 'x', files: [{ path: 'x', bytes: Buffer.from(text) }] };
  const form = facets.conda.natives.find((one) => one.recognise(input));
  const found = form?.parse(input);
  return { format: form?.format ?? 'none', facts: found?.node?.facts, problems: found?.problems ?? [] };
}

const bare = { build: '', channel: '', subdir: '', sha256: '', md5: '' };
const ZLIB = { ...bare, name: 'zlib', version: '1.3', build: 'h0_0' };
const SIX = { name: 'six', version: '1.16' };

/** Each form with what a reader finds in it, written by hand. */
const FORMS: [string, string, object][] = [
  ['pip-list-json', '[{"name":"six","version":"1.16"}]', { packages: [], pip: [SIX] }],
  [
    'pip-list',
    'Package Version Editable project location\n------- ------- ----\nsix     1.16    /home/a b/six\n\n[notice] x\n',
    { packages: [], pip: [SIX] },
  ],
  [
    'conda-list-json',
    '[{"name":"zlib","version":"1.3","build":"h0_0","kind":"conda","source":"https://conda.anaconda.org/conda-forge/"},{"name":"six","version":"1.16","build":null,"kind":"pypi","source":"six.whl"}]',
    { packages: [{ ...ZLIB, channel: 'conda-forge' }], pip: [SIX] },
  ],
  [
    'conda-list-json',
    '["defaults::zlib-1.3-h0_0","six-1.16-<pip>"]',
    { packages: [{ ...ZLIB, channel: 'defaults' }], pip: [SIX] },
  ],
  [
    'pixi-list',
    'Package  Version  Build  Size     Kind   Source\nzlib     1.3      h0_0   5.5 KiB  conda  conda-forge\nsix      1.16            10 KiB   pypi   six.whl\n',
    { packages: [{ ...ZLIB, channel: 'conda-forge' }], pip: [SIX] },
  ],
  [
    'conda-explicit',
    '@EXPLICIT\nhttps://conda.anaconda.org/conda-forge/linux-64/zlib-1.3-h0_0.conda\n# pip six @ https://f.example/six-1.16-py3-none-any.whl --hash=sha256:0\n',
    { packages: [{ ...ZLIB, channel: 'conda-forge', subdir: 'linux-64' }], pip: [SIX] },
  ],
  [
    'conda-history',
    '==> 2016-02-16 13:31:33 <==\nzlib-1.2-0\nsix-1.9-0\n==> 2016-02-17 13:31:33 <==\nzlib-1.3-h0_0\n',
    { revisions: 2, packages: [ZLIB] },
  ],
  [
    'environment-yml',
    'name: s\nchannels: [c]\ndependencies:\n- a\n- sel(linux): b\n- sel(win): [d]\n- pip:\n  - six\n',
    { specs: ['a', 'b # [linux]', 'd # [win]'], pip: ['six'] },
  ],
  ['environment-yml', 'channels:\n- conda-forge\n- defaults\n', { channels: ['conda-forge', 'defaults'] }],
  [
    'conda-info',
    '{"envs":["/opt/mf","/opt/mf/envs/a","/srv/b"],"root_prefix":"/opt/mf","conda_version":"24.1.0","platform":"linux-64","channels":["https://conda.anaconda.org/t/tk-1/lab/linux-64","https://conda.anaconda.org/t/tk-1/lab/noarch"],"env_vars":{"TOKEN":"secret"}}',
    {
      conda: '24.1.0',
      prefix: '/opt/mf',
      channels: ['lab'],
      environments: [
        { name: 'base', path: '/opt/mf' },
        { name: 'a', path: '/opt/mf/envs/a' },
        { name: '', path: '/srv/b' },
      ],
    },
  ],
  ['conda-info', '{"envs":[]}', { environments: [] }],
  [
    'conda-env-list',
    '# conda environments:\n#\nbase                  *  /opt/mf\na                     +  /opt/mf/envs/a\n                         /srv/with space\n',
    {
      prefix: '/opt/mf',
      environments: [
        { name: 'base', path: '/opt/mf' },
        { name: 'a', path: '/opt/mf/envs/a' },
        { name: '', path: '/srv/with space' },
      ],
    },
  ],
  [
    'conda-env-list',
    '  Name  Active  Path\n\u2500\u2500\u2500\u2500\u2500\n  base          /opt/mm\n        *       /srv/b\n',
    {
      environments: [
        { name: 'base', path: '/opt/mm' },
        { name: '', path: '/srv/b' },
      ],
    },
  ],
  [
    'pyvenv',
    'home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.11.2\nexecutable = /usr/bin/python3.11\ncommand = /usr/bin/python3 -m venv /x\n',
    { python: '3.11.2', home: '/usr/bin', maker: 'venv', makerVersion: '', systemPackages: false },
  ],
  [
    'pyvenv',
    'home = /opt/py/bin\nimplementation = CPython\nuv = 0.4.18\nversion_info = 3.12.7\ninclude-system-site-packages = true\n',
    { python: '3.12.7', maker: 'uv', makerVersion: '0.4.18', systemPackages: true },
  ],
  [
    'pyvenv',
    'home = /usr/bin\nimplementation = CPython\nversion_info = 3.11.2.final.0\nvirtualenv = 20.17.1\ninclude-system-site-packages = false\n',
    { python: '3.11.2', maker: 'virtualenv', makerVersion: '20.17.1' },
  ],
];

test.each(FORMS)('%s: %j', (format, text, facts) => {
  const found = read(text);
  expect(found).toMatchObject({ format, problems: [], facts });
  expect(JSON.stringify(found)).not.toMatch(/tk-1|secret/);
});

test('one bad row loses that row only', () => {
  expect(read('[{"name":"six","version":"1.16"},{"name":5}]')).toMatchObject({
    facts: { pip: [SIX], unreadable: 1 },
    problems: [{ part: 'pip-list-json' }],
  });
  expect(read('Package Version\n------- -------\nsix 1.16\nwhat\n')).toMatchObject({
    facts: { pip: [SIX], unreadable: 1 },
    problems: [{ line: 4, text: 'what' }],
  });
  expect(read('Package  Version  Build  Size  Kind  Source\nwhat\nsix 1.16 1 KiB pypi x\n')).toMatchObject({
    facts: { pip: [SIX], unreadable: 1 },
    problems: [{ line: 2, text: 'what' }],
  });
});

test('no text makes a form fail, however it is changed', () => {
  const texts = FORMS.map(([, text]) => text);
  const change = fc.tuple(fc.nat(), fc.nat({ max: 12 }), fc.string({ maxLength: 6 }));
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.array(change, { maxLength: 8 }), (text, changes) => {
      let changed = text;
      for (const [at, length, put] of changes) {
        const start = at % (changed.length + 1);
        changed = changed.slice(0, start) + put + changed.slice(start + length);
      }
      const input = { name: 'x', files: [{ path: 'x', bytes: Buffer.from(changed) }] };
      for (const form of facets.conda.natives) {
        const reading = form.parse(input);
        const kind = facets.conda.kinds.find((one) => one.kind === reading.node?.facts.kind);
        if (reading.node) expect(kind?.schema.safeParse(reading.node.facts).success).toBe(true);
        else expect(reading.outcome).toBe('failed');
      }
    }),
    { numRuns: 400 },
  );
});

test.each(['a', ' ', 'Package Version\n', '==> x <==\n', '- ', '[', '/', '"envs"'])(
  'a long text of %j is read in little time',
  (piece) => {
    const text = piece.repeat(Math.ceil(200_000 / piece.length));
    const began = performance.now();
    read(text);
    // A reading that takes the square of the length needs minutes.
    expect(performance.now() - began).toBeLessThan(10_000);
  },
);
