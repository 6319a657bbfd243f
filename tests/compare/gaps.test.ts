import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareScopes } from '../../server/compare/compareScopes.ts';
import type { FacetReading } from '../../server/facets/facet.ts';
import type { FacetName } from '../../server/facets/names.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type Cluster, failed, failedTree, LOCAL, reading, tree } from '../harness/readings.ts';
import { clusterOf, visitOf } from './sites.ts';

let database: TestDatabase;
let has: Cluster;
beforeAll(async () => {
  database = await testDatabase();
  has = await clusterOf(database.db, 'alpine/edelweiss');
  await has.sweep([visitOf({ modules: ['bwa/0.7.17'], packages: ['vim 9.1-1'] })]);
});
afterAll(() => database.drop());

type Visit = Partial<Record<FacetName, FacetReading>>;
const read = (): Visit => visitOf({ modules: ['samtools/1.17'] });

let number = 0;
/** What is told of bwa, a module at alpine, and of vim, a package there, in a cluster that was visited so. */
async function told(visits: (cluster: Cluster) => Promise<unknown>, nodes = 1, staleDays = 100_000) {
  number += 1;
  const name = `meadow/c${number}`;
  const cluster = await clusterOf(database.db, name, nodes);
  await visits(cluster);
  const { b, there } = await compareScopes(database.db, { a: 'alpine', b: name }, { staleDays });
  return {
    matches: Object.fromEntries(there.rows.map(({ tool, match }) => [tool, match])),
    gaps: b.coverage.gaps.map(({ facet, reason, nodes }) => `${facet} ${reason} ${nodes}`),
  };
}

const both = (match: string) => ({ bwa: match, vim: match });

describe('a tool that was not seen', () => {
  test('is missing where every place was read', async () => {
    expect(await told((one) => one.sweep([read()]))).toEqual({ matches: both('missing'), gaps: [] });
  });

  test('is unknown where nobody was', async () => {
    const { matches, gaps } = await told(async () => {});
    expect(matches).toEqual(both('unknown'));
    expect(gaps).toContain('modules never-read 1');
  });

  test('is unknown where one node of two was never visited', async () => {
    expect((await told((one) => one.sweep([read()]), 2)).matches).toEqual(both('unknown'));
  });

  test('is unknown where a facet failed', async () => {
    const { matches, gaps } = await told((one) => one.sweep([{ ...read(), conda: failed('timeout') }]));
    expect(matches).toEqual(both('unknown'));
    expect(gaps).toEqual(['conda never-read 1', 'conda timeout 1']);
  });

  test('is unknown where a facet failed that was read before', async () => {
    const { matches, gaps } = await told(async (one) => {
      await one.sweep([read()]);
      await one.sweep([{ ...read(), conda: failed('timeout') }]);
    });
    expect(matches).toEqual(both('unknown'));
    expect(gaps).toEqual(['conda timeout 1']);
  });

  test('is unknown where a place could not be read', async () => {
    const { gaps, matches } = await told((one) =>
      one.sweep([{ ...read(), modules: reading({ roots: [failedTree('permission')] }) }]),
    );
    expect(matches).toEqual(both('unknown'));
    expect(gaps).toEqual(['modules permission 1']);
  });

  test('is unknown where a place was read with gaps', async () => {
    const root = tree(['samtools/1.17'], { unread: [{ reason: 'permission', path: 'secret' }] });
    const { gaps, matches } = await told((one) =>
      one.sweep([{ ...read(), modules: reading({ roots: [root] }) }]),
    );
    expect(matches).toEqual(both('unknown'));
    expect(gaps).toEqual(['modules partly-unread 1']);
  });

  test('is unknown where what was found is held back', async () => {
    const { gaps, matches } = await told(async (one) => {
      await one.sweep([visitOf({ modules: Array.from({ length: 10 }, (_, at) => `tool${at}/1.0`) })]);
      await one.sweep([visitOf({ modules: ['tool1/1.0'] })]);
    });
    expect(matches).toEqual(both('unknown'));
    expect(gaps).toEqual(['modules root-suspect 1']);
  });

  test('is missing where another node read the same place', async () => {
    const shut = { ...read(), modules: reading({ roots: [failedTree('permission')] }) };
    const { gaps, matches } = await told((one) => one.sweep([shut, read()]), 2);
    expect(gaps).toEqual([]);
    expect(matches).toEqual(both('missing'));
  });

  test('is unknown where the place of another node is its own', async () => {
    const own = (): Visit => ({
      ...read(),
      modules: reading({ roots: [tree(['samtools/1.17'], { mount: LOCAL })] }),
    });
    const shut = { ...read(), modules: reading({ roots: [failedTree('permission', { mount: LOCAL })] }) };
    expect((await told((one) => one.sweep([shut, own()]), 2)).matches).toEqual(both('unknown'));
  });

  test('is missing where a node was read before and cannot be reached since, for as long as that is not old', async () => {
    const lost = async (one: Cluster) => {
      await one.sweep([read()]);
      await one.sweep([{}], 'connect-timeout');
    };
    expect((await told(lost)).matches).toEqual(both('missing'));
    // The harness visits at the beginning of 2026.
    const { matches, gaps } = await told(lost, 1, 1);
    expect(matches).toEqual(both('unknown'));
    expect(gaps).toContain('modules stale 1');
  });

  test('is unknown as a package where packages are not collected, and missing as a module', async () => {
    const { packages: _, ...rest } = read();
    expect((await told((one) => one.sweep([rest]))).matches).toEqual({ bwa: 'missing', vim: 'unknown' });
  });

  test('is there when it was seen, whatever failed since', async () => {
    const { matches } = await told(async (one) => {
      await one.sweep([visitOf({ modules: ['bwa/0.7.17'] })]);
      await one.sweep([{ ...read(), modules: failed('timeout') }]);
    });
    expect(matches).toEqual({ bwa: 'same-version', vim: 'unknown' });
  });
});

test('what came later makes nothing unknown of a time before it', async () => {
  const { db } = database;
  const early = await clusterOf(db, 'vale/early');
  await early.sweep([read()]);
  const at = '2026-06-01';
  const missing = async () => {
    const { there } = await compareScopes(db, { a: 'alpine', b: `vale@${at}` }, { staleDays: 100_000 });
    return Object.fromEntries(there.rows.map(({ tool, match }) => [tool, match]));
  };
  expect(await missing()).toEqual(both('missing'));
  // A node and a cluster that nobody has visited yet.
  await db.prisma.node.create({ data: { clusterId: early.id, name: 'late' } });
  await clusterOf(db, 'vale/late');
  expect(await missing()).toEqual(both('missing'));
  const { there } = await compareScopes(db, { a: 'alpine', b: 'vale' }, { staleDays: 100_000 });
  expect(there.rows.map(({ match }) => match)).toEqual(['unknown', 'unknown']);
});
