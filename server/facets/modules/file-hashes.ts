import type { Part } from '../../frames/evidence.ts';
import type { ModuleFile } from '../facet.ts';
import { partText } from '../reading.ts';
import type { Module } from './schema.ts';

/** As sha256sum, shasum and openssl write it, of a path below the tree. */
const LINE = /^([0-9a-f]{64}) [ *]\.\/(.+)$/;

/** The agent's part "hashes", for the modules whose files they are; [] where nothing was computed. */
export function fileHashesIn(parts: Part[], modules: readonly Module[]): ModuleFile[] {
  const text = partText(parts, 'hashes');
  if (text === '') return [];
  const hashes = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, hex, path] = LINE.exec(line) ?? [];
    if (hex !== undefined && path !== undefined) hashes.set(path, hex);
  }
  return modules.flatMap((module) => {
    const known = filesOf(module).map((file) => hashes.get(file));
    const sha256 = known.find((hex) => hex !== undefined);
    return sha256 === undefined ? [] : [{ fullName: module.fullName, sha256 }];
  });
}

/** Where a listing does not tell the file, its name does. */
const filesOf = ({ file, fullName }: Module) => (file === '' ? [fullName, `${fullName}.lua`] : [file]);
