import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import express from 'express';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { storeReport } from '../../server/reports/stored.ts';
import { exportForms } from '../../server/routes/exports/forms.ts';
import { sendExport } from '../../server/routes/exports/send.ts';
import { canonicalJson, sha256 } from '../../server/store/canonical.ts';
import { parsedCsv } from '../harness/csv.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type Service, startService } from '../harness/service.ts';
import { sampleReport, sampleTable } from '../reports/sampleReport.ts';

const NODES = 2_345;

describe('lists as files', () => {
  let database: TestDatabase;
  let service: Service;
  beforeAll(async () => {
    database = await testDatabase();
    await database.db.query(
      `with s as (insert into site (name) values ('alpine') returning id),
         c as (insert into cluster (site_id, name) select id, name from s cross join unnest(array['one', 'two']) as name returning id, name)
       insert into node (cluster_id, name, role)
       select c.id, case when number = 7 then '=HYPERLINK("x")' else 'n' || lpad(number::text, 5, '0') end,
         case when number % 3 = 0 then 'gpu' else 'compute' end
       from generate_series(1, $1::int) as number join c on c.name = case when number % 5 = 0 then 'two' else 'one' end`,
      [NODES],
    );
    service = await startService(database.db);
  });
  afterAll(async () => {
    await service?.close();
    await database?.drop();
  });

  /** The names in each form, read back by other means than those that wrote them. */
  async function namesIn(query: string): Promise<Record<string, string[]>> {
    const file = (suffix: string) => service.fetch(`/nodes.${suffix}${query}`);
    const [header = [], ...lines] = parsedCsv(await (await file('csv')).text());
    const { sheets } = await readXlsx(new Uint8Array(await (await file('xlsx')).arrayBuffer()));
    const [titles = [], ...cells] = sheets[0]?.rows ?? [];
    const named = (rows: { name: string }[]) => rows.map(({ name }) => name);
    return {
      csv: lines.map((line) => line[header.indexOf('name')] ?? '').map((name) => name.replace(/^'=/, '=')),
      xlsx: cells.map((row) => String(row[titles.indexOf('name')])),
      json: named((await (await file('json')).json()).items),
      ndjson: named(
        (await (await file('ndjson')).text())
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line)),
      ),
    };
  }

  test.each(['', '?role=gpu', '?cluster=two&role=compute'])(
    'hold every row of the filtered list once, in each form (%s)',
    async (query) => {
      const page = await service.get(`/nodes${query}${query === '' ? '?' : '&'}limit=1`);
      expect(page.total).toBeGreaterThan(300);
      const names = await namesIn(query);
      expect(Object.keys(names).sort()).toEqual(exportForms.map(({ suffix }) => suffix).sort());
      for (const told of Object.values(names)) {
        expect(told).toHaveLength(page.total);
        expect(new Set(told).size).toBe(page.total);
        expect(told).toEqual(names.json);
      }
    },
  );

  test('hold all rows also where somebody who looks at the second page asks for them', async () => {
    const { next, total } = await service.get('/nodes?role=gpu&limit=5');
    const file = async (path: string) => (await service.fetch(path)).arrayBuffer();
    for (const { suffix } of exportForms) {
      const all = await file(`/nodes.${suffix}?role=gpu`);
      expect(await file(`/nodes.${suffix}?role=gpu&limit=5&after=${next}`), suffix).toEqual(all);
    }
    const lines = (await (await service.fetch(`/nodes.csv?role=gpu&after=${next}`)).text()).split('\r\n');
    expect(lines).toHaveLength(total + 2);
  });

  test('have their columns without a row as well, where no schema describes them', async () => {
    const facts = { kind: 'gpus.node', gpus: [] };
    const hash = sha256(canonicalJson(facts));
    await database.db.query('insert into document (hash, kind, facts, bytes) values ($1, $2, $3, 1)', [
      hash,
      facts.kind,
      facts,
    ]);
    const { id } = await storeReport(database.db, {
      ...sampleReport,
      sections: [{ id: 's', title: 'S', figures: [], charts: [], tables: [sampleTable(0)] }],
    });
    const header = async (path: string) => {
      const csv = parsedCsv(await (await service.fetch(`${path}.csv`)).text());
      const xlsx = await readXlsx(new Uint8Array(await (await service.fetch(`${path}.xlsx`)).arrayBuffer()));
      expect(xlsx.sheets[0]?.rows).toEqual(csv);
      return csv;
    };
    const [columns = [], ...none] = await header(`/documents/${hash.toString('hex')}/rows`);
    expect(none).toEqual([]);
    expect(columns.slice(0, 3)).toEqual(['vendor', 'model', 'count']);
    expect(await header(`/reports/${id}/tables/rows`)).toEqual([
      ['node', 'reason', 'images', 'share', 'since', 'expected'],
    ]);
  });

  test('say what they are, and are not kept by anybody', async () => {
    for (const { suffix, type } of exportForms) {
      const answer = await service.fetch(`/nodes.${suffix}?role=gpu`, { method: 'HEAD' });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe(type);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('content-disposition')).toBe(
        `attachment; filename="gazetteer-nodes.${suffix}"`,
      );
    }
  });

  test('hold the columns that are asked for, and refuse others before they begin', async () => {
    const told = parsedCsv(await (await service.fetch('/nodes.csv?columns=reason.code,name&q=HYPER')).text());
    expect(told).toEqual([
      ['reason.code', 'name'],
      ['', `'=HYPERLINK("x")`],
    ]);
    const refused = await service.fetch('/nodes.xlsx?columns=name,nmae');
    expect(refused.status).toBe(400);
    expect((await refused.json()).error.message).toBe('there is no column "nmae"');
  });

  test('begin with the mark for Excel where it is wanted', async () => {
    const bytes = async (query: string) =>
      Buffer.from(await (await service.fetch(`/nodes.csv${query}`)).arrayBuffer())
        .subarray(0, 3)
        .toString('hex');
    expect(await bytes('?q=n00001&bom=1')).toBe('efbbbf');
    expect(await bytes('?q=n00001')).not.toBe('efbbbf');
  });
});

describe('a list that breaks off', () => {
  test('breaks the connection, so that nobody takes a part for the whole', async () => {
    const app = express();
    for (const form of exportForms)
      app.get(`/x.${form.suffix}`, (request, response, next) =>
        sendExport(request, response, { name: 'x', item: z.object({ n: z.number() }), form }, broken()).catch(
          (error) => (response.headersSent ? response.destroy() : next(error)),
        ),
      );
    const server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    for (const { suffix } of exportForms) {
      const { statusCode, whole } = await fetched(`http://127.0.0.1:${port}/x.${suffix}`);
      expect([suffix, statusCode, whole]).toEqual([suffix, 200, false]);
    }
    server.closeAllConnections();
    server.close();
  });
});

async function* broken() {
  yield { items: [{ n: 1 }], total: 2, next: 'x' };
  throw new Error('the database went away');
}

function fetched(url: string): Promise<{ statusCode: number | undefined; whole: boolean }> {
  return new Promise((resolve) => {
    httpRequest(url, (response) => {
      response.resume();
      response.on('close', () => resolve({ statusCode: response.statusCode, whole: response.complete }));
      response.on('error', () => {});
    })
      .on('error', () => resolve({ statusCode: undefined, whole: false }))
      .end();
  });
}
