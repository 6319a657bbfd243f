import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { facets } from '../../server/facets/registry.ts';
import { agentSession, shells } from '../harness/agent.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-packages-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function readingOf(name: string, files: Record<string, string>, shell: string[]) {
  const root = join(folder, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const [evidence] = agentSession({ facets: ['packages'], root }, shell).facets;
  if (!evidence) throw new Error('no facet');
  return facets.packages.read(evidence);
}

const DPKG = 'Package: a\nStatus: install ok installed\nVersion: 1\n';

test.each(shells)('a database without a package is broken, not empty, under %s', (...shell) => {
  for (const [name, files] of Object.entries({
    dpkg: { 'var/lib/dpkg/status': '' },
    rpm: { 'var/lib/rpm/rpmdb.sqlite': '', '.gazetteer/run/rpm-qa.out': '' },
    apk: { 'lib/apk/db/installed': '\n\n' },
  })) {
    const reading = readingOf(name, files, shell);
    expect([name, reading.outcome, reading.reason, reading.node]).toEqual([
      name,
      'failed',
      'unreadable',
      null,
    ]);
  }
  // A system of one manager may have the programs of another, whose database is empty then.
  const both = readingOf('both', { 'var/lib/dpkg/status': DPKG, 'lib/apk/db/installed': '' }, shell);
  expect(both.outcome).toBe('present');
  expect(readingOf('none', { 'var/lib/misc/.keep': '' }, shell).outcome).toBe('absent');
});
