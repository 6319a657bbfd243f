import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installation } from '../../server/config.ts';
import type { Database } from '../../server/store/database.ts';

interface Known {
  node: number;
  sweep: number;
  environment: string;
  tree: string;
  image: string;
  before: string;
  after: string;
}

/** Every page by the heading of docs/pages.md that tells of it, with the addresses at which it shows most. */
const PAGES: [heading: string, addresses: (known: Known) => string[]][] = [
  ['Overview', () => ['/']],
  ['Find', () => ['/find', '/find?tool=tool1', '/find?tool=tool1&version=1.0.7', '/find?tool=tool900']],
  ['Tool', () => ['/tools/tool1', '/tools/tool900']],
  ['Check', () => ['/check']],
  [
    'Compare',
    () => [
      '/compare',
      '/compare?of=clusters',
      '/compare?list=gain&site=s01',
      '/compare?list=skew',
      '/compare?list=only',
      '/compare?list=bytes',
      '/compare?a=s01%2Fc1&b=s02%2Fc2',
      '/compare?a=s01&b=s02',
      '/compare?list=environments&a=s01%2Fc1&b=s02%2Fc2',
    ],
  ],
  ['Will it run', ({ image }) => ['/verdict', `/verdict?subject=${image}`]],
  ['Cluster', () => ['/clusters/s01/c1']],
  ['Node', ({ node }) => [`/nodes/${node}`]],
  ['History', ({ node }) => [`/nodes/${node}/history`, '/clusters/s01/c1/history']],
  [
    'Document and difference',
    ({ environment, tree, before, after }) => [
      `/documents/${environment}`,
      `/documents/${tree}`,
      `/documents/${before}/diff/${after}`,
    ],
  ],
  ['Changes', () => ['/changes', '/changes?chart=cluster']],
  ['Drift', () => ['/drift', '/drift?site=s01&cluster=c1']],
  ['Held back', () => ['/held']],
  ['Sites', () => ['/sites']],
  ['Reports', () => ['/reports']],
  ['Nodes and sweeps', ({ sweep }) => ['/nodes', '/nodes?outcome=failed', '/sweeps', `/sweeps/${sweep}`]],
  [
    'Fleet',
    () => [
      '/fleet/kernels',
      '/fleet/systems',
      '/fleet/gpus',
      '/fleet/runtimes',
      '/fleet/images',
      '/fleet/images?show=copies',
      '/fleet/conda',
      '/fleet/conda?show=clusters',
      '/fleet/conda?show=channels',
      '/fleet/conda?show=owners',
    ],
  ],
];

/** What is opened. Throws where docs/pages.md tells of a page that is not among it. */
export async function pageAddresses(db: Database): Promise<string[]> {
  const told = readFileSync(join(installation, 'docs/pages.md'), 'utf8').matchAll(/^## ([^:\n]+):/gm);
  for (const [, heading] of told)
    if (!PAGES.some(([own]) => own === heading)) throw new Error(`no address of the page "${heading}"`);
  const known = await knownOf(db);
  return PAGES.flatMap(([, addresses]) => addresses(known));
}

async function knownOf(db: Database): Promise<Known> {
  const found = await db.query<Known & Record<string, unknown>>(
    `with own as (
       select root_item.*, document.hash, document.kind, document.bytes
       from root join root_item on root_item.root_id = root.id join document on document.id = root_item.document_id
       where root.cluster_id = (select min(id) from cluster)
     ), latest as (select * from own where until is null order by id),
     changed as (
       select earlier.hash as before, later.hash as after from own earlier
       join own later on later.root_id = earlier.root_id and later.path = earlier.path and later.until is null
       where earlier.until is not null order by earlier.kind desc, earlier.id limit 1
     )
     select (select min(id) from node) as node, (select max(id) from sweep) as sweep,
       encode((select hash from latest where kind = 'conda.environment' limit 1), 'hex') as environment,
       encode((select hash from latest where kind = 'modules.tree' limit 1), 'hex') as tree,
       encode((select hash from latest where kind = 'images.file' limit 1), 'hex') as image,
       encode((select before from changed), 'hex') as before, encode((select after from changed), 'hex') as after`,
  );
  const [row] = found.rows;
  if (!row) throw new Error('the fleet is empty');
  return row;
}
