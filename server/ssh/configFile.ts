import { readFileSync, statSync } from 'node:fs';
import { type ConfigEntry, configEntries } from './configEntries.ts';
import { includedFiles } from './includes.ts';

/** A file with everything it includes. */
export interface ConfigFile {
  path: string;
  /** The files of an include take the place of its entry. */
  entries: (Exclude<ConfigEntry, { kind: 'include' }> | { kind: 'include'; files: ConfigFile[] })[];
}

/** ssh(1): READCONF_MAX_DEPTH. */
const DEEPEST = 16;
/** Files that include each other twice would double with every level. */
const MOST_INCLUDES = 500;
const MOST_BYTES = 4 * 1024 * 1024;

/** Reads a file and what it includes; what cannot be read is told in `problems`, as `file:line: what`. */
export function readConfigFile(path: string, home: string, problems: string[]): ConfigFile {
  let left = MOST_INCLUDES;
  const read = (file: string, depth: number, from: string): ConfigFile => {
    const parsed = parsedFile(file, from);
    problems.push(...parsed.problems);
    const include = (pattern: string, line: number): ConfigFile[] => {
      const here = `${file}:${line}`;
      if (depth === DEEPEST || left <= 0) {
        problems.push(`${here}: too many files are included, one by the other`);
        return [];
      }
      return includedFiles(pattern, home).map((next) => {
        left--;
        return read(next, depth + 1, here);
      });
    };
    return {
      path: file,
      entries: parsed.entries.map((entry) =>
        entry.kind === 'include'
          ? { kind: 'include', files: entry.patterns.flatMap((pattern) => include(pattern, entry.line)) }
          : entry,
      ),
    };
  };
  return read(path, 0, '');
}

interface Parsed {
  entries: ConfigEntry[];
  problems: string[];
}

const remembered = new Map<string, { stamp: string; parsed: Parsed }>();

/** A file is parsed again only after it changed. One that an Include names and that is not there is no problem. */
function parsedFile(file: string, from: string): Parsed {
  const where = from === '' ? file : `${from}: ${file}`;
  try {
    const { mtimeMs, size, ino, mode, uid } = statSync(file);
    const stamp = `${mtimeMs} ${size} ${ino} ${mode} ${uid}`;
    const last = remembered.get(file);
    if (last?.stamp === stamp) return last.parsed;
    const refused = refusal({ mode, uid, size });
    if (refused !== undefined) return { entries: [], problems: [`${where}: ${refused}`] };
    const { entries, problems } = configEntries(readFileSync(file, 'utf8'));
    const told = problems.slice(0, 20).map(({ line, message }) => `${file}:${line}: ${message}`);
    const parsed = { entries, problems: told };
    remembered.set(file, { stamp, parsed });
    return parsed;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    const isMissing = code === 'ENOENT' && from !== '';
    return { entries: [], problems: isMissing ? [] : [`${where}: it could not be read: ${code}`] };
  }
}

/** ssh(1) reads no file that others could have written. */
function refusal({ mode, uid, size }: { mode: number; uid: number; size: number }): string | undefined {
  if ((mode & 0o170000) !== 0o100000) return 'it is not a file';
  if (size > MOST_BYTES) return 'it is larger than 4 MiB';
  const isOurs = uid === 0 || uid === process.getuid?.();
  if (!isOurs) return 'it is not read, since it belongs to somebody else';
  return (mode & 0o022) === 0 ? undefined : 'it is not read, since others may write to it (chmod go-w)';
}
