import { GazetteerError } from '../errors.ts';
import type { FacetReading, NativeForm, NativeInput, RootReading } from '../facets/facet.ts';
import { modules, PUBLISHED } from '../facets/modules/index.ts';
import { headOf } from '../facets/modules/native-texts.ts';
import { madeAt } from '../facets/modules/parse-eessi.ts';
import type { Mount } from '../frames/evidence.ts';
import type { Database, Queryable } from '../store/database.ts';
import { facetNumber } from '../store/storedReading.ts';
import type { VisitReport } from '../store/visit.ts';

/** What others publish of their modules: Open OnDemand's files for its clusters are Lmod's spider-json. */
const PUBLISHED_FORMS = ['lmod-spider-json', 'eessi-software', 'eessi-overview'];

/** Text of more bytes would not fit into a string. */
const MOST_BYTES = 256 * 1024 * 1024;

/** The form of a published list; undefined for anything else. */
export function publishedForm(input: NativeInput): NativeForm | undefined {
  return modules.natives.find((form) => PUBLISHED_FORMS.includes(form.format) && form.recognise(input));
}

export interface PublishedVisit {
  visit: Omit<VisitReport, 'sweepId' | 'clusterId'>;
  format: string;
  modules: number;
  problems: FacetReading['problems'];
}

/**
 * A published list as a visit of a node that has no other source: each tree is a root of its own kind, so no visit that
 * reads the same tree speaks of it, and it speaks of no other. Trees that an earlier list had and this one lacks are read
 * as empty, and held until an operator accepts that.
 */
export async function publishedVisit(
  db: Database,
  node: { id: number; name: string },
  form: NativeForm,
  input: NativeInput,
): Promise<PublishedVisit> {
  const bytes = input.files[0]?.bytes ?? Buffer.alloc(0);
  if (bytes.length > MOST_BYTES) {
    const most = MOST_BYTES / 1024 / 1024;
    throw new GazetteerError('too-large', `${input.name} has more than ${most} MiB`, 'Import a part of it');
  }
  const reading = form.parse(input);
  const startedAt = dateOf(input);
  const problem = reading.problems[0];
  const roots = reading.roots.map((root) => publishedRoot(root, form.format, reading.problems.length > 0));
  if (roots.length === 0) {
    const where = problem && problem.line > 0 ? `, line ${problem.line}` : '';
    throw new GazetteerError(
      'empty-list',
      `${input.name}${where}: ${problem?.message ?? 'it lists no module'}`,
      'What was known before stands',
    );
  }
  await refuseOlder(db, node.id, startedAt);
  const listed = new Set(roots.map((root) => root.path));
  const before = await rootsBefore(db, node, form.format);
  const gone = before.filter((root) => !listed.has(root.path));
  return {
    visit: {
      nodeId: node.id,
      startedAt,
      milliseconds: 0,
      bytes: bytes.length,
      agent: 'published',
      asked: ['modules'],
      readings: [{ facet: 'modules', reading: { ...reading, node: null, roots: [...roots, ...gone] } }],
      failure: null,
    },
    format: form.format,
    modules: roots.reduce((sum, root) => sum + modulesIn(root), 0),
    problems: reading.problems,
  };
}

/** An older list says nothing of what is there now. */
async function refuseOlder(db: Queryable, nodeId: number, at: Date): Promise<void> {
  const found = await db.query<{ at: Date | null }>(
    'select max(started_at) as at from visit where node_id = $1 and started_at > $2',
    [nodeId, at],
  );
  const later = found.rows[0]?.at;
  if (!later) return;
  throw new GazetteerError(
    'older-list',
    `the list was made ${at.toISOString()}, and one of ${later.toISOString()} was imported before`,
    'Import the latest one',
  );
}

function publishedRoot(root: RootReading, format: string, isPartial: boolean): RootReading {
  // What a row that cannot be read was about is not known, so nothing is gone that it may have told.
  const unread = isPartial ? [{ path: '', reason: 'unreadable' }] : [];
  return { ...root, kind: PUBLISHED, key: format, unread };
}

function modulesIn({ items }: RootReading): number {
  return items.reduce((sum, { facts }) => sum + modules.offerings(facts, '').length, 0);
}

/** When the list was made; now where it does not say, or says a time that has not come. */
function dateOf(input: NativeInput): Date {
  const now = new Date();
  const [file] = input.files;
  const told = file ? madeAt(headOf(file)) : null;
  return told && told < now ? told : now;
}

/** The trees that earlier lists of this form told of, with nothing in them. */
async function rootsBefore(
  db: Queryable,
  node: { id: number; name: string },
  format: string,
): Promise<RootReading[]> {
  const found = await db.query<{ kind: string; path: string; key: string; mount: Mount }>(
    `select root.kind, root.path, root.key, root.mount from node_root join root on root.id = node_root.root_id
     where node_root.node_id = $1 and node_root.until is null and root.facet = $2`,
    [node.id, facetNumber('modules')],
  );
  const other = found.rows.find((root) => root.kind !== PUBLISHED || root.key !== format);
  if (other) {
    throw new GazetteerError(
      'other-source',
      `what is known of ${node.name} comes from another source (${other.kind}, ${other.key})`,
      'Name a node of its own for each list in the sites file',
    );
  }
  return found.rows.map((root) => ({
    ...root,
    outcome: 'present',
    reason: '',
    message: '',
    items: [],
    unread: [],
  }));
}
