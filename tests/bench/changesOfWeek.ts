import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { areaOf } from '../../server/changes/area.ts';
import { headsOf } from '../../server/changes/documents.ts';
import { driftOf } from '../../server/changes/drift/drift.ts';
import { allChanges } from '../../server/changes/list.ts';
import { nodeChanges } from '../../server/changes/nodes.ts';
import { offeringDifferences } from '../../server/changes/offerings.ts';
import { pairsOf } from '../../server/changes/pairs.ts';
import { type Window, windowOf } from '../../server/changes/window.ts';
import { installation } from '../../server/config.ts';
import { sql } from '../../server/sql.ts';
import type { Database } from '../../server/store/database.ts';
import type { Result } from './bench.ts';
import { timedWork } from './timed.ts';

/**
 * What changed in a week in an invented fleet whose shared places have changes of the week already. Node-local facets are laid into it here:
 * five of each node, and a tenth of the clusters booted another kernel two days ago.
 */
export async function measureChanges(db: Database, size: string): Promise<Result[]> {
  const laid = await db.query('select from observation limit 1');
  if (laid.rows.length === 0) await layNodes(db);
  const window = windowOf('7d', '');
  const cluster = await db.query<{ site: string; cluster: string }>(
    `select site.name as site, cluster.name as cluster from cluster join site on site.id = cluster.site_id order by cluster.id limit 1`,
  );
  const place = cluster.rows[0] ?? { site: '', cluster: '' };
  const found = await allChanges(db, '', window);
  const told = `${found.changes.length.toLocaleString('en')} changes; ${size}`;
  const results = [
    await best('changes of a week, everything', told, () => allChanges(db, '', window)),
    await best('changes of a week, one cluster', size, () =>
      allChanges(db, `${place.site}/${place.cluster}`, window),
    ),
    await best('drift of one cluster', size, () => driftOf(db, place, { rollingDays: 7, now: new Date() })),
  ];
  if (process.env.GAZETTEER_PLANS === 'write') await writePlans(db, window, told);
  return results;
}

/** The best of five: the first warms the caches of both sides. */
async function best(what: string, size: string, work: () => Promise<unknown>): Promise<Result> {
  const tries = [];
  for (let at = 0; at < 5; at += 1) tries.push(await timedWork(work));
  const { seconds, megabytes } = tries.toSorted((a, b) => a.seconds - b.seconds)[0] ?? {
    seconds: 0,
    megabytes: 0,
  };
  return { what, size, seconds, megabytes };
}

async function layNodes(db: Database): Promise<void> {
  await db.query(`select setval(pg_get_serial_sequence('document', 'id'), (select max(id) from document))`);
  await db.query(
    `insert into document (hash, kind, facts, bytes)
     select sha256(('local ' || facet || ' ' || number)::bytea), (array['hardware.node', 'os.node', 'kernel.node', 'gpus.node', 'runtimes.node'])[facet + 1],
       jsonb_build_object('kind', 'local', 'release', '5.14.' || number,
         'flags', (select jsonb_agg('flag' || flag) from generate_series(1, 120) as flag)), 2000
     from generate_series(0, 4) as facet, generate_series(1, 40) as number`,
  );
  await db.query(
    `insert into evidence (hash, agent_id, bytes, content)
     select sha256(('local ' || number)::bytea), (select min(id) from agent_version), 1, '\\x00' from generate_series(1, 2) as number`,
  );
  const document = (facet: string, number: string) =>
    `(select id from document where hash = sha256(('local ' || ${facet} || ' ' || ${number})::bytea))`;
  const evidence = (number: number) => `(select id from evidence where hash = sha256('local ${number}'))`;
  await db.query(
    `insert into observation (node_id, facet, document_id, evidence_id, since, until, until_after)
     select node.id, facet, ${document('facet', '(1 + node.cluster_id % 20)')}, ${evidence(1)}, now() - interval '200 days',
       case when facet = 2 and node.cluster_id % 10 = 0 then now() - interval '2 days' end,
       case when facet = 2 and node.cluster_id % 10 = 0 then now() - interval '3 days' end
     from node cross join generate_series(0, 4) as facet`,
  );
  await db.query(
    `insert into observation (node_id, facet, document_id, evidence_id, since, since_after)
     select node.id, 2, ${document('2', '(21 + node.cluster_id % 20)')}, ${evidence(2)}, now() - interval '2 days', now() - interval '3 days'
     from node where node.cluster_id % 10 = 0`,
  );
  // Without other raw text it would be the same, read otherwise.
  await db.query(`update root_item set evidence_id = ${evidence(2)} where since > now() - interval '7 days'`);
  await db.query('analyze observation, document, root_item');
}

/** Writes the plans of the heavy statements, with the size that they were taken at, into docs/plans. */
async function writePlans(db: Database, window: Window, size: string): Promise<void> {
  const area = await areaOf(db, '', window);
  const { fresh } = await nodeChanges(db, area, window);
  const pairs = await pairsOf(db, area, window, fresh);
  const scope = [window.since, window.until, [...area.clusters.keys()], null];
  const told = await offeringDifferences(db, pairs, await headsOf(db, pairs));
  const statements: [name: string, values: unknown[]][] = [
    ['changes-nodes', scope],
    ['changes-observations', [...scope, fresh]],
    ['changes-items', [...scope, fresh]],
    ['changes-offerings', [[...new Set([...told.values()].flat().map(({ id }) => id))]]],
    ['changes-unread', scope],
  ];
  const parts = [];
  for (const [name, values] of statements) {
    const plan = await db.query<{ 'QUERY PLAN': string }>(
      `explain (analyze, costs off, buffers off, timing off) ${sql(name)}`,
      values,
    );
    const lines = plan.rows.map((row) => row['QUERY PLAN'].slice(0, 160));
    parts.push(`## server/sql/${name}.sql\n\n\`\`\`\n${lines.join('\n')}\n\`\`\``);
  }
  const head = `# Plans of the statements behind changes\n\nTaken by the bench with \`GAZETTEER_PLANS=write\`: a week of everything, ${size}.`;
  mkdirSync(join(installation, 'docs/plans'), { recursive: true });
  writeFileSync(join(installation, 'docs/plans/changes.md'), `${head}\n\n${parts.join('\n\n')}\n`);
}
