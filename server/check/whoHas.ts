import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { numbersIn } from '../store/numbersIn.ts';

interface Row {
  /** null: of all clusters, with masks. */
  cluster: number | null;
  offerings: string;
  masks: string;
}

/** Which of some clusters have each offering of some tools, a bit each. */
export class WhoHas {
  /** Of each cluster its bit. */
  readonly places: ReadonlyMap<number, number>;
  readonly words: number;
  /** `words` numbers for each offering. */
  masks: Uint32Array;
  private readonly known = new Map<number, number>();

  private constructor(readonly clusters: readonly number[]) {
    this.places = new Map(clusters.map((id, place) => [id, place]));
    this.words = Math.max(1, Math.ceil(clusters.length / 32));
    this.masks = new Uint32Array(0);
  }

  static async of(db: Queryable, clusters: readonly number[], toolIds: readonly number[]): Promise<WhoHas> {
    const found = await db.query<Row & Record<string, unknown>>(sql('check-there'), [toolIds]);
    const who = new WhoHas(clusters);
    const rows = found.rows.map((row) => ({ ...row, ids: numbersIn(row.offerings) }));
    who.masks = new Uint32Array(rows.reduce((sum, { ids }) => sum + ids.length, 0) * who.words);
    for (const { cluster, ids, masks } of rows) {
      if (cluster === null) who.addMasks(ids, Buffer.from(masks, 'base64'));
      else for (const id of ids) who.add(who.made(id), cluster);
    }
    return who;
  }

  /** Where the numbers of an offering begin; -1 where it is nowhere. */
  maskAt(offering: number): number {
    return this.known.get(offering) ?? -1;
  }

  /** The numbers that stand for one cluster alone. */
  maskOf(cluster: number): Uint32Array {
    const mask = new Uint32Array(this.words);
    const place = this.places.get(cluster);
    if (place !== undefined) mask[place >> 5] = 1 << (place & 31);
    return mask;
  }

  /** An offering may come again, with another mark. */
  private addMasks(ids: number[], bytes: Buffer): void {
    const width = ids.length === 0 ? 0 : bytes.length / ids.length;
    for (const [at, id] of ids.entries()) {
      const from = this.made(id);
      for (let byte = 0; byte < width; byte += 1)
        for (let rest = bytes[at * width + byte] ?? 0; rest !== 0; rest &= rest - 1)
          this.add(from, byte * 8 + (31 - Math.clz32(rest & -rest)));
    }
  }

  private made(offering: number): number {
    const known = this.known.get(offering);
    if (known !== undefined) return known;
    const from = this.known.size * this.words;
    this.known.set(offering, from);
    return from;
  }

  private add(from: number, cluster: number): void {
    const place = this.places.get(cluster);
    if (place === undefined) return;
    const word = from + (place >> 5);
    this.masks[word] = (this.masks[word] ?? 0) | (1 << (place & 31));
  }
}
