import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import type { Target } from '../../server/collect/transports/transport.ts';
import { visitNode } from '../../server/collect/visitNode.ts';
import { facets } from '../../server/facets/registry.ts';

/** A node of whatever kind ends no process of the service: the real agent, on a folder that is read as a node. */
const root = mkdtempSync(join(tmpdir(), 'gz-many-'));
chmodSync(root, 0o755);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const target: Target = {
  name: 's/c/n',
  transport: 'local',
  address: '',
  port: 0,
  user: '',
  identityFiles: [],
  agentSocket: '',
  knownHosts: [],
  root,
};

const visit = () =>
  visitNode(
    {
      nodeId: 1,
      clusterId: 1,
      target,
      agent: { facets: ['packages', 'kernel'] },
      limits: { connectSeconds: 10, visitSeconds: 100, maxBytes: 256 * 2 ** 20 },
    },
    new AbortController().signal,
  );

test('a list of 200,000 packages is read', async () => {
  mkdirSync(join(root, 'var/lib/dpkg'), { recursive: true });
  const stanza = (at: number) =>
    `Package: p${at}\nStatus: install ok installed\nArchitecture: all\nVersion: 1.0\n\n`;
  writeFileSync(
    join(root, 'var/lib/dpkg/status'),
    Array.from({ length: 200_000 }, (_, at) => stanza(at)).join(''),
  );
  const { readings } = await visit();
  const packages = readings.find(({ facet }) => facet === 'packages')?.reading;
  expect(packages?.outcome).toBe('present');
  expect(packages?.node?.facts).toHaveProperty('packages.length', 200_000);
}, 120_000);

test('a facet whose reader throws has failed, and the others are read', async () => {
  writeFileSync(join(root, 'var/lib/dpkg/status'), 'Package: other\n');
  const read = vi.spyOn(facets.packages, 'read').mockImplementation(() => {
    throw new RangeError('Maximum call stack size exceeded');
  });
  const { readings, failure } = await visit().finally(() => read.mockRestore());
  expect(failure).toBeNull();
  expect(readings.map(({ facet, reading }) => [facet, reading.outcome === 'failed'])).toEqual(
    expect.arrayContaining([['packages', true]]),
  );
  expect(readings.find(({ facet }) => facet === 'packages')?.reading).toMatchObject({
    reason: 'unreadable',
    message: 'its reader failed: Maximum call stack size exceeded',
    roots: [],
  });
  expect(readings.map(({ facet }) => facet)).toContain('kernel');
}, 60_000);
