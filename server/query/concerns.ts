import type { Concerns } from '../routes/schemas/find.ts';
import type { Queryable } from '../store/database.ts';
import { countLicensed } from './fleet/conda.ts';

/** What needs a look in what is installed; it costs more to count than visits do. */
export async function concerns(db: Queryable): Promise<Concerns> {
  const nameless = await db.query<{ count: number }>(
    `select count(*)::int as count from image_place
     join cluster on cluster.id = image_place.cluster_id and cluster.retired_at is null
     join site on site.id = cluster.site_id and site.retired_at is null
     where not exists (select from document_set
       where document_set.document_id = image_place.document_id and cardinality(document_set.offerings) > 0)`,
  );
  const items: Concerns['items'] = [
    {
      kind: 'nameless-images',
      count: nameless.rows[0]?.count ?? 0,
      sentence: 'images of which nothing tells what they are',
      link: '/fleet/images?only=nameless',
    },
    {
      kind: 'anaconda-defaults',
      count: await countLicensed(db),
      sentence: "conda environments have packages from Anaconda's own channels, which may need a licence",
      link: '/fleet/conda?only=defaults',
    },
  ];
  return { items: items.filter(({ count }) => count > 0) };
}
