import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, GazetteerError, messageOf } from '../errors.ts';
import { shippedNames, useNames } from './current.ts';
import type { TableProblem } from './own-conflicts.ts';
import { type OwnTables, parseOwnTables } from './own-tables.ts';

/** Where an installation keeps its own names, unless GAZETTEER_NAMES says otherwise. */
export function namesFileOf(env: NodeJS.ProcessEnv, dataFolder: string): string {
  return env.GAZETTEER_NAMES?.trim() || join(dataFolder, 'names.yaml');
}

/** Reads a names file; one that is not there adds nothing, unless it was asked for by name. */
export function readNamesFile(file: string, isWanted: boolean): OwnTables {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && !isWanted) return { names: shippedNames, notes: [] };
    const why = codeOf(error) === 'ENOENT' ? 'there is no such file' : messageOf(error);
    throw new GazetteerError('names-file', `${file}: ${why}`, 'docs/names.md shows how to write one');
  }
  const result = parseOwnTables(source);
  if (result.ok) return result.tables;
  throw new GazetteerError('names-file', result.problems.map((one) => problemLine(file, one)).join('\n'));
}

/** Has this process read names as the installation's own file says, and says what the file changes. */
export function useNamesFile(env: NodeJS.ProcessEnv, dataFolder: string): OwnTables {
  const tables = readNamesFile(namesFileOf(env, dataFolder), isWanted(env));
  useNames(tables.names);
  return tables;
}

export function isWanted(env: NodeJS.ProcessEnv): boolean {
  return (env.GAZETTEER_NAMES?.trim() ?? '') !== '';
}

export function problemLine(file: string, { line, column, message }: TableProblem): string {
  return `${file}:${line}:${column}: ${message}`;
}
