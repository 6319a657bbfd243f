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
import { layLocalFacts } from './localFacts.ts';
import { timedWork } from './timed.ts';

/**
 * What changed in a week in an invented fleet whose shared places have changes of the week already. Node-local facets are laid into it here:
 * five of each node, and a tenth of the clusters booted another kernel two days ago.
 */
export async function measureChanges(db: Database, size: string): Promise<Result[]> {
  await layLocalFacts(db);
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
