import type { AliasScope } from '../rule.ts';

/** Names that mean one tool, with where they do and why. Keys and values are in lower case. */
export interface AliasGroup {
  scopes: readonly AliasScope[];
  sentence: string;
  names: Readonly<Record<string, string>>;
}

/** Ecosystems whose names are programs' and libraries'; PyPI has other things under the same names. */
export const everywhere: readonly AliasScope[] = ['module', 'spack', 'conda', 'image', 'system'];

/** Reads a table of two words a line: a name, and the tool it means. */
export function pairs(text: string): Record<string, string> {
  const lines = text.trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.trim().split(/\s+/, 2)));
}

/** Reads words with white space between them. */
export function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
