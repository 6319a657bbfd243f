import type { Said } from '../requirement.ts';
import type { ScriptVariables } from './scriptVariables.ts';

/** A command of a script: its first line, and all of its lines where it goes on behind a backslash. */
export interface ScriptPlace {
  line: number;
  /** Put together. */
  text: string;
  parts: string[];
  variables: ScriptVariables;
}

/** Where a word of it stands first. */
export function wordAt(
  { line, text, parts }: Pick<ScriptPlace, 'line' | 'text' | 'parts'>,
  word: string,
): Said {
  for (const [at, part] of parts.entries()) {
    const column = part.indexOf(word);
    if (column !== -1) return { line: line + at, column: column + 1, text };
  }
  return { line, text };
}
