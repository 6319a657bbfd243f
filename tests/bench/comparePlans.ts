import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { offeringFacets, relevantFacets } from '../../server/compare/gapFacets.ts';
import { installation } from '../../server/config.ts';
import { facetNames } from '../../server/facets/names.ts';
import { sql } from '../../server/sql.ts';
import type { Database } from '../../server/store/database.ts';

/** The heavy statements of comparisons and of find, each with values as they are asked for. */
async function statements(db: Database): Promise<[name: string, text: string, values: unknown[]][]> {
  const found = await db.query<{
    clusters: number[];
    tools: number[];
    names: string[];
    items: number[];
    nodes: number[];
  }>(
    `select array(select id from cluster order by id) as clusters, array(select id from tool order by id limit 500) as tools,
       array(select id from node where cluster_id = (select min(id) from cluster) order by id) as nodes,
       array(select name from tool order by id limit 300) as names,
       array(select item from cluster_tool cross join lateral unnest(items) as item
         where tool_id = (select min(tool_id) from cluster_tool) order by cluster_id, item limit 100) as items`,
  );
  const { clusters = [], tools = [], names = [], items = [], nodes = [] } = found.rows[0] ?? {};
  const facets = offeringFacets.map((facet) => facetNames.indexOf(facet));
  const now = new Date();
  return [
    [
      'a chunk of masks',
      "select tool_id as id, category, classes, sites, '' as clusters from offering_site where tool_id > $1 order by tool_id limit $2",
      [0, 2000],
    ],
    [
      'all pairs of sites',
      'select a_id as a, b_id as b, matches as counts from site_pair where a_id = any($1) and b_id = any($1)',
      [clusters],
    ],
    ['server/sql/compare-entries.sql', sql('compare-entries'), [tools]],
    ['server/sql/compare-gaps.sql', sql('compare-gaps'), [clusters, null, now, facets, 30]],
    ['server/sql/compare-now.sql', sql('compare-now'), [clusters.slice(0, 4), null]],
    [
      'server/sql/compare-held.sql',
      sql('compare-held'),
      [clusters.slice(0, 1), null, now, facetNames.indexOf('cvmfs')],
    ],
    [
      'server/sql/compare-spread.sql',
      sql('compare-spread'),
      [
        'gain',
        's01',
        null,
        '',
        relevantFacets([]),
        relevantFacets(['system']),
        relevantFacets(['venv']),
        7,
        6,
      ],
    ],
    ['server/sql/find-entries.sql', sql('find-entries'), [tools[0], '', '', null, 0]],
    ['server/sql/find-offerings.sql', sql('find-offerings'), [tools[0]]],
    ['server/sql/find-places.sql, of 100 places', sql('find-places'), [items]],
    ['server/sql/compare-known.sql, of 300 tools', sql('compare-known'), [names]],
    ['server/sql/clusters.sql', sql('clusters'), ['', '']],
    [
      'server/sql/tools.sql, the first 200',
      `${sql('tools')} order by tool.name collate "C" limit 200`,
      ['', '', '', null, null],
    ],
    ['server/sql/drift-places.sql', sql('drift-places'), clusters.slice(0, 1)],
    ['server/sql/drift-history.sql', sql('drift-history'), [nodes, facetNames.indexOf('kernel'), 30]],
    ['server/sql/check-offered.sql, of 300 tools', sql('check-offered'), [names, false]],
    ['server/sql/check-there.sql, of 300 tools', sql('check-there'), [tools.slice(0, 300)]],
  ];
}

/** Writes the plans of the heavy statements, with the sizes that they were taken at, into docs/plans. */
export async function plansOf(db: Database, size: string): Promise<void> {
  const parts = [];
  for (const [name, text, values] of await statements(db)) {
    const plan = await db.query<{ 'QUERY PLAN': string }>(
      `explain (analyze, buffers off, timing off) ${text}`,
      values,
    );
    parts.push(
      `## ${name}\n\n\`\`\`\n${plan.rows.map((row) => row['QUERY PLAN'].slice(0, 200)).join('\n')}\n\`\`\``,
    );
  }
  mkdirSync(join(installation, 'docs/plans'), { recursive: true });
  writeFileSync(
    join(installation, 'docs/plans/compare.md'),
    `# Plans of the statements of comparisons, of find and of pages\n\nTaken with \`GAZETTEER_PLANS=write npm run -s bench -- compare\`, at ${size}. Only the first 500 tools, one or four clusters, or one site are
asked for where a statement is not about all.\n\n${parts.join('\n\n')}\n`,
  );
}
