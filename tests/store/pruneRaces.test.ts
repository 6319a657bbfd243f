import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../server/store/database.ts';
import { unpackEvidence } from '../../server/store/evidence.ts';
import { prune } from '../../server/store/prune/prune.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, kernel } from '../harness/readings.ts';

/** Documents go while visits are about to refer to them, in this process and in others. */

let database: TestDatabase;
let cluster: Cluster;
const folder = mkdtempSync(join(tmpdir(), 'gazetteer-prune-'));
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  cluster = await Cluster.make(database.db, 2);
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

// Cluster dates its sweeps in January 2026.
const KEEP = { visits: 1, closed: 1 };
const now = new Date('2026-06-01T00:00:00Z');
const held = async (node = 0) => {
  const found = await database.db.query<{ release: string; evidence: Buffer }>(
    `select document.facts ->> 'release' as release, evidence.content as evidence from observation
     join document on document.id = document_id join evidence on evidence.id = evidence_id
     where node_id = $1 and until is null`,
    [cluster.nodes[node]],
  );
  return found.rows.map((row) => row.release);
};
/** Documents are old enough to go. */
const ageAll = () => database.db.query(`update document set created_at = '2020-01-01'`);
const documents = async (release: string) =>
  (await database.db.query(`select id from document where facts ->> 'release' = $1`, [release])).rows.length;

test('a document that another process removed is stored again by one that knew it', async () => {
  await cluster.sweep([{ kernel: kernel('1') }]);
  await cluster.sweep([{ kernel: kernel('2') }]);
  // What was stored a moment ago may be about to be referred to.
  expect((await prune(database.db, KEEP, { now, dryRun: true })).removed.documents).toBe(0);
  await ageAll();
  const env = {
    DATABASE_URL: database.url,
    GAZETTEER_DATA: folder,
    GAZETTEER_KEEP_VISITS: '1',
    GAZETTEER_KEEP_CLOSED: '1',
  };
  const dry = await gazetteer(['prune', '--dry-run'], env);
  expect(dry.out).toMatch(/^WOULD GO +ROWS\n/);
  expect(await documents('1')).toBe(1);
  const ran = await gazetteer(['prune'], env);
  expect(ran.out).toMatch(/documents in no use +1\n/);
  expect(ran.out.replace('GONE', 'WOULD GO').split(/\s+/)).toEqual(dry.out.split(/\s+/));
  expect(ran.code).toBe(0);
  expect([await documents('1'), await documents('2')]).toEqual([0, 1]);
  const [result] = await cluster.sweep([{ kernel: kernel('1') }]);
  expect(result?.outcome).toBe('complete');
  expect(await held()).toEqual(['1']);
  await ageAll();
  expect(JSON.parse((await gazetteer(['prune', '--json'], env)).out)).toMatchObject({
    dryRun: false,
    cancelled: false,
    removed: { observations: 1, documents: 1, evidence: 1 },
  });
});

test('evidence that another process removed is stored again by one that knew it', async () => {
  await cluster.sweep([{ kernel: kernel('e') }]);
  await cluster.sweep([{ kernel: kernel('f') }]);
  await database.db.query('delete from observation where node_id = $1 and until is not null', [
    cluster.nodes[0],
  ]);
  const stored =
    'select hash from evidence where bytes = $1 and not exists (select from observation where evidence_id = evidence.id)';
  const gone = await database.db.query(`delete from evidence where hash in (${stored}) returning id`, [
    'uname 1\ne'.length,
  ]);
  expect(gone.rows).toHaveLength(1);
  expect((await cluster.sweep([{ kernel: kernel('e') }]))[0]?.outcome).toBe('complete');
  const found = await database.db.query<{ content: Buffer }>(
    `select content from observation join evidence on evidence.id = evidence_id where node_id = $1 and until is null`,
    [cluster.nodes[0]],
  );
  expect(found.rows.map(({ content }) => unpackEvidence(content)[0]?.bytes.toString())).toEqual(['e']);
});

test('a visit waits for one that is being removed, and stores it again', async () => {
  await cluster.sweep([{ kernel: kernel('a') }]);
  await cluster.sweep([{ kernel: kernel('b') }]);
  const at = [cluster.nodes[0]];
  await database.db.query('delete from observation where node_id = $1 and until is not null', at);
  let visit: ReturnType<Cluster['sweep']> | undefined;
  let done = false;
  await database.db.transaction(async (tx) => {
    await tx.query(`delete from document where facts ->> 'release' = 'a'`);
    visit = cluster.sweep([{ kernel: kernel('a') }]);
    visit.then(() => {
      done = true;
    });
    await sleep(300);
    expect(done).toBe(false);
  });
  expect((await visit)?.[0]?.outcome).toBe('complete');
  expect(await held()).toEqual(['a']);
});

test('what a visit refers to that is not over yet stays, and nobody waits for it', async () => {
  await cluster.sweep([{ kernel: kernel('x') }]);
  await cluster.sweep([{ kernel: kernel('y') }]);
  const node = cluster.nodes[1];
  await ageAll();
  await database.db.transaction(async (tx) => {
    await tx.query(
      `insert into observation (node_id, facet, document_id, evidence_id, since)
       select $1, facet, document_id, evidence_id, now() from observation
       where node_id = $2 and until is not null`,
      [node, cluster.nodes[0]],
    );
    await prune(database.db, KEEP, { now });
  });
  expect(await documents('x')).toBe(1);
  expect(await held(1)).toEqual(['x']);
});

test('two at once: the second is refused', async () => {
  const other = openDatabase(database.url);
  const first = other.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock(7311003)');
    await expect(prune(database.db, KEEP, { now })).rejects.toMatchObject({ code: 'prune-running' });
  });
  await first;
  await prune(database.db, KEEP, { now });
  await other.close();
});

test('one that is told to stop stops, and the next goes on', async () => {
  await cluster.sweep([{ kernel: kernel('p') }]);
  await cluster.sweep([{ kernel: kernel('q') }]);
  await ageAll();
  const pruned = await prune(database.db, KEEP, { now, signal: AbortSignal.abort() });
  expect(pruned.cancelled).toBe(true);
  expect(Object.values(pruned.removed).every((rows) => rows === 0)).toBe(true);
  expect((await prune(database.db, KEEP, { now })).removed.documents).toBe(1);
});

test('visits that change to and fro while history is thinned', async () => {
  const other = openDatabase(database.url);
  let removed = 0;
  for (let round = 0; round < 30; round += 1) {
    await ageAll();
    const pruning = prune(other, KEEP, { now });
    const found = { kernel: kernel(`r${round % 3}`) };
    const results = await cluster.sweep([found, { kernel: kernel(`r${(round + 1) % 3}`) }]);
    expect(results.map((result) => result.outcome)).toEqual(['complete', 'complete']);
    removed += (await pruning).removed.documents;
  }
  await other.close();
  expect(removed).toBeGreaterThan(0);
  expect([await held(0), await held(1)]).toEqual([['r2'], ['r0']]);
});
