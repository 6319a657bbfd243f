import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packedAssets, sendJson } from '../../server/compressed.ts';

const rows = Array.from({ length: 200 }, (_, id) => ({ id, name: `n${id}` }));
const script = 'export const a = 1;\n'.repeat(100);

describe('answers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-assets-'));
  let port = 0;
  let close = () => {};

  beforeAll(async () => {
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'assets/page-abc_1.js'), script);
    writeFileSync(join(folder, 'secret.js'), 'no');
    const app = express();
    app.get('/rows', (request, response) => sendJson(request, response, rows));
    app.get('/row', (request, response) => sendJson(request, response, { id: 1 }));
    app.use('/assets', packedAssets(join(folder, 'assets'), 1000));
    const server = app.listen(0, '127.0.0.1');
    await new Promise((listens) => server.once('listening', listens));
    const address = server.address();
    port = typeof address === 'object' && address ? address.port : 0;
    close = () => server.close();
  });
  afterAll(() => {
    close();
    rmSync(folder, { recursive: true });
  });

  /** What is sent, as it is sent: fetch would unpack it. */
  function sent(
    path: string,
    encoding: string,
  ): Promise<{ status: number; packed: boolean; body: Buffer; vary: string }> {
    return new Promise((told) => {
      get({ port, host: '127.0.0.1', path, headers: { 'accept-encoding': encoding } }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () =>
          told({
            status: answer.statusCode ?? 0,
            packed: answer.headers['content-encoding'] === 'gzip',
            body: Buffer.concat(parts),
            vary: String(answer.headers.vary),
          }),
        );
      });
    });
  }

  test('are packed for those who can unpack them, and are the same', async () => {
    const [plain, packed] = [await sent('/rows', 'identity'), await sent('/rows', 'gzip, br')];
    expect([plain.packed, packed.packed]).toEqual([false, true]);
    expect(packed.body.length).toBeLessThan(plain.body.length / 3);
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
    expect(JSON.parse(plain.body.toString())).toEqual(rows);
    for (const one of [plain, packed]) expect(one.vary.toLowerCase()).toBe('accept-encoding');
    expect((await sent('/row', 'gzip')).packed).toBe(false);
  });

  test('script is packed too, and nothing outside its folder is sent', async () => {
    const packed = await sent('/assets/page-abc_1.js', 'gzip');
    expect(packed.packed).toBe(true);
    expect(gunzipSync(packed.body).toString()).toBe(script);
    for (const path of [
      '/assets/other.js',
      '/assets/../secret.js',
      '/assets/..%2fsecret.js',
      '/assets/%2e%2e/secret.js',
    ])
      expect((await sent(path, 'gzip')).status).toBe(404);
  });
});
