import { facetNames } from '../facets/names.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { providerOf } from '../store/providers.ts';
import type { CheckPlace } from './answer.ts';
import type { InputReading } from './inputs/read.ts';
import type { Requirement } from './requirement.ts';
import type { SameFile } from './sameFile.ts';

interface Row extends Record<string, unknown> {
  path: string;
  cluster: number;
  item: number;
  /** It lies at the path; else the same bytes lie elsewhere. */
  isPath: boolean;
  sha256: string | null;
  document: string;
  offering: number;
  provider: number;
  tool: string;
  label: string;
  version: string;
  variant: string;
  build: string;
  digest: string;
}

/** An input whose images by path are what clusters have there. */
export interface Placed {
  input: InputReading;
  /** Where each of them is, what lies at the path itself first. */
  files: ReadonlyMap<Requirement, SameFile[]>;
}

/** So many paths are looked up; a workflow names a few. */
const MOST = 200;

/** What lies at the paths of images that an input names, cluster by cluster, and the same bytes elsewhere. */
export async function imagesPlaced(
  db: Queryable,
  input: InputReading,
  places: readonly CheckPlace[],
  first: CheckPlace | undefined,
): Promise<Placed> {
  const paths = [...new Set(input.requirements.flatMap(({ path }) => path ?? []))].slice(0, MOST);
  if (paths.length === 0) return { input, files: new Map() };
  const found = await db.query<Row>(sql('check-image-paths'), [paths, facetNames.indexOf('images')]);
  const byPath = new Map(paths.map((path) => [path, found.rows.filter((row) => row.path === path)]));
  const files = new Map<Requirement, SameFile[]>();
  const documents = new Map(input.documents ?? []);
  const requirements = input.requirements.map((one) => {
    const rows = byPath.get(one.path ?? '') ?? [];
    const there = rows.filter((row) => row.isPath);
    const own = there.find((row) => row.cluster === first?.id) ?? there[0];
    if (!own) return one;
    const { tool, label, version, variant, build, digest, document } = own;
    const placed = { ...one, tools: [tool], label, version, variant, build, digest };
    documents.set(one.name, document);
    files.set(placed, rows.sort((a, b) => Number(b.isPath) - Number(a.isPath)).map(fileOf));
    return placed;
  });
  const names = new Map(places.map(({ id, site, cluster }) => [id, `${site}/${cluster}`]));
  const notes = paths.flatMap((path) => noteOf(path, byPath.get(path) ?? [], names));
  return { input: { ...input, requirements, documents, notes: [...input.notes, ...notes] }, files };
}

function fileOf({ cluster, item, offering, provider }: Row): SameFile {
  const file = { cluster, item };
  return { offering, provider: providerOf(provider), match: 'identical', fits: true, file };
}

/** Where nobody has it, and where several clusters have several images at one path. */
function noteOf(path: string, rows: Row[], names: ReadonlyMap<number, string>): string[] {
  const there = rows.filter((row) => row.isPath);
  if (there.length === 0)
    return [`No cluster is known to have an image at ${path}: it is looked for by the name of its file.`];
  const images = new Map<string, string[]>();
  for (const row of there) {
    const key = row.sha256 ?? row.document;
    images.set(key, [...(images.get(key) ?? []), names.get(row.cluster) ?? '']);
  }
  if (images.size < 2) return [];
  const told = [...images].map(([key, at]) => `${at.join(', ')} (${key.slice(0, 12)})`);
  return [`${path} is not one image: it is another one at ${told.join(' than at ')}.`];
}
