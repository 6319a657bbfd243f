import type { Part, Unread } from '../../frames/evidence.ts';
import { partOf } from '../../frames/evidence.ts';
import { textOf } from '../../frames/text.ts';
import type { Problem } from '../facet.ts';
import { partText, problemOf } from '../reading.ts';
import { parsedObject, textOrNull } from './json.ts';
import { needsOf, sortedNeeds } from './needs.ts';
import { folded, foldersOf, pipOf, sortedPip } from './pip.ts';
import { packageNamed, packageOf, sortedPackages } from './record.ts';
import { rPackagesOf } from './rLibrary.ts';
import type { Environment, Needs, Package, PipPackage } from './schema.ts';

interface RecordText {
  file: string;
  line: number;
  fields: string[];
  raw: string[];
  /** Folders in site-packages that came with this package, and `R/<package>` in the library of R. */
  left: string[];
  /** What it asks of the machine, `d` or `c` in front; null where the agent did not look for that. */
  asks: string[] | null;
  trouble: string;
}

/**
 * Takes the agent's list of records apart: "@file", then "=line", "+folder", "*need", ">raw" or "!trouble" lines. Each is
 * made text by itself, so that bytes that are no text spoil the record that they stand in and no other.
 */
function recordsOf(bytes: Buffer): RecordText[] {
  const records: RecordText[] = [];
  let line = 1;
  for (let start = bytes.indexOf('@'); start !== -1 && start < bytes.length; ) {
    const next = bytes.indexOf('\n@', start);
    const end = next === -1 ? bytes.length : next;
    const record = recordOf(bytes.subarray(start, end), line);
    records.push(record.found);
    line += record.lines;
    start = next === -1 ? -1 : next + 1;
  }
  return records;
}

function recordOf(bytes: Buffer, line: number): { found: RecordText; lines: number } {
  const head = bytes.indexOf('\n');
  const file = textOf(bytes.subarray(1, head === -1 ? bytes.length : head));
  const found: RecordText = { file, line, fields: [], raw: [], left: [], asks: null, trouble: '' };
  if (head === -1) return { found, lines: 1 };
  const body = textOrNull(bytes.subarray(head + 1));
  if (body === null) {
    found.trouble = 'bytes';
    let lines = 1;
    for (let at = head; at !== -1; at = bytes.indexOf('\n', at + 1)) lines += 1;
    return { found, lines };
  }
  const lines = body.split('\n');
  for (const one of lines) {
    const rest = one.slice(1);
    if (one[0] === '=') found.fields.push(rest);
    else if (one[0] === '>') found.raw.push(rest);
    else if (one[0] === '+') found.left.push(rest);
    else if (one[0] === '*') found.asks = [...(found.asks ?? []), ...(rest === '' ? [] : [rest])];
    else if (one[0] === '!') found.trouble = rest;
  }
  return { found, lines: 1 + lines.length };
}

const TROUBLE: Record<string, string> = {
  truncated: 'is cut off, or no JSON object',
  bytes: 'is not UTF-8',
  permission: 'may not be read by this account',
  vanished: 'went away while it was read',
  unreadable: 'could not be read',
};

/** Reasons of unread entries: the file is there and nobody knows what it says. Of a corrupt one the name is left. */
const UNREAD: Record<string, string> = {
  permission: 'permission',
  vanished: 'vanished',
  unreadable: 'error',
};

/** The fields of a record; null when it is no JSON object. */
function fieldsOf(record: RecordText): Record<string, unknown> | null {
  if (record.raw.length > 0) return parsedObject(record.raw.join('\n'));
  const fields: Record<string, unknown> = {};
  for (const line of record.fields) {
    const one = parsedObject(`{${line.trim().replace(/,$/, '')}}`);
    if (!one) return null;
    // The first of a name counts, as a key per line cannot repeat in a whole record.
    for (const [key, value] of Object.entries(one)) fields[key] ??= value;
  }
  return record.fields.length > 0 ? fields : null;
}

export interface EnvironmentReading {
  facts: Environment;
  /** null where an older agent did not look for them. */
  needs: Needs | null;
  problems: Problem[];
  /** Relative to the environment. */
  unread: Unread[];
}

/** An environment from the parts of its item. A record that cannot be read is counted, and known by its file's name. */
export function readEnvironment(parts: Part[], where: string): EnvironmentReading {
  const packages: Package[] = [];
  const problems: Problem[] = [];
  const unread: Unread[] = [];
  const owned = new Set<string>();
  const needs: (Needs['needs'] | null)[] = [];
  for (const record of recordsOf(partOf(parts, 'records') ?? Buffer.alloc(0))) {
    const fields = record.trouble === '' ? fieldsOf(record) : null;
    const found = fields && packageOf(fields, record.file);
    if (found) {
      packages.push(found);
      needs.push(needsOf(found, record.asks, record.raw.length > 0 ? fields : null));
      for (const one of record.left) owned.add(one);
      if (record.raw.length > 0) for (const one of foldersOf(fields)) owned.add(one);
    } else {
      const why = TROUBLE[record.trouble] ?? (fields ? 'names no package' : 'is no JSON object');
      problems.push(problemOf('conda', where, 'records', record.line, record.file, `this record ${why}`));
      const reason = UNREAD[record.trouble];
      const named = packageNamed(record.file);
      if (reason !== undefined) unread.push({ reason, path: `conda-meta/${record.file}` });
      else if (named) packages.push(named);
    }
  }
  const pip = pipOf(partText(parts, 'pip'), owned);
  const facts = environmentOf(packages, pip, problems.length);
  // As many parts as the agent needed calls.
  const library = parts.filter((part) => part.name === 'r').map((part) => textOf(part.bytes));
  const r = rPackagesOf(library.join('\n'), facts.packages, owned);
  return { facts: r.length > 0 ? { ...facts, r } : facts, needs: sortedNeeds(needs), problems, unread };
}

export function environmentOf(packages: Package[], pip: PipPackage[], unreadable: number): Environment {
  const names = new Set(packages.map((one) => folded(one.name)));
  return {
    kind: 'conda.environment',
    python: packages.find((one) => one.name === 'python')?.version ?? '',
    packages: sortedPackages(packages),
    // A conda package of Python leaves the same folders as pip does; it is listed once.
    pip: sortedPip(pip).filter((one) => !names.has(one.name)),
    unreadable,
  };
}
