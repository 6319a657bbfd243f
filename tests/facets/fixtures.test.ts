import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { FacetReading } from '../../server/facets/facet.ts';
import { facetNames } from '../../server/facets/names.ts';
import { facets } from '../../server/facets/registry.ts';
import { agentSession, shells } from '../harness/agent.ts';

/**
 * A folder tests/fixtures/<facet>/<case>/root is a node: the agent reads it under every shell, and the
 * parsed documents equal expected.json beside it. GAZETTEER_FIXTURES=write writes expected.json anew;
 * read the diff before it is committed.
 */
const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));

/** A reading without what differs from checkout to checkout: mounts and raw evidence. */
function plain(name: (typeof facetNames)[number], reading: FacetReading) {
  const facet = facets[name];
  return {
    outcome: reading.outcome,
    reason: reading.reason,
    node: reading.node?.facts ?? null,
    offerings: reading.node ? facet.offerings(reading.node.facts, '') : [],
    roots: reading.roots.map((root) => ({
      kind: root.kind,
      path: root.path,
      key: root.key,
      outcome: root.outcome,
      reason: root.reason,
      unread: root.unread,
      items: root.items.map((item) => ({
        path: item.path,
        facts: item.facts,
        offerings: facet.offerings(item.facts, item.path),
      })),
    })),
    problems: reading.problems,
  };
}

for (const name of facetNames) {
  const folder = `${fixtures}/${name}`;
  const cases = existsSync(folder)
    ? readdirSync(folder).filter((one) => existsSync(`${folder}/${one}/root`))
    : [];
  describe(name, () => {
    test('has at least one fixture', () => expect(cases.length).toBeGreaterThan(0));
    for (const one of cases) {
      for (const shell of shells) {
        test(`${one} under ${shell.join(' ')}`, () => {
          const session = agentSession({ facets: [name], root: `${folder}/${one}/root` }, shell);
          expect(session.complete).toBe(true);
          expect(session.damage).toEqual([]);
          const [evidence] = session.facets;
          if (!evidence) throw new Error('the agent printed no facet');
          const found = JSON.parse(JSON.stringify(plain(name, facets[name].read(evidence))));
          const file = `${folder}/${one}/expected.json`;
          if (process.env.GAZETTEER_FIXTURES === 'write')
            writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
          expect(found).toEqual(JSON.parse(readFileSync(file, 'utf8')));
        });
      }
    }
  });
}
