import type { Part } from '../../frames/evidence.ts';
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
  truncated: 'is cut off',
  permission: 'may not be read by this account',
  unreadable: 'could not be read',
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
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

/** An environment from the parts of its item. A record that cannot be read loses itself and is counted. */
export function readEnvironment(parts: Part[], where: string): { facts: Environment; problems: Problem[] } {
  const packages: Package[] = [];
  const problems: Problem[] = [];
  for (const record of recordsOf(partText(parts, 'records'))) {
    const fields = record.trouble === '' ? fieldsOf(record) : null;
    const found = fields && packageOf(fields, record.file);
    if (found) packages.push(found);
    else {
      const why = TROUBLE[record.trouble] ?? (fields ? 'names no package' : 'is no JSON object');
      problems.push(problemOf('conda', where, 'records', record.line, record.file, `this record ${why}`));
    }
  }
  return { facts: environmentOf(packages, pipOf(partText(parts, 'pip')), problems.length), problems };
}

export function environmentOf(packages: Package[], pip: PipPackage[], unreadable: number): Environment {
  const names = new Set(packages.map((one) => folded(one.name)));
  return {
    kind: 'conda.environment',
    python: packages.find((one) => one.name === 'python')?.version ?? '',
    packages: sortedPackages(packages),
    // A conda package of Python leaves the same folders as pip does; it is listed once.
    pip: pip.filter((one) => !names.has(folded(one.name))),
    unreadable,
  };
}

/** PEP 503: case, and runs of hyphen, underscore and dot, do not tell names apart. */
function folded(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** `<name>-<version>.dist-info`, `<name>-<version>-py3.9.egg-info` (PyPA, "Recording installed projects"). */
export function pipOf(text: string): PipPackage[] {
  const found = new Map<string, PipPackage>();
  for (const line of text.split('\n')) {
    const base = line.replace(/\.(dist|egg)-info$/, '');
    if (base === line) continue;
    const [name = '', version = ''] = base.split('-');
    if (name !== '') found.set(`${folded(name)}\0${version}`, { name: folded(name), version });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
