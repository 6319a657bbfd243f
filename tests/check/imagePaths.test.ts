import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CheckPlace, check } from '../../server/check/answer.ts';
import { imagesPlaced } from '../../server/check/imagePaths.ts';
import { readInput } from '../../server/check/inputs/read.ts';
import { subjectsOn } from '../../server/check/subject.ts';
import { sql } from '../../server/sql.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, reading } from '../harness/readings.ts';
import { group } from '../verdict/invent.ts';
import { images } from './clusters.ts';

const NAME = 'pipeline.sif';
const PATH = `/shared/images/${NAME}`;
let database: TestDatabase;

/**
 * `here` and `twin` have the image at the path, `moved` the same bytes in another folder under another name, `changed` other bytes at the
 * path, `named` an image of that name of which nobody computed the digest, and `none` nothing.
 */
beforeAll(async () => {
  database = await testDatabase();
  const make = async (cluster: string, folder: string, name: string, digest: string) => {
    const made = await Cluster.make(database.db, 1, cluster);
    const own = images(name === '' ? [] : [name], folder);
    // Other bytes are another document.
    if (cluster === 'changed')
      for (const { facts } of own.roots[0]?.items ?? []) Object.assign(facts, { architecture: 'arm64' });
    const others = ['conda', 'modules', 'venvs', 'spack', 'packages', 'cvmfs', 'runtimes'];
    const read = Object.fromEntries(others.map((facet) => [facet, reading()]));
    await made.sweep([{ ...read, images: own }]);
    if (digest === '') return;
    await database.db.query(
      `insert into image_digest (root_id, path, document_id, sha256, computed_at)
       select root.id, root_item.path, root_item.document_id, decode($2, 'hex'), now()
       from root join root_item on root_item.root_id = root.id where root.cluster_id = $1`,
      [made.id, digest],
    );
  };
  await make('here', '/shared/images', NAME, 'ab'.repeat(32));
  await make('twin', '/shared/images', NAME, 'ab'.repeat(32));
  await make('moved', '/data', 'mine.sif', 'ab'.repeat(32));
  await make('changed', '/shared/images', NAME, 'cd'.repeat(32));
  await make('named', '/other', NAME, '');
  await make('none', '/other', '', '');
}, 60_000);
afterAll(async () => database?.drop());

const ask = (text: string, on: string) =>
  check(database.db, readInput('input', Buffer.from(text)), { on, staleDays: 100_000 });

const FORMS: [form: string, text: string, line: number][] = [
  ['image-reference', `${PATH}\n`, 1],
  ['job-script', `#!/bin/bash\nsrun apptainer exec --nv --bind /a:/b ${PATH} python x.py\n`, 2],
  ['job-script', `#!/bin/bash\nsingularity run \\\n  file://${PATH}\n`, 3],
  ['snakemake', `rule a:\n    container: "${PATH}"\n`, 2],
  ['nextflow', `process.container = '${PATH}'\n`, 1],
  ['nextflow', `process { container = 'file://${PATH}' }\n`, 1],
];
test.each(FORMS)(
  'a path in %s is answered by what lies there, and elsewhere by its bytes',
  async (form, text, line) => {
    const answer = await ask(text, 'alpha/here');
    expect(answer.form).toBe(form);
    const told = async (on: string) => {
      const { rows, unread } = await ask(text, on);
      expect(unread).toEqual([]);
      return rows.map((row) => [row.line, row.match, row.fits, row.place]);
    };
    expect(await told('alpha/here')).toEqual([[line, 'identical', true, PATH]]);
    expect(await told('alpha/twin')).toEqual([[line, 'identical', true, PATH]]);
    expect(await told('alpha/moved')).toEqual([[line, 'identical', true, '/data/mine.sif']]);
    expect((await ask(text, 'alpha/moved')).rows[0]?.load).toBe('apptainer exec /data/mine.sif');
    const counts = answer.clusters.map(({ cluster, there, identical }) => [cluster, there, identical]);
    expect(Object.fromEntries(counts.map(([cluster, ...numbers]) => [cluster, numbers]))).toEqual({
      here: [1, 1],
      twin: [1, 1],
      moved: [1, 1],
      changed: [1, 1],
      named: [0, 0],
      none: [0, 0],
    });
    expect(answer.verdicts.map(({ subject }) => subject)).toEqual([PATH]);
  },
);

test('that several images have one path is said', async () => {
  const { notes } = await ask(`${PATH}\n`, 'alpha/here');
  expect(notes).toEqual([
    `${PATH} is not one image: it is another one at alpha/here, alpha/twin (abababababab) than at alpha/changed (cdcdcdcdcdcd).`,
  ]);
});

test('what lies there on the cluster that is asked for is what is judged', async () => {
  const places = (await database.db.query<CheckPlace>(sql('check-clusters'))).rows;
  const architectures = async (cluster: string) => {
    const first = places.find((one) => one.cluster === cluster);
    const { input } = await imagesPlaced(
      database.db,
      readInput('input', Buffer.from(`${PATH}\n`)),
      places,
      first,
    );
    const subject = (await subjectsOn(database.db, input)).subjects[0]?.(group());
    return subject?.kind === 'image' ? subject.architectures : null;
  };
  expect([await architectures('here'), await architectures('changed'), await architectures('none')]).toEqual([
    ['x86_64'],
    ['aarch64'],
    ['x86_64'],
  ]);
});

test('a path that no cluster has is looked for by its name, and that is said', async () => {
  const { notes, rows, nowhere } = await ask('/elsewhere/samtools_1.17--h00cdaf9_0.sif\n', 'alpha/here');
  expect(notes).toEqual([
    'No cluster is known to have an image at /elsewhere/samtools_1.17--h00cdaf9_0.sif: it is looked for by the name of its file.',
  ]);
  expect(rows).toMatchObject([{ tool: 'samtools', wanted: '1.17 h00cdaf9_0', match: 'missing' }]);
  expect(nowhere).toEqual(['/elsewhere/samtools_1.17--h00cdaf9_0.sif']);
});

test('what is told only when a script runs is not looked for', async () => {
  const { rows, unread } = await ask('#!/bin/bash\napptainer exec $IMAGES/a.sif x\n', 'alpha/here');
  expect([rows, unread.map(({ line, column, message }) => `${line}:${column} ${message}`)]).toEqual([
    [],
    ['2:16 runs an image that is told only when the script runs: check the file or its reference as well'],
  ]);
});
