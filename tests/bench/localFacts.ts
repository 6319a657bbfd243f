import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installation } from '../../server/config.ts';
import { type FacetName, facetNames } from '../../server/facets/names.ts';
import type { Database } from '../../server/store/database.ts';

/** What nodes are, facet by facet: folders of tests/fixtures. Nodes of one cluster are alike, and of others by turns. */
const CASES: [facet: FacetName, cases: string[]][] = [
  ['hardware', ['el9-genoa', 'el8-skylake', 'altra', 'no-aes-haswell']],
  ['os', ['el9', 'el8', 'ubuntu-24.04', 'sles15']],
  ['kernel', ['el9-two-flavours', 'el8-reboot-pending', 'ubuntu', 'grace-64k']],
  ['gpus', ['nvidia-h200-driver-580', 'nvidia-v100-driver-418', 'amd-mi250x', 'cpu-node']],
  [
    'runtimes',
    ['el9-apptainer-setuid', 'el8-apptainer-unprivileged', 'docker-server', 'ubuntu-singularity-ce-and-pro'],
  ],
];
const KERNEL = facetNames.indexOf('kernel');

/** Documents of each facet; the second half of those of kernels are what a tenth of the clusters booted two days ago. */
const DOCUMENTS = 40;

/** Lays the facets that belong to nodes into an invented fleet, where they are not there yet. */
export async function layLocalFacts(db: Database): Promise<void> {
  const laid = await db.query('select from observation limit 1');
  if (laid.rows.length > 0) return;
  await layDocuments(db);
  await db.query(
    `insert into evidence (hash, agent_id, bytes, content)
     select sha256(('local ' || number)::bytea), (select min(id) from agent_version), 1, '\\x00' from generate_series(1, 2) as number`,
  );
  const document = (facet: string, number: string) =>
    `(select id from document where hash = sha256(('local ' || ${facet} || ' ' || ${number})::bytea))`;
  const evidence = (number: number) => `(select id from evidence where hash = sha256('local ${number}'))`;
  await db.query(
    `insert into observation (node_id, facet, document_id, evidence_id, since, until, until_after)
     select node.id, facet, ${document('facet', '(1 + node.cluster_id % 20)')}, ${evidence(1)}, now() - interval '200 days',
       case when facet = $2 and node.cluster_id % 10 = 0 then now() - interval '2 days' end,
       case when facet = $2 and node.cluster_id % 10 = 0 then now() - interval '3 days' end
     from node cross join unnest($1::int[]) as facet`,
    [CASES.map(([facet]) => facetNames.indexOf(facet)), KERNEL],
  );
  await db.query(
    `insert into observation (node_id, facet, document_id, evidence_id, since, since_after)
     select node.id, $1::int, ${document('$1::int', '(21 + node.cluster_id % 20)')}, ${evidence(2)}, now() - interval '2 days', now() - interval '3 days'
     from node where node.cluster_id % 10 = 0`,
    [KERNEL],
  );
  // Without other raw text it would be the same, read otherwise.
  await db.query(`update root_item set evidence_id = ${evidence(2)} where since > now() - interval '7 days'`);
  await db.query('analyze observation, document, root_item');
}

async function layDocuments(db: Database): Promise<void> {
  await db.query(`select setval(pg_get_serial_sequence('document', 'id'), (select max(id) from document))`);
  for (const [facet, cases] of CASES) {
    const number = facetNames.indexOf(facet);
    const known = cases.map((name) => factsOf(facet, name));
    const facts = Array.from({ length: DOCUMENTS }, (_, at) => {
      const own = known[at % known.length] ?? {};
      return facet === 'kernel' ? { ...own, release: `${own.release}.${at}` } : own;
    });
    await db.query(
      `insert into document (hash, kind, facts, bytes)
       select sha256(('local ' || $1::int || ' ' || number)::bytea), $2, facts::jsonb, length(facts)
       from unnest($3::text[]) with ordinality as made (facts, number)`,
      [number, `${facet}.node`, facts.map((one) => JSON.stringify(one))],
    );
  }
}

function factsOf(facet: FacetName, name: string): Record<string, unknown> {
  const path = join(installation, 'tests/fixtures', facet, name, 'expected.json');
  const { node }: { node: Record<string, unknown> } = JSON.parse(readFileSync(path, 'utf8'));
  return node;
}
