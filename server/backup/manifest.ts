import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { codeOf, GazetteerError, messageOf } from '../errors.ts';

/** The form of a dump, told in docs/backup.md. A reader refuses forms that it does not know. 1 had reports whole in their table, 2 no rows beside them. */
export const FORMAT = 3;

/** A file of the dump's folder, with what proves it whole. */
const DumpFile = z.object({
  /** Below the folder of dumps. Names are made by `gazetteer dump`, and nothing else may leave the folder. */
  file: z.string().regex(/^(?:tables|objects)\/[a-z0-9_][A-Za-z0-9_.-]*$/),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type DumpFile = z.infer<typeof DumpFile>;

const word = z.string().regex(/^[a-z_][a-z0-9_]*$/);

const DumpedTable = DumpFile.extend({ name: word, columns: z.array(word).min(1), rows: z.int().min(0) });
export type DumpedTable = z.infer<typeof DumpedTable>;

/** Documents, evidence, reports or rows of them, each a line of JSON with its hash. */
const Pack = DumpFile.extend({
  of: z.enum(['document', 'evidence', 'report', 'report_rows']),
  objects: z.int().min(1),
});
export type Pack = z.infer<typeof Pack>;

/** One dump: what it holds, and which files of the folder hold it. */
export const Manifest = z.object({
  format: z.union([z.literal(1), z.literal(2), z.literal(FORMAT)]),
  name: z.string().regex(/^[0-9]{8}T[0-9]{6}Z(?:-[0-9]+)?$/),
  madeAt: z.iso.datetime(),
  /** Version of the program that made it. */
  gazetteer: z.string(),
  migrations: z.array(z.string()).min(1),
  tables: z.array(DumpedTable),
  /** Last number given out by each sequence; null where none was. */
  sequences: z.record(
    word,
    z
      .string()
      .regex(/^[0-9]+$/)
      .nullable(),
  ),
  packs: z.array(Pack),
  /** Hashes of documents, evidence, reports and rows of them whose content is not what their hash says. */
  damaged: z.array(z.string()),
  /** Files of the data folder that answers depend on, as text. */
  settings: z.record(z.enum(['known_hosts', 'names.yaml']), z.string().optional()),
});
export type Manifest = z.infer<typeof Manifest>;

const FOLDER = 'dumps';
export const manifestFile = (folder: string, name: string) => join(folder, FOLDER, `${name}.json`);

/** The dumps of a folder, oldest first; none where there is no such folder yet. */
export async function dumpsIn(folder: string): Promise<Manifest[]> {
  let names: string[];
  try {
    names = await readdir(join(folder, FOLDER));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw new GazetteerError(
      'dump-unreadable',
      `${folder} cannot be read: ${messageOf(error)}`,
      'Check the path',
    );
  }
  return names
    .filter((name) => name.endsWith('.json'))
    .map((name) => readManifest(join(folder, FOLDER, name)))
    .sort((a, b) => order(a.name, b.name));
}

/** By time; those of one second by their number, which the first has not. */
function order(a: string, b: string): number {
  const [time = '', number = '1'] = a.split('-');
  const [otherTime = '', otherNumber = '1'] = b.split('-');
  if (time !== otherTime) return time < otherTime ? -1 : 1;
  return Number(number) - Number(otherNumber);
}

function readManifest(file: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new GazetteerError('dump-unreadable', `${file} cannot be read: ${messageOf(error)}`, DAMAGED);
  }
  const format = z.object({ format: z.number() }).safeParse(value);
  if (format.success && format.data.format > FORMAT) {
    throw new GazetteerError(
      'dump-newer',
      `${file} has form ${format.data.format}, and this version reads form ${FORMAT}`,
      'Update this installation',
    );
  }
  const manifest = Manifest.safeParse(value);
  if (manifest.success) return manifest.data;
  const [problem] = manifest.error.issues;
  throw new GazetteerError(
    'dump-unreadable',
    `${file} is no dump: ${problem?.path.join('.')}: ${problem?.message}`,
    DAMAGED,
  );
}

export const DAMAGED = 'Take another dump, or another copy of this one';
