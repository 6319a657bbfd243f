import type { AliasTable } from './aliases.ts';
import type { ToolName } from './index.ts';
import type { Reading } from './rule.ts';

/** No module path, image reference or package name is longer; what is longer names no tool. */
const longest = 1024;

/** A file name's limit, and well inside what an index of Postgres takes. */
const longestPart = 255;

/**
 * The text as one line. What a terminal would obey or a reader not see (control characters, marks of direction,
 * characters without width) becomes a visible escape: taken out in silence, `sam\u200btools` would be one more
 * samtools, and the name shown would not be the name on the node. White space around is not part of a name; halves of
 * surrogate pairs, which Postgres refuses, are replaced. Null when nothing is left, or nothing but escapes.
 */
export function oneLine(text: string): string | null {
  if (text.length > longest) return null;
  // Nearly every text is clean already, and a million packages come this way.
  if (/^[!-~]+$/.test(text)) return text;
  const line = text.trim().toWellFormed();
  const visible = line.replace(unprintable, escaped);
  return line.replace(unprintable, '').trim() === '' ? null : visible;
}

const unprintable =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

/** As the command line shows such characters: `\\x1b`, `\\u202e`. */
function escaped(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
}

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
      label: alias?.label || alias?.tool || reading.label || reading.name,
      version,
      variant,
      build,
      rule: rules.join('+'),
    },
    alias: alias?.sentence ?? '',
  };
}
