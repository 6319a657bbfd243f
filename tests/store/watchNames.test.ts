import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentNames, shippedNames, useNames } from '../../server/names/current.ts';
import { find } from '../../server/query/find.ts';
import { rereadOfferings } from '../../server/store/reread.ts';
import { watchNames } from '../../server/watchNames.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, reading, tree } from '../harness/readings.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  useNames(shippedNames);
  await database.drop();
});

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await holds()) return;
    await sleep(100);
  }
  throw new Error('it did not happen');
}

test('a running service takes a changed names file over, and keeps the names before a wrong one', async () => {
  const { db } = database;
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-names-'));
  const file = join(folder, 'names.yaml');
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  const one = await Cluster.make(db, 1);
  await one.sweep([{ modules: reading({ roots: [tree(['acmesuite/2.0'])] }) }]);
  await rereadOfferings(db);
  const stop = watchNames({}, folder, db, log);
  try {
    const toolOf = async (tool: string) => {
      const asked = { tool, version: '', site: '', cluster: '', provider: '', limit: 9, after: '' } as const;
      return (await find(db, asked)).tool;
    };
    expect(await toolOf('acme-suite')).toBe('');
    writeFileSync(file, 'aliases: [{ name: acmesuite, tool: acme-suite }]\n');
    await until(async () => (await toolOf('acme-suite')) === 'acme-suite');

    const before = currentNames();
    writeFileSync(file, 'aliases:\n  - { nam: acmesuite, tool: other }\n');
    await until(() => lines.some((line) => line.includes(':2:5: name: expected a text')));
    expect(currentNames()).toBe(before);
    expect(await toolOf('acme-suite')).toBe('acme-suite');
  } finally {
    await stop();
  }
});
