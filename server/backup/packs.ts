import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import type pg from 'pg';
import { canonicalJson, sha256 } from '../store/canonical.ts';
import type { Progress } from './dump.ts';
import { isThere, writeCompressed, writeWhole } from './files.ts';
import { Hashes } from './hashes.ts';
import type { Manifest, Pack } from './manifest.ts';
import { CONTENT, type ContentTable, TITLES } from './tables.ts';

const BATCH = 500;
/** Before compression. */
const BATCH_BYTES = 16 * 1024 * 1024;

/** The list of hashes beside a pack, 32 bytes each: what is in it without reading it. */
export const hashesName = ({ file }: Pack) => file.replace(/\.ndjson\.gz$/, '.hashes');
export const hashesFile = (folder: string, pack: Pack) => join(folder, hashesName(pack));

/**
 * Writes the documents, evidence and reports that no pack of earlier dumps holds, a pack of each; gives the packs that hold all
 * of them, and the hashes of those whose content is another. Runs in the dump's transaction.
 */
export async function writePacks(
  client: pg.Client,
  folder: string,
  name: string,
  tables: ContentTable[],
  earlier: Manifest[],
  onProgress: (progress: Progress) => void,
): Promise<{ packs: Pack[]; damaged: string[] }> {
  const had = new Map(earlier.flatMap((one) => one.packs.map((pack) => [pack.file, pack])));
  const packs: Pack[] = [];
  const damaged = new Set<string>();
  for (const of of tables) {
    const wanted = await hashesIn(client, of);
    const there = [...had.values()].filter((pack) => pack.of === of && isThere(folder, pack));
    const { used, missing } = covered(
      wanted,
      there.map((pack) => ({ pack, hashes: () => listed(folder, pack) })),
    );
    packs.push(...used);
    // What was found damaged is so in its pack, too.
    const known = new Set(earlier.flatMap((one) => one.damaged));
    for (const hash of wanted) if (known.has(hash.toString('hex'))) damaged.add(hash.toString('hex'));
    if (missing.length === 0) continue;
    const lines = objects(client, of, missing, damaged, onProgress);
    const made = await writeCompressed(folder, lines, () => `objects/${name}.${of}.ndjson.gz`);
    const pack = { ...made, of, objects: missing.length };
    await writeWhole(hashesFile(folder, pack), Buffer.concat(missing));
    packs.push(pack);
  }
  return { packs, damaged: [...damaged].sort() };
}

/**
 * Which packs hold what is wanted, and what none of them holds. Each pack is gone through once: after years of dumps they are many,
 * and to look for each hash in all of them takes minutes.
 */
export function covered<P>(
  wanted: Hashes,
  packs: { pack: P; hashes: () => Hashes }[],
): { used: P[]; missing: Buffer[] } {
  const found = new Uint8Array(wanted.size);
  const used = packs
    .filter(({ hashes }) => {
      let isUsed = false;
      for (const hash of hashes()) {
        const at = wanted.placeOf(hash);
        if (at === -1 || found[at] === 1) continue;
        found[at] = 1;
        isUsed = true;
      }
      return isUsed;
    })
    .map(({ pack }) => pack);
  return { used, missing: [...wanted].filter((_, at) => found[at] === 0) };
}

/** A list that is lost costs that its pack's content is written again. */
function listed(folder: string, pack: Pack): Hashes {
  try {
    const bytes = readFileSync(hashesFile(folder, pack));
    if (bytes.length === pack.objects * 32) return Hashes.of(bytes);
  } catch {}
  return Hashes.of(Buffer.alloc(0));
}

async function hashesIn(client: pg.Client, table: ContentTable): Promise<Hashes> {
  const { rows } = await client.query<{ hash: Buffer }>(`select hash from ${table}`);
  return Hashes.of(Buffer.concat(rows.map((row) => row.hash)));
}

async function* objects(
  client: pg.Client,
  of: ContentTable,
  hashes: Buffer[],
  damaged: Set<string>,
  onProgress: (progress: Progress) => void,
): AsyncGenerator<string> {
  const lineOf = of === 'document' ? documentLine : packedLine;
  for (let from = 0; from < hashes.length; from += BATCH) {
    const batch = hashes.slice(from, from + BATCH);
    for (const some of await parts(client, of, batch)) {
      const { rows } = await client.query<{ hash: Buffer; content: unknown }>(
        `select hash, ${CONTENT[of]} as content from ${of} where hash = any($1) order by hash`,
        [some],
      );
      for (const { hash, content } of rows) {
        const { line, real } = lineOf(hash.toString('hex'), content);
        if (!real.equals(hash)) damaged.add(hash.toString('hex'));
        yield line;
      }
    }
    onProgress({ what: TITLES[of], done: from + batch.length, of: hashes.length });
  }
}

/** So few at a time that what is read together is of bounded size, but for a single large one. */
async function parts(client: pg.Client, of: ContentTable, hashes: Buffer[]): Promise<Buffer[][]> {
  const { rows } = await client.query<{ hash: Buffer; bytes: number }>(
    `select hash, bytes from ${of} where hash = any($1) order by hash`,
    [hashes],
  );
  const all: Buffer[][] = [];
  let room = 0;
  for (const { hash, bytes } of rows) {
    if (all.length === 0 || bytes > room) {
      all.push([]);
      room = BATCH_BYTES;
    }
    all.at(-1)?.push(hash);
    room -= bytes;
  }
  return all;
}

interface Line {
  line: string;
  /** The hash of what is there. */
  real: Buffer;
}

function documentLine(hash: string, facts: unknown): Line {
  const text = canonicalJson(facts);
  return { line: `{"hash":"${hash}","facts":${text}}\n`, real: sha256(text) };
}

/** Evidence, models of reports and their rows are stored deflated. */
function packedLine(hash: string, content: unknown): Line {
  const bytes = content instanceof Uint8Array ? Buffer.from(content) : Buffer.alloc(0);
  return {
    line: `{"hash":"${hash}","content":"${bytes.toString('base64')}"}\n`,
    real: sha256(inflated(bytes)),
  };
}

function inflated(bytes: Buffer): Buffer {
  try {
    return inflateSync(bytes);
  } catch {
    return Buffer.alloc(0);
  }
}
