import { parseScope, type ResolvedScope, resolveScope } from '../compare/scope.ts';
import { codeOf, GazetteerError } from '../errors.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { findSubjects } from '../verdict/subjects.ts';
import { billedKinds } from './billedKinds.ts';

/** What a bill is asked of: a whole cluster, or a document by its hash. */
export type BillSubject = { cluster: ResolvedScope } | { document: string };

interface At {
  hash: string;
  kind: string;
  cluster: string;
}

/** A cluster, the hash of a document, a path (with `site/cluster:` in front where it is meant there), or an image by its name. */
export async function billSubject(db: Queryable, text: string): Promise<BillSubject> {
  const asked = text.trim();
  const cluster = await clusterNamed(db, asked);
  if (cluster) return { cluster };
  if (/^[0-9a-f]{64}$/.test(asked)) {
    const found = await db.query('select from document where hash = $1', [Buffer.from(asked, 'hex')]);
    if (found.rows.length > 0) return { document: asked };
  }
  const [, site = '', name = '', path = asked] = /^([^\s/:]+)\/([^\s/:]+):(\/.*)$/s.exec(asked) ?? [];
  if (path.startsWith('/')) {
    const at = path.replace(/(?<=.)\/$/, '');
    const found = await db.query<At>(sql('sbom-at'), [at, site, name, billedKinds]);
    // The folder of an installation is that of its base environment, which is what somebody means.
    const meant = found.rows.filter(({ kind }) => kind !== 'conda.installation');
    if (found.rows.length > 0)
      return only(
        asked,
        (meant.length > 0 ? meant : found.rows).map((row) => ({ ...row, where: `${row.cluster}:${at}` })),
      );
  }
  const { subjects } = await named(db, asked);
  return only(
    asked,
    subjects.map(({ document, name: where }) => ({ hash: document, where })),
  );
}

async function clusterNamed(db: Queryable, asked: string): Promise<ResolvedScope | null> {
  if (!/^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/.test(asked)) return null;
  try {
    return await resolveScope(db, parseScope(asked));
  } catch (error) {
    // An image of a registry may be called so as well.
    if (codeOf(error) === 'not-found') return null;
    throw error;
  }
}

async function named(db: Queryable, asked: string) {
  try {
    return await findSubjects(db, asked);
  } catch (error) {
    if (codeOf(error) !== 'not-found') throw error;
    throw new GazetteerError(
      'not-found',
      `nothing is known as "${asked.slice(0, 200)}"`,
      'Name a cluster as site/cluster, an image or environment by path or reference, or a document by its hash',
    );
  }
}

function only(asked: string, found: { hash: string; where: string }[]): BillSubject {
  const [first, ...others] = new Map(found.map((one) => [one.hash, one])).values();
  if (first && others.length === 0) return { document: first.hash };
  const listed = [first, ...others].map((one) => `${one?.where} is ${one?.hash}`).slice(0, 20);
  throw new GazetteerError(
    'ambiguous',
    `"${asked.slice(0, 200)}" stands for ${others.length + 1} things: ${listed.join('; ')}`,
    'Name one by its hash, or a path with site/cluster: before it',
  );
}
