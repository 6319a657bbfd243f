import type { Part, Unread } from '../../frames/evidence.ts';
import type { Problem } from '../facet.ts';
import { partText, problemOf } from '../reading.ts';
import { packageOf, sortedPackages } from './record.ts';
import type { Environment, Package, PipPackage } from './schema.ts';

interface RecordText {
  file: string;
  line: number;
  fields: string[];
  raw: string[];
  trouble: string;
}

/** Takes the agent's list of records apart: "@file", then "=line", ">raw" or "!trouble" lines. */
function recordsOf(text: string): RecordText[] {
  const records: RecordText[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    const rest = line.slice(1);
    const open = records.at(-1);
    if (line[0] === '@') records.push({ file: rest, line: at + 1, fields: [], raw: [], trouble: '' });
    else if (line[0] === '=') open?.fields.push(rest);
    else if (line[0] === '>') open?.raw.push(rest);
    else if (line[0] === '!' && open) open.trouble = rest;
  }
  return records;
}

const TROUBLE: Record<string, string> = {
  truncated: 'is cut off, or no JSON object',
  permission: 'may not be read by this account',
  vanished: 'went away while it was read',
  unreadable: 'could not be read',
};

/** Reasons of unread entries: the file is there and nobody knows what it says. A corrupt one is known to be none. */
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

export function parsedObject(text: string): Record<string, unknown> | null {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return null;
  }
}

export function objectOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

export interface EnvironmentReading {
  facts: Environment;
  problems: Problem[];
  /** Relative to the environment. */
  unread: Unread[];
}

/** An environment from the parts of its item. A record that cannot be read loses itself and is counted. */
export function readEnvironment(parts: Part[], where: string): EnvironmentReading {
  const packages: Package[] = [];
  const problems: Problem[] = [];
  const unread: Unread[] = [];
  for (const record of recordsOf(partText(parts, 'records'))) {
    const fields = record.trouble === '' ? fieldsOf(record) : null;
    const found = fields && packageOf(fields, record.file);
    if (found) packages.push(found);
    else {
      const why = TROUBLE[record.trouble] ?? (fields ? 'names no package' : 'is no JSON object');
      problems.push(problemOf('conda', where, 'records', record.line, record.file, `this record ${why}`));
      const reason = UNREAD[record.trouble];
      if (reason !== undefined) unread.push({ reason, path: `conda-meta/${record.file}` });
    }
  }
  return { facts: environmentOf(packages, pipOf(partText(parts, 'pip')), problems.length), problems, unread };
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

/** PEP 503: case, and runs of hyphen, underscore and dot, do not tell names apart. */
function folded(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Names in one form, each name and version once, in one order. */
function sortedPip(pip: PipPackage[]): PipPackage[] {
  const found = new Map<string, PipPackage>();
  for (const { name, version } of pip)
    found.set(`${folded(name)}\0${version}`, { name: folded(name), version });
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/**
 * `<name>-<version>.dist-info`, `<name>-<version>-py3.9-<platform>.egg-info` (PyPA, "Recording installed
 * projects"). Versions have no hyphen, names in older folders may. A ~ stands in front of what pip was
 * about to remove when it was interrupted.
 */
export function pipOf(text: string): PipPackage[] {
  const found: PipPackage[] = [];
  for (const line of text.split('\n')) {
    const base = line.replace(/\.(dist|egg)-info$/, '').replace(/-py\d(\.\d{1,2})?(-[^/]*)?$/, '');
    if (!/\.(dist|egg)-info$/.test(line) || base.startsWith('~')) continue;
    const hyphen = base.lastIndexOf('-');
    const name = hyphen === -1 ? base : base.slice(0, hyphen);
    if (name !== '') found.push({ name, version: hyphen === -1 ? '' : base.slice(hyphen + 1) });
  }
  return sortedPip(found);
}
