import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentView } from '../../server/query/documents.ts';
import { nodeDetail } from '../../server/query/nodeDetail.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, failed, kernel, LOCAL, reading, tree } from '../harness/readings.ts';

/** How old what the page of a document says is, beside what the pages of its nodes say. */

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const START = Date.UTC(2026, 0, 1);
const atHour = (hour: number) => new Date(START + hour * 3_600_000).toISOString();

test('is that of the node that was read longest ago where each reads its own', async () => {
  const { db } = database;
  const cluster = await Cluster.make(db, 3);
  const own = tree(['vim/9.1'], { path: '/opt/own', mount: LOCAL });
  const seen = { kernel: kernel('5.14.0-77'), modules: reading({ roots: [own] }) };
  await cluster.sweep([seen, seen, seen]);
  await cluster.sweep([seen, { ...seen, kernel: failed('timeout') }, seen]);
  await cluster.sweep([seen, seen, { ...seen, modules: failed('timeout') }]);
  await cluster.sweep([seen, { kernel: failed('timeout'), modules: failed('timeout') }, seen]);
  const ages = await agesOf(cluster.nodes);
  const documents = [...new Set(ages.map(({ hash }) => hash))];
  expect(documents).toHaveLength(2);
  for (const hash of documents) {
    const { heldBy, confirmedAt } = await documentView(db, hash);
    expect(heldBy).toHaveLength(1);
    expect(heldBy[0]?.nodes).toBe('cpu[1-3]');
    // The second node has not been read since the third sweep.
    expect(heldBy[0]?.confirmedAt).toBe(atHour(3));
    expect(heldBy[0]?.confirmedAt).toBe(
      ages
        .filter((age) => age.hash === hash)
        .map(({ at }) => at)
        .toSorted()[0],
    );
    expect(confirmedAt).toBe(atHour(3));
  }
});

test('is that of who read it last where one root is seen by all', async () => {
  const { db } = database;
  const cluster = await Cluster.make(db, 2);
  const seen = { modules: reading({ roots: [tree(['samtools/1.17'], { path: '/apps/shared' })] }) };
  await cluster.sweep([seen, seen]);
  await cluster.sweep([seen, { modules: failed('timeout') }]);
  const [first] = await agesOf(cluster.nodes.slice(0, 1));
  const { heldBy, confirmedAt } = await documentView(db, first?.hash ?? '');
  expect(heldBy.map(({ path, confirmedAt: at }) => [path, at])).toEqual([['/apps/shared', atHour(2)]]);
  expect(confirmedAt).toBe(atHour(2));
});

test('is until when it surely was there, of what nobody holds any more', async () => {
  const { db } = database;
  const cluster = await Cluster.make(db, 1);
  await cluster.sweep([{ kernel: kernel('5.14.0-88') }]);
  await cluster.sweep([{ kernel: kernel('5.14.0-88') }]);
  const [first] = await agesOf(cluster.nodes);
  await cluster.sweep([{ kernel: kernel('5.14.0-89') }]);
  expect(await documentView(db, first?.hash ?? '')).toMatchObject({ heldBy: [], confirmedAt: atHour(2) });
});

/** What the pages of nodes say. */
async function agesOf(nodes: number[]): Promise<{ hash: string; at: string | null }[]> {
  const details = await Promise.all(nodes.map((id) => nodeDetail(database.db, id)));
  return details.flatMap(({ facets }) =>
    facets.flatMap(({ document, confirmedAt, roots }) => [
      ...(document ? [{ hash: document.hash, at: confirmedAt }] : []),
      ...roots.flatMap(({ items }) =>
        items.map((item) => ({ hash: item.document.hash, at: item.confirmedAt })),
      ),
    ]),
  );
}
