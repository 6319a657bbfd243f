import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { parseInput } from '../../server/cli/parse.ts';
import type { Environment, Package } from '../../server/facets/conda/schema.ts';

const folders: string[] = [];
afterAll(() => {
  for (const one of folders) rmSync(one, { recursive: true, force: true });
});

export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'gazetteer-conda-'));
  chmodSync(made, 0o755);
  folders.push(made);
  return made;
}

/** A record as conda writes it: a key a line. */
export function record(
  name: string,
  version: string,
  build = '0',
  more: Record<string, unknown> = {},
): string {
  return `${JSON.stringify({ build, channel: 'conda-forge', name, version, ...more }, null, 2)}\n`;
}

export const native = (name: string, text: string | Buffer, format?: string) =>
  parseInput('conda', { name, files: [{ path: name, bytes: Buffer.from(text) }] }, format);

export const packages = (found: { document: unknown }): Package[] => (found.document as Environment).packages;
