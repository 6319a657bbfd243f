import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareScopes } from '../../server/compare/compareScopes.ts';
import { evidenceOf } from '../../server/compare/evidence.ts';
import { MATCHES } from '../../server/compare/match.ts';
import { refreshComparisons } from '../../server/compare/refresh.ts';
import { refreshRollup } from '../../server/store/rollup.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import type { Cluster } from '../harness/readings.ts';
import { clusterOf, type Software, visitOf } from './sites.ts';

const OPTIONS = { staleDays: 100_000 };

/** What places say of what is offered there: the revision of a repository, the easyconfig of a module. */
describe('what places say', () => {
  let database: TestDatabase;
  const clusters = new Map<string, Cluster>();
  const ROLLUP = 'select * from cluster_tool order by cluster_id, tool_id, provider';
  const rollup = async () => (await database.db.query(ROLLUP)).rows;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  /** Two sites of their own for each test: what is suddenly gone would be held back. */
  let [alpine, harbour] = ['', ''];
  let tests = 0;
  async function sweep(ofAlpine: Software, ofHarbour: Software): Promise<void> {
    tests += 1;
    [alpine, harbour] = [`alpine${tests}`, `harbour${tests}`];
    for (const [site, software] of [
      [alpine, ofAlpine],
      [harbour, ofHarbour],
    ] as const) {
      const cluster = await clusterOf(database.db, `${site}/one`);
      clusters.set(site, cluster);
      await cluster.sweep([visitOf(software)]);
    }
  }
  const again = (site: string, software: Software) => clusters.get(site)?.sweep([visitOf(software)]);

  /** How alpine's tools are in harbour: the same now, from the intervals, and as it is counted for all pairs. */
  async function matches(): Promise<string[]> {
    const { db } = database;
    const now = await compareScopes(db, { a: alpine, b: harbour }, OPTIONS);
    const then = await compareScopes(db, { a: `${alpine}@2030-01-01`, b: `${harbour}@2030-01-01` }, OPTIONS);
    const told = (one: typeof now) => one.there.rows.map(({ tool, match }) => `${tool} ${match}`).sort();
    expect(told(then)).toEqual(told(now));
    expect(told({ ...now, there: now.back }).map((one) => one.split(' ')[1])).toEqual(
      told(now).map((one) => one.split(' ')[1]),
    );
    await refreshComparisons(db, OPTIONS);
    const pair = await db.query<{ matches: number[] }>(
      `select matches from site_pair join site a on a.id = a_id join site b on b.id = b_id
       where a.name = $1 and b.name = $2`,
      [alpine, harbour],
    );
    const counts = MATCHES.map((match) => told(now).filter((one) => one.endsWith(` ${match}`)).length);
    expect(pair.rows[0]?.matches).toEqual(counts);
    // What was brought up to date is what a rebuild gives.
    const before = await rollup();
    for (const cluster of clusters.values()) await refreshRollup(db, cluster.id, null);
    expect(await rollup()).toEqual(before);
    return told(now);
  }

  const modules = ['samtools/1.17', 'bwa/0.7.17-GCC-12.2.0'];

  test('a module of a repository is identical where its revision is the same, and only there', async () => {
    await sweep({ repository: { revision: 7, modules } }, { repository: { revision: 7, modules } });
    expect(await matches()).toEqual(['bwa identical', 'samtools identical']);
    // Nothing in the tree is another, but the repository is.
    await again(harbour, { repository: { revision: 8, modules } });
    expect(await matches()).toEqual(['bwa same-recipe', 'samtools same-version']);
    await again(alpine, { repository: { revision: 8, modules } });
    expect(await matches()).toEqual(['bwa identical', 'samtools identical']);
  });

  test('where no revision is known, nothing is told by it', async () => {
    const unknown = { repository: { revision: null, modules } };
    await sweep(unknown, unknown);
    expect(await matches()).toEqual(['bwa same-recipe', 'samtools same-version']);
  });

  test('the same modules outside of the repository are not in it', async () => {
    await sweep(
      { repository: { revision: 7, modules } },
      { modules, repository: { revision: 7, modules: [] } },
    );
    expect(await matches()).toEqual(['bwa same-recipe', 'samtools same-version']);
  });

  test.each([
    ['the same easyconfig', 'BWA 0.7.17 GCC 12.2.0 a', 'BWA 0.7.17 GCC 12.2.0 a', 'same-recipe'],
    ['another easyconfig', 'BWA 0.7.17 GCC 12.2.0 a', 'BWA 0.7.17 GCC 12.2.0 b', 'same-version'],
    ['one that could not be hashed', 'BWA 0.7.17 GCC 12.2.0 a', 'BWA 0.7.17 GCC 12.2.0', 'same-recipe'],
    ['one of another toolchain', 'BWA 0.7.17 GCC 12.2.0 a', 'BWA 0.7.17 GCC 12.3.0 b', 'same-recipe'],
  ])('%s', async (_, one, other, match) => {
    const bwa = ['bwa/0.7.17-GCC-12.2.0'];
    await sweep({ modules: bwa, easybuild: [one] }, { modules: bwa, easybuild: [other] });
    expect(await matches()).toEqual([`bwa ${match}`]);
  });

  test('an easyconfig that changes beside its module changes the match', async () => {
    const bwa = ['bwa/0.7.17-GCC-12.2.0'];
    const built = (sha: string) => ({ modules: bwa, easybuild: [`BWA 0.7.17 GCC 12.2.0 ${sha}`] });
    await sweep(built('a'), built('a'));
    expect(await matches()).toEqual(['bwa same-recipe']);
    const evidence = async () => {
      const { there } = await compareScopes(database.db, { a: alpine, b: harbour }, OPTIONS);
      return there.rows.map((row) => evidenceOf(row, []));
    };
    expect(await evidence()).toEqual(['EasyBuild GCC-12.2.0, one easyconfig']);
    await again(harbour, built('b'));
    expect(await matches()).toEqual(['bwa same-version']);
    expect(await evidence()).toEqual(['EasyBuild GCC-12.2.0, another easyconfig']);
  });
});
