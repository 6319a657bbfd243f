import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configFrom } from '../../server/config.ts';
import { finish } from '../../server/jobs/finish.ts';
import { Lanes } from '../../server/jobs/lanes.ts';
import { LapsedLogins } from '../../server/jobs/lapsedLogins.ts';
import { prepareQueue } from '../../server/jobs/runner.ts';
import { Shares } from '../../server/jobs/shares.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { makeKey } from '../harness/sshKeys.ts';
import { needs } from '../harness/tools.ts';

const NODES = 6;
const folder = mkdtempSync(join(tmpdir(), 'gazetteer-finish-'));
let database: TestDatabase;
/** When connections came. */
let times: number[] = [];
/** It takes connections and says nothing, so that each visit takes a second. */
const silent = createServer((socket) => {
  times.push(performance.now());
  socket.resume().on('error', () => {});
});

beforeAll(async () => {
  database = await testDatabase();
  await prepareQueue(database.url);
  silent.listen(0, '0.0.0.0');
  await once(silent, 'listening');
}, 60_000);
afterAll(async () => {
  silent.close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

test.skipIf(!needs('ssh-keygen', 'openssh-client')).each([
  ['the cluster', 'collect: { nodes: 2 },', 16, 2],
  ['the process', '', 3, 3],
])(
  'what is left to read at the end of a sweep keeps to the nodes at once of %s',
  async (_, collection, lanes, allowed) => {
    const { db } = database;
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const key = makeKey(join(folder, `key-${lanes}`));
    const sites = join(folder, 'sites.yaml');
    const addresses = Array.from({ length: NODES }, (_, at) => `n${at + 1}: 127.0.0.${at + 1}`).join(', ');
    writeFileSync(
      sites,
      `sites: { s: { clusters: { c${lanes}: { ${collection} nodes: "n[1-${NODES}]", limits: { connectSeconds: 1 },
        ssh: { user: u, port: ${port}, identityFile: ${key}, agent: false, config: false, addresses: { ${addresses} } } } } } }`,
    );
    const env = { DATABASE_URL: database.url, GAZETTEER_DATA: join(folder, 'data') };
    expect(await gazetteer(['apply', sites], env)).toMatchObject({ code: 0 });
    const nodes = await db.query<{ id: number; clusterId: number }>(
      `select node.id, cluster_id as "clusterId" from node join cluster on cluster.id = cluster_id
       where cluster.name = $1 order by node.id`,
      [`c${lanes}`],
    );
    const clusterId = nodes.rows[0]?.clusterId ?? 0;
    // Each node saw a place that somebody else was to read, who could not.
    const claims = Object.fromEntries(
      nodes.rows.map(({ id }) => [`k${id}`, { facet: 0, by: null, done: false, others: [id], tried: [] }]),
    );
    const sweep = await db.query<{ id: number }>(
      `insert into sweep (cluster_id, started_at, state, expected, worker, trigger, claims)
       values ($1, now(), 'running', $2, 'queue', 'command', $3) returning id`,
      [clusterId, NODES, JSON.stringify(claims)],
    );
    const sweepId = sweep.rows[0]?.id ?? 0;
    await db.query(
      `insert into visit (sweep_id, node_id, cluster_id, started_at, milliseconds, bytes, outcome, confirmed, absent, unconfirmed)
       select $1, id, cluster_id, now(), 1, 1, 0, 1, 0, '{}' from node where cluster_id = $2`,
      [sweepId, clusterId],
    );
    const log = pino({ level: 'silent' });
    times = [];
    await finish(
      {
        db,
        log,
        dataFolder: join(folder, 'data'),
        shares: new Shares(db),
        lapsed: new LapsedLogins(log),
        lanes: new Lanes(lanes),
        parallel: 16,
        config: configFrom({}),
        signal: new AbortController().signal,
      },
      sweepId,
    );
    expect(times).toHaveLength(NODES);
    expect(times.filter((time) => time < (times[0] ?? 0) + 600)).toHaveLength(allowed);
    const ended = await db.query('select state from sweep where id = $1', [sweepId]);
    expect(ended.rows).toEqual([{ state: 'finished' }]);
  },
  60_000,
);
