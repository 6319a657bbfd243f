import { GazetteerError } from '../errors.ts';
import { Environment, Needs } from '../facets/conda/schema.ts';
import { ImageContents, ImageFile, ImageSettings, Sandbox, StoredImage } from '../facets/images/schema.ts';
import { facetNames } from '../facets/names.ts';
import { find } from '../query/find.ts';
import { timeOrNull } from '../query/rows.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { environmentSubject, needsByPackage } from './environmentSubject.ts';
import type { Source } from './facts.ts';
import { imageSubject } from './imageSubject.ts';
import type { Subject } from './subject.ts';

/** Most subjects that one question is answered for. */
const MOST = 20;

export interface FoundSubjects {
  subjects: Subject[];
  /** More than these fit, so that the question should say more. */
  more: boolean;
}

/**
 * The images and environments that a text names: the hash of a document or a digest, a path (with `site/cluster:` in
 * front where it is meant there), a reference, a file's name, or a tool with its version.
 */
export async function findSubjects(db: Queryable, text: string): Promise<FoundSubjects> {
  const asked = text.trim();
  if (asked === '') throw new GazetteerError('bad-request', 'nothing was asked for', HINT);
  const ids = await idsOf(db, asked);
  if (ids.length > 0) {
    const subjects = await subjectsOf(db, ids.slice(0, MOST));
    if (subjects.length > 0) return { subjects, more: ids.length > MOST };
  }
  throw new GazetteerError('not-found', `no image or environment is known as "${asked.slice(0, 200)}"`, HINT);
}

/** The image that each of many texts names best, by the text: digests, hashes of documents, paths, references and names of files. */
export async function imagesNamed(db: Queryable, texts: string[]): Promise<Map<string, Subject>> {
  const plain = [...new Set(texts.map(withoutScheme))].filter((text) => text !== '');
  if (plain.length === 0) return new Map();
  const found = await db.query<{ text: string; document: number; hash: string }>(sql('verdict-images'), [
    plain,
    facetNames.indexOf('images'),
  ]);
  const subjects = await subjectsOf(db, [...new Set(found.rows.map((row) => row.document))]);
  const byHash = new Map(subjects.map((one) => [one.document, one]));
  const byText = new Map(found.rows.map((row) => [row.text, byHash.get(row.hash)]));
  return new Map(
    texts.flatMap((text): [string, Subject][] => {
      const subject = byText.get(withoutScheme(text));
      return subject ? [[text, subject]] : [];
    }),
  );
}

const HINT = 'Name it by path, reference, digest, document, or by tool and version';

async function idsOf(db: Queryable, asked: string): Promise<number[]> {
  const plain = asked.replace(/^sha256:/, '').toLowerCase();
  if (/^[0-9a-f]{64}$/.test(plain)) {
    const own = await byHash(db, [plain]);
    return own.length > 0 ? own : named(db, plain, '', '');
  }
  const [, site = '', cluster = '', path] = /^([^\s/:]+)\/([^\s/:]+):(\/.*)$/.exec(asked) ?? [];
  const found = await named(db, withoutScheme((path ?? asked).replace(/(?<=.)\/$/, '')), site, cluster);
  return found.length > 0 ? found : byTool(db, asked);
}

function withoutScheme(text: string): string {
  return text.replace(/^[a-z-]{1,20}:\/\//, '');
}

/** The document itself; of what is inside an image, the image. */
async function byHash(db: Queryable, hashes: string[]): Promise<number[]> {
  const found = await db.query<{ id: number }>(
    `with named as (select id, kind from document where hash = any($1))
     select id from named where kind <> 'images.contents'
     union
     select image_contents.document_id from named
     join image_contents on image_contents.contents_id = named.id where named.kind = 'images.contents'
     order by 1`,
    [hashes.map((hash) => Buffer.from(hash, 'hex'))],
  );
  return found.rows.map((row) => row.id);
}

async function named(db: Queryable, text: string, site: string, cluster: string): Promise<number[]> {
  // An environment has no name but its path.
  const facets = [
    facetNames.indexOf('images'),
    ...(text.startsWith('/') ? [facetNames.indexOf('conda')] : []),
  ];
  const found = await db.query<{ document: number; fit: number }>(sql('verdict-named'), [
    text,
    facets,
    site,
    cluster,
    MOST + 1,
  ]);
  const best = found.rows[0]?.fit;
  return found.rows.filter((row) => row.fit === best).map((row) => row.document);
}

const PROVIDERS: ReadonlySet<string> = new Set(['apptainer', 'podman', 'docker', 'conda']);

/** `samtools 1.17`, `samtools=1.17`, `samtools/1.17`. */
async function byTool(db: Queryable, text: string): Promise<number[]> {
  const [, tool = '', version = ''] = /^([^\s=@]+?)(?:\s+|={1,2}|@|\/)([^\s=@/]+)$/.exec(text) ?? [];
  if (tool === '') return [];
  const answer = await find(db, {
    tool,
    version,
    site: '',
    cluster: '',
    provider: '',
    limit: 1000,
    after: '',
  });
  if (answer.match !== 'exact') return [];
  const rows = answer.items.filter((row) => PROVIDERS.has(row.provider) && row.document !== '');
  return byHash(db, [...new Set(rows.map((row) => row.document))]);
}

interface Row {
  id: number;
  hash: string;
  kind: string;
  facts: unknown;
  beside: unknown;
  beside_hash: string | null;
  inside_hash: string | null;
  inside_facts: unknown;
  inside_at: Date | null;
  item: number;
  path: string;
}

/** Images and environments by the ids of their documents. Documents in a form of an older version are left out. */
export async function subjectsOf(db: Queryable, ids: number[]): Promise<Subject[]> {
  const found = await db.query<Row>(sql('verdict-subjects'), [ids]);
  const ages = await db.query<{ item: number; confirmed: Date | null }>(sql('find-places'), [
    found.rows.map((row) => row.item).filter((item) => item > 0),
  ]);
  const confirmed = new Map(ages.rows.map((row) => [row.item, row.confirmed]));
  return found.rows.flatMap((row) => {
    const subject = subjectOf(row, {
      document: row.hash,
      confirmedAt: timeOrNull(confirmed.get(row.item) ?? null),
    });
    return subject ?? [];
  });
}

function subjectOf(row: Row, source: Source): Subject | null {
  const environment = Environment.safeParse(row.facts);
  if (environment.success) {
    const needs = Needs.safeParse(row.beside);
    const asked = needs.success ? needsByPackage(needs.data) : null;
    return environmentSubject(environment.data, row.path || row.hash, source, asked);
  }
  const contents = ImageContents.safeParse(row.inside_facts);
  const inside = contents.success
    ? { facts: contents.data, document: row.inside_hash ?? '', confirmedAt: timeOrNull(row.inside_at) }
    : null;
  const settings = ImageSettings.safeParse(row.beside);
  const set = settings.success
    ? { variables: settings.data.settings, document: row.beside_hash ?? '', confirmedAt: source.confirmedAt }
    : null;
  for (const schema of [ImageFile, Sandbox, StoredImage]) {
    const facts = schema.safeParse(row.facts);
    if (!facts.success) continue;
    const [reference] = facts.data.kind === 'images.stored' ? facts.data.references : [];
    return imageSubject(facts.data, (reference ?? row.path) || row.hash, source, inside, set);
  }
  return null;
}
