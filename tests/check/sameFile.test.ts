import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { check } from '../../server/check/answer.ts';
import { readInput } from '../../server/check/inputs/read.ts';
import { installation } from '../../server/config.ts';
import { sifFile } from '../facets/images-make.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster } from '../harness/readings.ts';
import { type Service, startService } from '../harness/service.ts';
import { content, EL9 } from '../verdict/invent.ts';
import { images } from './clusters.ts';

const NAME = 'samtools_1.17--h00cdaf9_0.sif';
const object = { type: 0x4004, id: 1, text: '', partition: { fs: 1, use: 2, arch: '02' } };
const bytes = Buffer.concat([sifFile({ objects: [object] }), Buffer.alloc(300_000, 'x')]);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const folder = mkdtempSync(join(tmpdir(), 'gazetteer-same-'));

let database: TestDatabase;
let service: Service;

/** Three clusters with a file of that name: of one it is these bytes, at its second place, of one others, of one nobody knows. */
beforeAll(async () => {
  database = await testDatabase();
  for (const [name, digest] of [
    ['same', sha256],
    ['other', '0'.repeat(64)],
    ['unhashed', ''],
  ] as const) {
    const cluster = await Cluster.make(database.db, 1, name);
    const [first, second] = [images([NAME]), images([NAME], '/data/images')];
    await cluster.sweep([{ images: { ...first, roots: [...first.roots, ...second.roots] } }]);
    if (digest === '') continue;
    const place = `from root join root_item on root_item.root_id = root.id
      where root.cluster_id = $1 and root.path = '/data/images'`;
    await database.db.query(
      `insert into image_digest (root_id, path, document_id, sha256, computed_at)
       select root.id, root_item.path, root_item.document_id, decode($2, 'hex'), now() ${place}`,
      [cluster.id, digest],
    );
  }
  service = await startService(database.db);
  writeFileSync(join(folder, NAME), bytes);
}, 60_000);
afterAll(async () => {
  await service?.close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const matchesOf = (clusters: { cluster: string; there: number; exact: number }[]) =>
  Object.fromEntries(clusters.map(({ cluster, there, exact }) => [cluster, [there, exact]]));

test('an image is identical where its very bytes are, and the line is of that place', async () => {
  const input = readInput(NAME, bytes.subarray(0, 256 * 1024), sha256);
  const ask = (on: string) => check(database.db, input, { on, staleDays: 100_000 });
  const answer = await ask('');
  expect(answer.on).toBe('alpha/same');
  const row = { match: 'identical', fits: true, version: '1.17', build: 'h00cdaf9_0' };
  const load = `apptainer exec /data/images/${NAME}`;
  expect(answer.rows).toMatchObject([{ ...row, place: `/data/images/${NAME}`, load }]);
  for (const name of ['alpha/other', 'alpha/unhashed'])
    expect((await ask(name)).rows).toMatchObject([{ match: 'same-build', fits: true }]);
  expect(matchesOf(answer.clusters)).toEqual({ same: [1, 1], other: [1, 1], unhashed: [1, 1] });
});

test('without a digest, or with one that nobody has, its name says what it is like', async () => {
  for (const digest of ['', 'f'.repeat(64)]) {
    const input = readInput(NAME, bytes, digest);
    const answer = await check(database.db, input, { on: 'alpha/same', staleDays: 100_000 });
    expect(answer.rows).toMatchObject([{ match: 'same-build' }]);
  }
});

test('a digest beside a text says nothing', () => {
  expect(readInput('environment.yml', Buffer.from('dependencies: [samtools]\n'), sha256).sha256).toBe('');
});

test('what is inside the same bytes elsewhere is judged, not only their beginning', async () => {
  const judged = async (digest: string) => {
    const answer = await check(database.db, readInput(NAME, bytes, digest), {
      on: 'alpha/same',
      staleDays: 100_000,
    });
    return answer.verdicts.flatMap((one) => one.reasons.filter(({ rule }) => rule === 'vsyscall'));
  };
  const facts = {
    kind: 'images.contents',
    packages: [...EL9, content('rpm', 'bash', '5.1')],
    unread: [],
    settings: [],
  };
  const stored = await database.db.query<{ id: number }>(
    `insert into document (hash, kind, facts, bytes) values (decode($1, 'hex'), 'images.contents', $2, 1) returning id`,
    ['ab'.repeat(32), facts],
  );
  await database.db.query(
    `insert into image_contents (root_id, path, document_id, contents_id, evidence_id, read_at)
     select root_id, path, document_id, $1, (select min(id) from evidence), now() from image_digest where sha256 = decode($2, 'hex')`,
    [stored.rows[0]?.id, sha256],
  );
  expect((await judged(''))[0]?.message).toContain('nobody looked into the image');
  expect((await judged(sha256))[0]).toMatchObject({
    answer: 'yes',
    message: 'glibc 2.34 does not call vsyscall.',
  });
});

test('over HTTP the digest is a parameter, and one that is none is refused', async () => {
  const post = (query: string) =>
    service.fetch(`/check?name=${NAME}${query}`, {
      method: 'POST',
      body: new Uint8Array(bytes.subarray(0, 256 * 1024)),
    });
  const answer = await (await post(`&sha256=${sha256}`)).json();
  expect(answer.rows).toMatchObject([{ match: 'identical' }]);
  expect((await post('&sha256=abc')).status).toBe(400);
});

test('the command computes it, unless it is told not to', () => {
  const run = (...more: string[]) => {
    const ran = spawnSync(
      'node',
      [join(installation, 'bin/gazetteer.js'), 'check', join(folder, NAME), '--json', ...more],
      {
        env: { ...process.env, DATABASE_URL: database.url },
        encoding: 'utf8',
      },
    );
    return JSON.parse(ran.stdout).rows[0].match;
  };
  expect(run()).toBe('identical');
  expect(run('--no-digest')).toBe('same-build');
}, 60_000);
