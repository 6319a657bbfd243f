import { type ImageOnly, listFleetImages } from '../../query/fleet/images.ts';
import type { FleetImageRow } from '../../routes/schemas/fleetImages.ts';
import { SHOWN_ROWS } from '../rows.ts';
import { address, placeOf } from './address.ts';
import { figure } from './figure.ts';
import { pagesAfter } from './pages.ts';
import type { Source, Told } from './source.ts';
import { number, tableOf, text, time } from './table.ts';
import { counted, listed } from './words.ts';

const LACKING: [only: ImageOnly, title: string, one: string, many: string][] = [
  ['nameless', 'Images that nothing names', 'is not known to be anything', 'are not known to be anything'],
  ['undigested', 'Images without a known digest', 'has no known digest', 'have no known digest'],
  ['unlabelled', 'Images without known labels', 'has no known labels', 'have no known labels'],
];

interface Lacking {
  only: ImageOnly;
  title: string;
  /** As a part of a sentence. */
  said: string;
  rows: FleetImageRow[];
  total: number;
  following: AsyncIterable<FleetImageRow[]>;
}

/** Images of which nobody can say what they are, or whether others are the same. */
export async function images(source: Source): Promise<Told> {
  const list = (only: ImageOnly, limit: number, after = '') =>
    listFleetImages(source.db, { ...placeOf(source), q: '', form: '', digest: '', only, limit, after });
  const where = (only: ImageOnly) => address('/fleet/images', { ...placeOf(source), only });
  const all = (await list('', 1)).total;
  const lacking: Lacking[] = [];
  for (const [only, title, one, many] of LACKING) {
    const { items: rows, total, next } = await list(only, SHOWN_ROWS);
    const following = pagesAfter(next, (limit, after) => list(only, limit, after));
    lacking.push({ only, title, said: counted(total, one, many), rows, total, following });
  }
  const some = lacking.filter(({ total }) => total > 0).map(({ said }) => said);
  return {
    section: {
      id: 'images',
      title: 'Images without labels or digests',
      asOf: source.now.toISOString(),
      note: 'Without a digest nobody can tell whether two images are the same. What a store does not tell of its images, such as their labels, is not known.',
      figures: [
        figure('images', 'Images', all, where('')),
        ...lacking.map(({ only, title, total }) => figure(`images-${only}`, title, total, where(only))),
      ],
      charts: [],
      tables: lacking.map(({ only, title, rows, total, following }) =>
        tableOf({ id: `images-${only}`, title, href: where(only), columns: COLUMNS, rows, total, following }),
      ),
    },
    line: '',
    attention: some.length === 0 ? '' : `Of ${counted(all, 'image')}, ${listed(some)}`,
    warnings: [],
  };
}

const COLUMNS = [
  text<FleetImageRow>('cluster', 'Cluster', (row) => `${row.site}/${row.cluster}`),
  text<FleetImageRow>('place', 'Place', (row) => row.place),
  text<FleetImageRow>('node', 'Only on node', (row) => row.node),
  text<FleetImageRow>('name', 'Name', (row) => row.name),
  text<FleetImageRow>('form', 'Form', (row) => row.form),
  number<FleetImageRow>('size', 'Bytes', (row) => row.size),
  number<FleetImageRow>('nodes', 'Nodes', (row) => row.nodes),
  time<FleetImageRow>('confirmedAt', 'Last seen', (row) => row.confirmedAt),
];
