import type { AliasTable } from './aliases.ts';
import type { ToolName } from './index.ts';
import type { Reading } from './rule.ts';

/** No module path, image reference or package name is longer; what is longer names no tool. */
const longest = 1024;

/** A file name's limit, and well inside what an index of Postgres takes. */
const longestPart = 255;

/**
 * The text as one line: control characters, which no tool's name has and a terminal would obey, are
 * taken out, and halves of surrogate pairs, which Postgres refuses, are replaced. Null when nothing is left.
 */
export function oneLine(text: string): string | null {
  if (text.length > longest) return null;
  // Nearly every text is clean already, and a million packages come this way.
  const line = /^[!-~]+$/.test(text) ? text : text.replace(unprintable, '').trim().toWellFormed();
  return line === '' ? null : line;
}

const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

export interface Named {
  tool: ToolName;
  /** Why the alias holds; '' when none was applied. */
  alias: string;
}

/** Folds case and applies the alias; null when no name is left. */
export function finish(reading: Reading, aliases: AliasTable): Named | null {
  const keys = reading.keys.length === 0 ? [reading.name] : reading.keys;
  const alias = aliases.find(reading.scopes, keys);
  const tool = alias?.tool ?? reading.name.toLowerCase();
  const { version, variant, build } = reading;
  if (tool === '' || Math.max(tool.length, version.length, variant.length, build.length) > longestPart)
    return null;
  const rules = alias === null ? reading.rules : [...reading.rules, 'alias'];
  return {
    tool: {
      tool,
      label: alias?.label || reading.label || reading.name,
      version,
      variant,
      build,
      rule: rules.join('+'),
    },
    alias: alias?.sentence ?? '',
  };
}
