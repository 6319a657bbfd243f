import fc from 'fast-check';
import { expect, test } from 'vitest';
import { modules } from '../../server/facets/modules/index.ts';
import { parsedJson } from '../../server/facets/modules/json.ts';
import { madeAt, parseEessiSoftware } from '../../server/facets/modules/parse-eessi.ts';
import { Tree } from '../../server/facets/modules/schema.ts';
import { samples } from './modules-samples.ts';

function read(format: string, text: string) {
  const form = modules.natives.find((one) => one.format === format);
  if (!form) throw new Error(`no form ${format}`);
  const input = { name: 'list.json', files: [{ path: 'list.json', bytes: Buffer.from(text) }] };
  expect(form.recognise(input)).toBe(true);
  return form.parse(input);
}

const bwa = {
  fullName: 'BWA/0.7.17-GCCcore-12.3.0',
  name: 'BWA',
  version: '0.7.17-GCCcore-12.3.0',
  description: 'Aligns reads',
  homepage: 'https://bwa.example/',
  requires: [['EESSI/2023.06']],
};

test.each([
  [
    'eessi-software',
    ['x86_64/amd/zen3', 'x86_64/amd/zen3/accel/nvidia/cc80', 'x86_64/generic'],
    ['numpy/1.25.1'],
  ],
  ['eessi-overview', ['aarch64/a64fx', 'x86_64/generic'], []],
])(
  '%s: a tree for each version of EESSI, with the line that reaches it',
  (format, architectures, provides) => {
    const reading = read(format, samples[format] ?? '');
    expect(reading.problems).toEqual([]);
    expect(reading.roots.map((root) => root.path)).toEqual(['/cvmfs/software.eessi.io/versions/2023.06']);
    const tree = Tree.parse(reading.roots[0]?.items[0]?.facts);
    expect(tree).toMatchObject({ use: '/cvmfs/software.eessi.io/init/modules' });
    expect(tree.modules).toMatchObject([{ ...bwa, architectures, provides }]);
    const own = modules.offerings(tree, '').filter((one) => one.tool !== 'numpy');
    const at = { rootKind: 'published', rootPath: '/cvmfs/x', itemPath: '', provider: 'module' } as const;
    expect(
      own.map(({ tool, version, locator }) => [tool, version, modules.locate({ ...at, locator })]),
    ).toEqual([
      [
        'bwa',
        '0.7.17',
        {
          place: '/cvmfs/x, as a published list says',
          load: 'module use /cvmfs/software.eessi.io/init/modules && module load EESSI/2023.06 BWA/0.7.17-GCCcore-12.3.0',
        },
      ],
    ]);
  },
);

test('a row that cannot be read loses itself, and its name is told', () => {
  const list = JSON.parse(samples['eessi-software'] ?? '');
  const good = list.software.BWA.versions[0];
  list.software.BWA.versions.push({ ...good, required_modules: 'none' }, 7, { ...good, module: null });
  list.software.odd = { versions: 'many' };
  list.software.later = { versions: [{ ...good, module: { full_module_name: 'later/1' } }] };
  const { trees, problems } = parseEessiSoftware(JSON.stringify(list));
  expect([...trees.values()].flatMap((tree) => tree.modules.map((one) => one.fullName))).toEqual([
    'BWA/0.7.17-GCCcore-12.3.0',
    'later/1',
  ]);
  expect(problems.map(({ text, message }) => [text, message])).toEqual([
    ['BWA BWA/0.7.17-GCCcore-12.3.0', 'no module EESSI among required_modules'],
    ['BWA', 'no full_module_name'],
    ['BWA', 'no full_module_name'],
    ['odd', 'no list of versions'],
  ]);
});

test('what is built for RISC-V lies in the repository for it, and no line for another one is given', () => {
  const list = JSON.parse(samples['eessi-software'] ?? '');
  list.software.BWA.versions[0].cpu_arch = ['riscv64/generic'];
  list.software.BWA.versions[0].gpu_arch = {};
  const reading = read('eessi-software', JSON.stringify(list));
  expect(reading.roots.map((root) => root.path)).toEqual(['/cvmfs/riscv.eessi.io/versions/2023.06']);
  expect(Tree.parse(reading.roots[0]?.items[0]?.facts).use).toBe('');
});

test.each([
  ['{\n"a": 1,\n"b": }\n', 3],
  ['{\n"a": "never closed\n', 2],
  [`{\n"a": [${'1,\n'.repeat(500)}x]}`, 502],
  ['{"a": {\n\n', 3],
])('the line where JSON is broken: %j', (text, line) => {
  expect(parsedJson(text)).toMatchObject({ line });
});

test('when a list was made', () => {
  expect(madeAt(samples['eessi-software'] ?? '')).toEqual(new Date('2026-03-18T02:15:12.970Z'));
  expect(madeAt((samples['eessi-software'] ?? '').replace('2026-03-18T', 'yesterday '))).toBeNull();
  expect(madeAt(samples['lmod-spider-json'] ?? '')).toBeNull();
});

test('whatever else a list holds, its reading ends and every tree is one', () => {
  const keys = [
    'software',
    'versions',
    'module',
    'full_module_name',
    'required_modules',
    'cpu_arch',
    'gpu_arch',
  ];
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6 },
      fc.constantFrom('EESSI/2023.06', 'EESSI/', 'a/1', '', '__proto__'),
      fc.constantFrom<unknown>(null, 0, true),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...keys, 'x', '__proto__'), tie('tree'), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(tree, tree, (software, extensions) => {
      const entry = {
        module: { full_module_name: 'a/1' },
        required_modules: [{ full_module_name: 'EESSI/1' }],
        cpu_arch: extensions,
        gpu_arch: extensions,
        extensions,
      };
      const list = { software: { a: { versions: [entry, software] }, b: software } };
      const { trees } = parseEessiSoftware(JSON.stringify(list));
      expect(trees.size).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});
