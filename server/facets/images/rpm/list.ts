import { gunzipSync } from 'node:zlib';
import { readRpmDatabase } from './database.ts';

/** The agent sends no more than 96 MiB. */
const LARGEST = 100_663_296;

/**
 * The agent's lines with each database of rpm, packed and in base64 on lines `r`, replaced by what it lists: lines `p`,
 * name and version, and a line `w rpm` where that is all of it. These are kept as evidence, as databases have tens of
 * megabytes. `trouble` says what was wrong.
 */
export function withRpmLists(lines: string[]): { lines: string[]; trouble: string } {
  const packed = lines.filter((line) => line.startsWith('r '));
  if (packed.length === 0) return { lines, trouble: '' };
  const others = lines.filter((line) => !line.startsWith('r '));
  const bytes = unpacked(packed.map((line) => line.slice(2)).join(''));
  const found = bytes && readRpmDatabase(bytes);
  if (!found) return { lines: others, trouble: "rpm's database is none, or was cut" };
  const listed = found.packages.map(({ name, version }) => `p ${name} ${version}`).sort();
  if (found.damaged === 0) return { lines: [...others, ...listed, 'w rpm'], trouble: '' };
  const trouble = `${found.damaged} packages of rpm's database could not be read`;
  return { lines: [...others, ...listed], trouble };
}

function unpacked(base64: string): Buffer | null {
  try {
    return gunzipSync(Buffer.from(base64, 'base64'), { maxOutputLength: LARGEST });
  } catch {
    return null;
  }
}
