import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check } from '../../server/check/answer.ts';
import { type InputReading, readInput } from '../../server/check/inputs/read.ts';
import { judgedOn } from '../../server/check/judged.ts';
import { type SubjectOn, subjectsOn } from '../../server/check/subject.ts';
import type { CheckRow } from '../../server/routes/schemas/check.ts';
import { findSubjects, imagesNamed } from '../../server/verdict/subjects.ts';
import { countOf, isCounted } from '../../web/check/countOf.ts';
import { parsedCsv } from '../harness/csv.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, LOCAL } from '../harness/readings.ts';
import { type Service, startService } from '../harness/service.ts';
import { group, runtime } from '../verdict/invent.ts';
import { conda, makeClusters } from './clusters.ts';

describe('what clusters have of an environment', () => {
  let database: TestDatabase;
  let service: Service;
  const ask = (text: string, on = '') =>
    check(database.db, readInput('input', Buffer.from(text)), { on, staleDays: 100_000 });

  const onlyOf = async (input: InputReading): Promise<SubjectOn | null> =>
    (await subjectsOn(database.db, input)).subjects[0] ?? null;

  beforeAll(async () => {
    database = await testDatabase();
    await makeClusters(database.db);
    service = await startService(database.db);
  }, 60_000);

  afterAll(async () => {
    await service?.close();
    await database?.drop();
  });

  const tellRow = ({ name, match, version, tier, load }: CheckRow) =>
    [name, match, version, tier, load].filter((part) => part !== '').join(' | ');

  test('are ranked, and what failed is not missing', async () => {
    const answer = await ask(
      'dependencies:\n  - samtools=1.17\n  - bwa>=0.7.17\n  - umi_tools\n  - nosuch\n',
    );
    const told = answer.clusters.map(({ cluster, rank, there, near, other, missing, unknown }) =>
      [rank, cluster, there, near, other, missing, unknown].join(' '),
    );
    expect(told).toEqual([
      '1 packaged 3 0 0 1 0',
      '2 modular 2 0 0 2 0',
      '2 pictured 2 0 0 2 0',
      '4 half 1 0 0 0 3',
      '5 broken 0 0 0 0 4',
    ]);
    expect(answer.clusters[1]?.missingTools).toEqual(['umi_tools', 'nosuch']);
    expect(answer.clusters[3]?.gaps.join()).toContain('conda: timeout');
    expect(answer.everywhere).toBe(0);
    expect(answer.nowhere).toEqual(['nosuch']);
    expect(answer.on).toBe('alpha/packaged');
    for (const one of answer.clusters)
      expect(one.there + one.near + one.other + one.missing + one.unknown).toBe(one.asked);
  });

  test('each requirement has its best match, and the line that loads it', async () => {
    const text = 'dependencies:\n  - samtools==1.17=h00cdaf9_0\n  - bwa=0.7.16\n  - umi_tools\n  - nosuch\n';
    expect((await ask(text, 'alpha/packaged')).rows.map(tellRow)).toEqual([
      'samtools | same-build | 1.17 | 2 | conda activate /apps/conda/envs/bio',
      'bwa | near-version | 0.7.17 | 2 | conda activate /apps/conda/envs/bio',
      'umi_tools | same-version | 1.1.4 | 2 | conda activate /apps/conda/envs/bio',
      'nosuch | missing',
    ]);
    expect((await ask(text, 'alpha/pictured')).rows.map(tellRow)).toEqual([
      "samtools | same-build | 1.17 | 1a | apptainer exec '/apps/images/samtools_1.17--h00cdaf9_0.sif'".replaceAll(
        "'",
        '',
      ),
      'bwa | near-version | 0.7.18 | 1a | apptainer exec /apps/images/bwa-0.7.18.sif',
      'umi_tools | missing',
      'nosuch | missing',
    ]);
    expect((await ask(text, 'alpha/half')).rows.map(tellRow)).toEqual([
      'samtools | same-version | 1.17 | 3 | module load SAMtools/1.17-GCC-12.2.0',
      'bwa | unknown',
      'umi_tools | unknown',
      'nosuch | unknown',
    ]);
  });

  test('counts are those of the rows behind them', async () => {
    const text =
      'dependencies:\n - samtools==1.17=h00cdaf9_0\n - bwa=0.7.16\n - bwa>=0.8\n - umi_tools\n - nosuch\n - gcc\n';
    const { clusters } = await ask(text);
    expect(clusters).toHaveLength(5);
    for (const one of clusters) {
      const { rows } = await ask(text, `${one.site}/${one.cluster}`);
      const counted = { there: 0, near: 0, other: 0, missing: 0, unknown: 0 };
      for (const row of rows) counted[countOf(row)] += 1;
      expect(one).toMatchObject(counted);
      expect(rows.filter((row) => isCounted(row, 'exact'))).toHaveLength(one.exact);
      expect(one.missingTools).toEqual(rows.filter((row) => row.match === 'missing').map((row) => row.name));
    }
  });

  test('an exact version is near where its release is, and a range that nothing fits is not', async () => {
    const answer = await ask(
      'module load BWA/0.7.16\nmodule load SAMtools/1.17-GCC-12.2.0\n',
      'alpha/modular',
    );
    expect(answer.rows.map((row) => [row.match, row.fits])).toEqual([
      ['near-version', false],
      ['same-recipe', true],
    ]);
    const range = await ask('dependencies:\n - bwa>=1\n', 'alpha/modular');
    expect(range.rows.map((row) => [row.match, row.fits])).toEqual([['other-version', false]]);
  });

  test('an image that tells no version is not any of that name', async () => {
    const tell = async (text: string) =>
      (await ask(text, 'alpha/pictured')).rows.map((row) => [row.wanted, row.match, row.fits]);
    expect(await tell('quay.io/biocontainers/bwa:latest')).toEqual([
      ['no version told', 'other-version', false],
    ]);
    const digest = 'ab'.repeat(32);
    expect(await tell(`quay.io/biocontainers/bwa@sha256:${digest}`)).toEqual([
      ['no version told', 'other-version', false],
    ]);
    // A module without a version is whichever the site loads.
    expect((await ask('module load BWA\n', 'alpha/modular')).rows[0]?.fits).toBe(true);
  });

  test('the block loads what is there and makes what is not', async () => {
    const text =
      "dependencies:\n  - samtools=1.17\n  - bwa=0.7.17\n  - nosuch>=2,<3\n  - pip:\n    - 'torch==2.1.2'\n";
    expect((await ask(text, 'alpha/packaged')).block).toBe(`# an environment that has 2 of it by itself
conda activate /apps/conda/envs/bio

# not there as asked for: conda can make it
conda create --name NAME --channel conda-forge --channel bioconda 'nosuch>=2,<3'
conda run --name NAME python -m pip install torch==2.1.2
`);
    expect((await ask(text, 'alpha/modular')).block).toContain(
      '# modules\nmodule load SAMtools/1.17-GCC-12.2.0\nmodule load BWA/0.7.17\n',
    );
  });

  test('channels stand in the order of the file, and conda-forge before bioconda where it lists none', async () => {
    const made = async (text: string) =>
      (await ask(text, 'alpha/modular')).block.split('\n').find((line) => line.startsWith('conda create'));
    const specs = 'dependencies: [pytorch-cuda=12.1, bioconda::nosuch]';
    expect(await made(`channels: [pytorch, nvidia, conda-forge, nodefaults]\n${specs}\n`)).toBe(
      'conda create --name NAME --override-channels --channel pytorch --channel nvidia --channel conda-forge --channel bioconda pytorch-cuda=12.1 nosuch',
    );
    expect(await made(`${specs.replace('pytorch-cuda', 'nvidia::pytorch-cuda')}\n`)).toBe(
      'conda create --name NAME --channel nvidia --channel conda-forge --channel bioconda pytorch-cuda=12.1 nosuch',
    );
  });

  test('what is a module here and an image there travels as the image', async () => {
    const answer = await ask('module load SAMtools/1.17-GCC-12.2.0\n', 'alpha/modular');
    expect(answer.rows[0]?.advice).toBe(
      'What is here is local to this cluster. At alpha/pictured it is there as an image, 1.17 (h00cdaf9_0), /apps/images/samtools_1.17--h00cdaf9_0.sif: the image travels.',
    );
    // What does not fit is no advice.
    expect((await ask('module load BWA/0.7.16\n', 'alpha/modular')).rows[0]?.advice).toBe('');
    const missing = await ask('module load UMI-tools/1.1.4\n', 'alpha/modular');
    expect(missing.rows[0]?.advice).toContain('At alpha/packaged it is there as a package of conda, 1.1.4');
  });

  test('missing packages of bioconda have images whose names follow, and nobody looked', async () => {
    const url = 'https://conda.anaconda.org/bioconda/linux-64';
    const answer = await ask(
      `@EXPLICIT\n${url}/fastp-0.23.4-hadf994f_2.conda\n${url}/bedtools-2.31.0-hf5e1c6e_2.conda\nhttps://conda.anaconda.org/conda-forge/linux-64/zlib-1.3-h1_0.conda\n`,
      'alpha/modular',
    );
    expect(answer.derived.map((one) => [one.packages.join('+'), one.reference, one.note])).toEqual([
      [
        'bedtools 2.31.0',
        'docker://quay.io/biocontainers/bedtools:2.31.0--hf5e1c6e_2',
        'derived, not checked',
      ],
      ['fastp 0.23.4', 'docker://quay.io/biocontainers/fastp:0.23.4--hadf994f_2', 'derived, not checked'],
      [
        'bedtools 2.31.0+fastp 0.23.4',
        expect.stringMatching(/^docker:\/\/quay\.io\/biocontainers\/mulled-v2-[0-9a-f]{40}:[0-9a-f]{40}-0$/),
        'derived, not checked',
      ],
    ]);
    // Nothing was read of its nodes.
    expect(answer.derived.map((one) => one.runs)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(answer.verdicts).toHaveLength(1);
  });

  test('a cluster that is not there is named, and what is like it', async () => {
    await expect(ask('samtools:1.17', 'alpha/modulor')).rejects.toThrow(/alpha\/modulor/);
  });

  test('nodes are judged by what a lock holds for their platform', async () => {
    const row = (platform: string, build: string) => `- name: samtools
  version: '1.17'
  manager: conda
  platform: ${platform}
  url: https://conda.anaconda.org/bioconda/${platform}/samtools-1.17-${build}.conda
  hash: {sha256: ${'ab'.repeat(32)}}
  category: main
`;
    const lock = (...rows: string[]) =>
      readInput(
        'conda-lock.yml',
        Buffer.from(
          `version: 1\nmetadata:\n  platforms: [linux-64, linux-aarch64, osx-64]\npackage:\n${rows.join('')}`,
        ),
      );
    const input = lock(
      row('linux-64', 'h00cdaf9_0'),
      row('linux-aarch64', 'h6c9dbf4_1'),
      row('osx-64', 'h9f30945_0'),
    );
    expect(input.requirements.map((one) => one.build)).toEqual(['h00cdaf9_0']);
    expect(input.notes.join()).toMatch(/Nodes of linux-aarch64 are judged .* also for osx-64/);
    const on = await onlyOf(input);
    const builds = (machine: string | null) => {
      const hardware = machine === null ? 'unknown' : { architecture: machine };
      const subject = on?.(group({ hardware }));
      return subject?.kind === 'environment' ? subject.packages.map((one) => one.build) : null;
    };
    expect(['x86_64', 'aarch64', 'ppc64le', null].map(builds)).toEqual([
      ['h00cdaf9_0'],
      ['h6c9dbf4_1'],
      ['h00cdaf9_0'],
      ['h00cdaf9_0'],
    ]);
    const arm = group({ hardware: { architecture: 'aarch64', level: '' } });
    const platformOn = (subject: SubjectOn | null) =>
      subject && judgedOn(subject, [arm])[0]?.reasons.find(({ rule }) => rule === 'conda-subdir')?.answer;
    expect(platformOn(on)).toBe('yes');
    const own = lock(row('linux-64', 'h00cdaf9_0'));
    expect(platformOn(await onlyOf(own))).toBe('no');
  });

  test('each image of a workflow is judged, and the one that runs least decides', async () => {
    const rule = (name: string, image: string) => `rule ${name}:\n    container: "docker://${image}"\n`;
    const bwa = 'quay.io/biocontainers/bwa:0.7.17--he4a0461_11';
    const text = `${rule('one', bwa)}${rule('two', 'ubuntu:22.04')}${rule('again', bwa)}`;
    const { verdicts, clusters } = await ask(text, 'alpha/packaged');
    expect(verdicts.map((one) => one.subject)).toEqual([`docker://${bwa}`, 'docker://ubuntu:22.04']);
    expect(clusters.map((one) => one.runs)).not.toContain(null);
    // One is for another machine; of the other one nothing is known.
    const arm = group({
      hardware: { architecture: 'aarch64', level: '' },
      runtimes: { runtimes: [runtime('apptainer', '1.3.6', { mode: 'setuid' })] },
    });
    const { subjects } = await subjectsOn(database.db, readInput('Snakefile', Buffer.from(text)));
    expect(subjects.map((one) => judgedOn(one, [arm])[0]?.answer)).toEqual(['no', 'unknown']);
  });

  test('many images are found by what each is named by, as one is', async () => {
    const path = '/apps/images/bwa-0.7.18.sif';
    const document = (await findSubjects(database.db, path)).subjects[0]?.document ?? '';
    const keys = [path, 'bwa-0.7.18.sif', document, 'docker://nosuch:1.0', '', '/apps/images'];
    const found = await imagesNamed(database.db, keys);
    expect(document).toMatch(/^[0-9a-f]{64}$/);
    expect(keys.map((key) => found.get(key)?.document ?? '')).toEqual([
      document,
      document,
      document,
      '',
      '',
      '',
    ]);
    for (const key of keys.slice(0, 3))
      expect(found.get(key)).toEqual((await findSubjects(database.db, key)).subjects[0]);
  });

  test('more images than are judged are counted', async () => {
    const many = Array.from({ length: 23 }, (_, at) => `quay.io/x/tool${at}:1.0`).join('\n');
    const answer = await ask(many);
    expect(new Set(answer.verdicts.map((one) => one.subject)).size).toBe(20);
    expect(answer.notes).toContain('3 more images are not judged.');
  });

  describe('what records of a lock ask of the machine is held against the nodes', () => {
    const conda = (asks: string) => `version: 1
metadata: {platforms: [linux-64]}
package:
- name: samtools
  version: '1.17'
  manager: conda
  platform: linux-64
  dependencies: {${asks}}
  url: https://conda.anaconda.org/bioconda/linux-64/samtools-1.17-h00cdaf9_0.conda
  hash: {sha256: ${'ab'.repeat(32)}}
  category: main
`;
    const pixi = (asks: string) => `version: 6
environments:
  default:
    channels: [{url: https://conda.anaconda.org/bioconda/}]
    packages:
      linux-64:
      - conda: https://conda.anaconda.org/bioconda/linux-64/samtools-1.17-h00cdaf9_0.conda
packages:
- conda: https://conda.anaconda.org/bioconda/linux-64/samtools-1.17-h00cdaf9_0.conda
  sha256: ${'ab'.repeat(32)}
${asks}`;
    const CASES: [what: string, text: string, libc: string, rules: Record<string, string>][] = [
      ['conda-lock, served', conda("__glibc: '>=2.17,<3.0.a0', zlib: ''"), '2.34', { 'conda-glibc': 'yes' }],
      ['conda-lock, not served', conda("__glibc: '>=2.17,<3.0.a0'"), '2.12', { 'conda-glibc': 'no' }],
      [
        'conda-lock, constrained',
        conda('').replace('dependencies: {}', "dependencies: {}\n  constrains: {__glibc: '>=2.28'}"),
        '2.17',
        { 'conda-glibc': 'no' },
      ],
      ['conda-lock, nothing asked', conda(''), '2.12', {}],
      [
        'conda-lock that tells no dependencies',
        conda('').replace('  dependencies: {}\n', ''),
        '2.34',
        { 'conda-glibc': 'unknown', 'conda-cuda': 'unknown', 'conda-archspec': 'unknown' },
      ],
      [
        'pixi.lock, not served',
        pixi('  depends: [__glibc >=2.28, __archspec 1 x86_64_v3]\n  constrains: [__cuda >=12]\n'),
        '2.17',
        { 'conda-glibc': 'no', 'conda-cuda': 'yes', 'conda-archspec': 'yes' },
      ],
      ['pixi.lock, nothing asked', pixi(''), '2.17', {}],
    ];
    test.each(CASES)('%s', async (_, text, libcVersion, expected) => {
      const on = await onlyOf(readInput('lock', Buffer.from(text)));
      const reasons = on ? (judgedOn(on, [group({ os: { libcVersion } })])[0]?.reasons ?? []) : [];
      const told = reasons.filter(({ rule }) => /^conda-(?:glibc|cuda|archspec)$/.test(rule));
      expect(Object.fromEntries(told.map(({ rule, answer }) => [rule, answer]))).toEqual(expected);
    });
  });

  describe('over HTTP', () => {
    const post = (path: string, body: string) => service.fetch(path, { method: 'POST', body });

    test('answers what is sent, and its tables as files', async () => {
      const text = 'dependencies: [samtools=1.17, bwa]\n';
      const response = await post('/check?on=alpha/packaged', text);
      expect(response.status).toBe(200);
      const answer = await response.json();
      expect(answer).toMatchObject({ form: 'environment-yml', asked: 2, on: 'alpha/packaged' });
      const rows = parsedCsv(await (await post('/check/rows.csv?on=alpha/packaged', text)).text());
      expect(rows.slice(1).map((row) => row[2])).toEqual(answer.rows.map((row: CheckRow) => row.name));
      const clusters = await (await post('/check/clusters.json', text)).json();
      expect(clusters.items).toEqual(answer.clusters);
    });

    test.each([
      ['nothing', '', 422, 'check-form'],
      ['no form', '<html>', 422, 'check-form'],
      ['too much', 'x'.repeat(9 * 1024 * 1024), 413, 'check-size'],
    ])('refuses %s', async (_, body, status, code) => {
      const response = await post('/check', body);
      expect([response.status, (await response.json()).error.code]).toEqual([status, code]);
    });

    test('refuses other methods and unknown clusters', async () => {
      expect((await service.fetch('/check')).status).toBe(405);
      expect((await post('/check?on=alpha/none', 'samtools:1.17')).status).toBe(404);
    });
  });
});

test('an environment that every node has on a disk of its own is one environment', async () => {
  const { db, drop } = await testDatabase();
  try {
    const cluster = await Cluster.make(db, 3, 'disks');
    const own = (packages: string[]) => ({ conda: conda({ 'envs/bio': packages }, LOCAL) });
    await cluster.sweep([
      own(['bwa=0.7.17=0']),
      own(['bwa=0.7.17=0']),
      own(['bwa=0.7.17=0', 'samtools=1.17=0']),
    ]);
    const asked = readInput('input', Buffer.from('dependencies:\n  - bwa\n'));
    const { environments } = await check(db, asked, { on: 'alpha/disks', staleDays: 100_000 });
    expect(environments.map(({ load, packages }) => [load, packages])).toEqual([
      ['conda activate /apps/conda/envs/bio', 1],
      ['conda activate /apps/conda/envs/bio', 2],
    ]);
  } finally {
    await drop();
  }
}, 60_000);
