import type { Queryable } from '../store/database.ts';

/** A tool as its masks are stored. */
export interface MaskRow {
  id: number;
  category: number;
  classes: Buffer;
  sites: Buffer;
  clusters: Buffer;
  /** Of its entries, as Postgres writes them, where an offering has several; otherwise each entry is one. */
  offerings: string | null;
}

export interface MasksAsked {
  /** Masks that are not asked for come empty. */
  of: 'sites' | 'both' | 'clusters';
  /** Only these tools; null for all. */
  tools?: number[] | null;
  /** Only what one of these sites has; null for all. */
  sites?: number[] | null;
  /** Whether it is told which entries are of one offering. */
  offerings?: boolean;
}

/** Tools that are read at once: few, since nothing is counted while the first of them come, and some are a hundred times as large as others. */
const CHUNK = 250;

/** In chunks, of which the next one is asked for while one is counted. */
export async function* maskRows(
  db: Queryable,
  { of, tools = null, sites = null, offerings = false }: MasksAsked,
): AsyncGenerator<MaskRow> {
  const chunkAfter = async (after: number) => {
    const found = await db.query<MaskRow & Record<string, unknown>>(
      `select tool_id as id, category, classes, case when $3 then sites else '' end as sites,
         case when $4 then clusters else '' end as clusters,
         case when $7 and not '' = all(marks) then offerings::text end as offerings
       from offering_site
       where tool_id > $1 and ($5::int[] is null or tool_id = any($5)) and ($6::int[] is null or site_ids && $6)
       order by tool_id limit $2`,
      [after, CHUNK, of !== 'clusters', of !== 'sites', tools, sites, offerings],
    );
    return found.rows;
  };
  let rows = await chunkAfter(0);
  for (let last = rows.at(-1); last !== undefined; last = rows.at(-1)) {
    const next = chunkAfter(last.id);
    // Whoever stops in between does not wait for it; its failure is told where it is waited for.
    next.catch(() => {});
    yield* rows;
    rows = await next;
  }
}

const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** As masks.ts wrote them: little endian. */
export function numbersOf(bytes: Buffer): Uint32Array {
  const aligned = new Uint8Array(bytes.length);
  aligned.set(bytes);
  if (!LITTLE_ENDIAN) Buffer.from(aligned.buffer).swap32();
  return new Uint32Array(aligned.buffer);
}
