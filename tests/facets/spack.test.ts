import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { facets } from '../../server/facets/registry.ts';
import { Store } from '../../server/facets/spack/schema.ts';

const index = readFileSync(
  fileURLToPath(
    new URL('../fixtures/spack/v8/root/opt/spack/opt/spack/.spack-db/index.json', import.meta.url),
  ),
  'utf8',
);

/** What a native form is read into, recognised by its content. */
function read(text: string) {
  const input = { name: 'x', files: [{ path: 'x', bytes: Buffer.from(text) }] };
  const form = facets.spack.natives.find((one) => one.recognise(input));
  if (!form) return { format: 'none', rows: [], problems: 0 };
  const found = form.parse(input);
  const store = Store.safeParse(found.node?.facts);
  const rows = (store.data?.packages ?? []).map((one) =>
    [one.name, one.version, one.compiler, one.variants, one.hash, one.state].join(' '),
  );
  return { format: form.format, rows, problems: found.problems.length };
}

const node = (name: string, more: object = {}) => ({
  name,
  version: '1.0',
  arch: { platform: 'linux', platform_os: 'rocky9', target: 'zen3' },
  compiler: { name: 'gcc', version: '12.2.0' },
  parameters: { shared: true, mpi: false, build_system: 'cmake' },
  hash: `${name}hash`,
  ...more,
});
const ROW = 'gcc@12.2.0 ~mpi+shared build_system=cmake';

describe('a native form', () => {
  test.each<[format: string, text: string, rows: string[], problems?: number]>([
    [
      'spack-find',
      `==> In environment base
==> 3 installed packages
-- linux-rocky9-zen3 / gcc@12.2.0 -------------------------------
abcdefg hdf5@1.14.3~cxx+mpi build_system=cmake api=default
bcdefga samtools@1.17 build_system=generic

-- linux-rocky9-zen3 / none ---------
[e] cdefgab  openmpi@4.1.5+pmi
`,
      [
        'hdf5 1.14.3 gcc@12.2.0 ~cxx+mpi build_system=cmake api=default abcdefg installed',
        'openmpi 4.1.5  +pmi cdefgab external',
        'samtools 1.17 gcc@12.2.0 build_system=generic bcdefga installed',
      ],
    ],
    [
      'spack-find',
      `-- linux-centos7-haswell / gcc@8.3.0 ----------------------------
bzip2@1.0.8    diffutils@3.7  zlib@1.2.11
what is this
`,
      [
        'bzip2 1.0.8 gcc@8.3.0   installed',
        'diffutils 3.7 gcc@8.3.0   installed',
        'zlib 1.2.11 gcc@8.3.0   installed',
      ],
      1,
    ],
    [
      'spack-find',
      `==> 4 installed packages
-- linux-centos7-broadwell / gcc@8.3.0 --------------------------
2aolgjw ocaml@4.08.1  ycqhz3l ocaml@4.10.0 +static

-- linux-rhel8-a64fx / %c,cxx,fortran=fj@4.12.0 -----------------
adios2@2.9.2 +mpi   cp2k@2025.2
`,
      [
        'adios2 2.9.2 fj@4.12.0 +mpi  installed',
        'cp2k 2025.2 fj@4.12.0   installed',
        'ocaml 4.08.1 gcc@8.3.0  2aolgjw installed',
        'ocaml 4.10.0 gcc@8.3.0 +static ycqhz3l installed',
      ],
    ],
    [
      'spack-find',
      `==> 1 installed package
-- linux-rhel8-zen2 / gcc@9.3.0 ---------------------------------
abcdefg mpas-model@7.1
bcdefga     mpich@3.4.2
cdefgab         hwloc@2.6.0
`,
      ['mpas-model 7.1 gcc@9.3.0  abcdefg installed'],
    ],
    [
      'spack-find-json',
      JSON.stringify([node('zlib'), node('hdf5', { external: { path: '/usr' } })]),
      [`hdf5 1.0 ${ROW} hdf5hash external`, `zlib 1.0 ${ROW} zlibhash installed`],
    ],
    [
      'spack-lock',
      JSON.stringify({
        _meta: { 'file-type': 'spack-lockfile', 'lockfile-version': 5 },
        spack: { version: '0.22.1' },
        roots: [{ hash: 'aaa', spec: 'zlib' }],
        concrete_specs: { aaa: node('zlib', { hash: 'aaa' }) },
      }),
      [`zlib 1.0 ${ROW} aaa asked`],
    ],
    [
      'spack-spec',
      JSON.stringify({ spec: { _meta: { version: 4 }, nodes: [node('zlib')] } }),
      [`zlib 1.0 ${ROW} zlibhash asked`],
    ],
    [
      'spack-spec',
      `spec:
- zlib:
    version: 1.2.11
    arch: {platform: linux, platform_os: centos7, target: haswell}
    compiler: {name: gcc, version: 8.3.0}
    parameters: {pic: 'x'}
    hash: abc
`,
      ['zlib 1.2.11 gcc@8.3.0 pic=x abc asked'],
    ],
  ])('%s is read', (format, text, rows, problems = 0) => {
    expect(read(text)).toEqual({ format, rows, problems });
  });

  test('the database is read as the agent reads it', () => {
    const found = read(index);
    expect(found.format).toBe('spack-database');
    expect(found.rows).toHaveLength(4);
    expect(found.problems).toBe(1);
  });
});

test.each([
  // What build caches of Spack's own tests hold (formats 6 and 7).
  [
    '6',
    '{"database":{"installs":{"t5mczux3tfqpxwmg7egp7axy2jvyulqk":{"spec":{"name":"zlib","version":"1.2.11","arch":{"platform":"test","platform_os":"debian6","target":{"name":"core2","parents":["nocona"]}},"compiler":{"name":"gcc","version":"4.5.0"},"namespace":"builtin.mock","parameters":{"optimize":true,"shared":true,"cflags":[]},"_hash":"t5mczux3tfqpxwmg7egp7axy2jvyulqk"},"ref_count":0,"in_buildcache":true}},"version":"6"}}',
    ['zlib 1.2.11 gcc@4.5.0 +optimize+shared t5mczux3tfqpxwmg7egp7axy2jvyulqk cached'],
  ],
  [
    '7',
    '{"database":{"version":"7","installs":{"rqh2vuf6fqwkmipzgi2wjx352mq7y7ez":{"spec":{"name":"libelf","version":"0.8.13","arch":{"platform":"test","platform_os":"debian6","target":{"name":"core2"}},"compiler":{"name":"gcc","version":"10.2.1"},"namespace":"builtin.mock","parameters":{"build_system":"generic","cflags":[]},"hash":"rqh2vuf6fqwkmipzgi2wjx352mq7y7ez"},"ref_count":1,"installed":true,"path":"/s/libelf"}}}}',
    ['libelf 0.8.13 gcc@10.2.1 build_system=generic rqh2vuf6fqwkmipzgi2wjx352mq7y7ez installed'],
  ],
])('a database of format %s', (_, text, rows) => {
  expect(read(text)).toMatchObject({ format: 'spack-database', rows, problems: 0 });
});

test('one broken record loses that record only, and nothing makes a reader throw', () => {
  const database = JSON.parse(index).database;
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const spoiled = { database: { ...database, installs: { ...database.installs, broken: value } } };
      expect(read(JSON.stringify(spoiled)).rows.length).toBeGreaterThanOrEqual(4);
    }),
  );
  fc.assert(
    fc.property(fc.nat(index.length - 1), fc.string({ maxLength: 4 }), (at, text) => {
      read(index.slice(0, at) + text + index.slice(at + 1));
    }),
  );
});

test('the line that loads a package names its Spack, whatever its folder is called', () => {
  const at = { rootKind: 'store', rootPath: "/opt/my $(x)'s", itemPath: '', provider: 'spack' as const };
  expect(facets.spack.locate({ ...at, locator: "abcdefg\t/opt/my $(x)'s\tlinux/zlib" })).toEqual({
    place: "/opt/my $(x)'s/linux/zlib",
    load: ". '/opt/my $(x)'\\''s/share/spack/setup-env.sh' && spack load /abcdefg",
  });
  expect(facets.spack.locate({ ...at, locator: 'a; rm -rf /\t\t' }).load).toBe('');
});
