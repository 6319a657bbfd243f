import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readingView } from '../../server/cli/readingView.ts';
import { isFacetName } from '../../server/facets/names.ts';
import { facets } from '../../server/facets/registry.ts';
import { agentSession, shells } from '../harness/agent.ts';
import { inventedNodes, recordedRoot } from '../harness/invented.ts';

/** Two runs of the agent on an unchanged node give equal documents, whatever shell it runs under. */
describe('a recorded node is read the same under every shell and in every run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-repeat-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Hash, outcome and coverage of everything that was read. */
  function read(root: string, shell: string[]) {
    const session = agentSession({ root }, shell);
    expect(session.complete).toBe(true);
    expect(session.damage).toEqual([]);
    return session.facets.map((evidence) => {
      const name = evidence.facet;
      if (!isFacetName(name)) throw new Error(`no facet ${name}`);
      const { facet, outcome, hash, roots } = readingView({
        facet: name,
        reading: facets[name].read(evidence),
      });
      return {
        facet,
        outcome,
        hash,
        roots: roots.map((one) => ({
          path: one.path,
          key: one.key,
          outcome: one.outcome,
          coverage: one.coverage,
          items: one.items.map((item) => `${item.path} ${item.hash}`).sort(),
        })),
      };
    });
  }

  // The nodes between them are laid from the same fixtures.
  const distinct = inventedNodes.filter((name) => !/\/(login1|cpu002|n01)$/.test(name));

  test.each([...distinct, 'harbour/tide/login1'])('%s', (node) => {
    const root = join(folder, node);
    recordedRoot(node, root);
    const first = read(root, ['sh']);
    expect(first.map((one) => one.outcome)).not.toContain('failed');
    expect(first.flatMap((one) => one.roots.flatMap((place) => place.items)).length).toBeGreaterThan(0);
    for (const shell of shells) expect(read(root, shell), shell.join(' ')).toEqual(first);
  });

  test('and a changed fact is another hash', () => {
    const hashes = (node: string) => {
      recordedRoot(node, join(folder, node));
      return read(join(folder, node), ['sh']).map((one) => one.hash);
    };
    expect(hashes('alpine/edelweiss/cpu003')).not.toEqual(hashes('alpine/edelweiss/cpu001'));
    expect(hashes('alpine/edelweiss/cpu002')).toEqual(hashes('alpine/edelweiss/cpu001'));
  });
});
