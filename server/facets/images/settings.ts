import type { Label } from './schema.ts';

const LINE = /^\s*(?:export\s+)?([A-Z_]{3,60})=(.*)$/;

/**
 * Variables out of the lines in which an image sets them, later ones instead of earlier ones, sorted: as Apptainer writes
 * them (`export CUDA_VERSION="${CUDA_VERSION:-"12.4.1"}"`), as a definition has them, or as enroot does (`CUDA_VERSION=12.4.1`).
 * null where the value of one hangs on something else.
 */
export function settingsOf(lines: string[]): Label[] | null {
  const values = new Map<string, string>();
  for (const line of lines) {
    const [, name, text = ''] = LINE.exec(line) ?? [];
    if (name === undefined) continue;
    const value = valueIn(name, text.trim());
    if (value === null) return null;
    values.set(name, value);
  }
  return [...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => ({ name, value }));
}

function valueIn(name: string, text: string): string | null {
  const whole = withoutQuotes(text);
  // What the caller sets instead is not the image's.
  const start = `\${${name}:-`;
  const own =
    whole.startsWith(start) && whole.endsWith('}') ? withoutQuotes(whole.slice(start.length, -1)) : whole;
  const plain = own.replaceAll(/\\(["\\$`])/g, '$1');
  return /[$`"']/.test(plain) ? null : plain;
}

function withoutQuotes(text: string): string {
  const [first] = text;
  const isQuoted = text.length > 1 && (first === '"' || first === "'") && text.endsWith(first);
  return isQuoted ? text.slice(1, -1) : text;
}

/** Files that settings are read from; one that could not be read makes the settings unknown, and nothing else. */
export function isSettingsFile(path: string): boolean {
  return path === '/etc/environment' || path.startsWith('/.singularity.d/env/');
}
