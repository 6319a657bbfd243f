import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { installation } from '../../server/config.ts';

/** What a person has read into a fixture's expected.json, as far as rows come of it. */
const Fixture = z.object({
  node: z.unknown(),
  roots: z.array(z.object({ path: z.string(), items: z.array(z.object({ facts: z.unknown() })) })),
});

export interface NodeRows {
  /** Documents of node-local facets: an observation each. */
  observations: number;
  /** Items of roots on the file server, which all nodes see, and of roots that are a node's own. */
  sharedItems: number;
  ownItems: number;
  /** Documents that differ from each other. */
  documents: number;
}

/** The rows that fixtures laid together make of one node, counted in what is expected of them and not by the service. */
export function expectedRows(fixtures: string[], isShared: (path: string) => boolean): NodeRows {
  const found = fixtures.map(expectedOf);
  const nodes = found.map((one) => one.node).filter((node) => node !== null && node !== undefined);
  const roots = found.flatMap((one) => one.roots);
  const items = roots.flatMap((root) =>
    root.items.map(({ facts }) => ({ facts, shared: isShared(root.path) })),
  );
  return {
    observations: nodes.length,
    sharedItems: items.filter((item) => item.shared).length,
    ownItems: items.filter((item) => !item.shared).length,
    documents: new Set([...nodes, ...items.map((item) => item.facts)].map((facts) => JSON.stringify(facts)))
      .size,
  };
}

/** The roots of some fixtures, as the service tells an agent of those it knows. */
export function knownRoots(fixtures: string[]): { facet: string; path: string }[] {
  return fixtures.flatMap((name) =>
    expectedOf(name).roots.map(({ path }) => ({ facet: name.split('/')[0] ?? '', path })),
  );
}

function expectedOf(fixture: string): z.infer<typeof Fixture> {
  const file = join(installation, 'tests/fixtures', fixture, 'expected.json');
  return Fixture.parse(JSON.parse(readFileSync(file, 'utf8')));
}
