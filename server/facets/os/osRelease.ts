import type { Problem } from '../facet.ts';
import { problemOf } from '../reading.ts';

const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/;

/**
 * os-release(5): shell assignments without expansion. Real files also have spaces without quotes, quotes
 * that never close, spaces around lines and comments; the value is then the rest of the line. The last
 * assignment of a name counts, as in a shell.
 */
export function parseOsRelease(text: string): { fields: Map<string, string>; problems: Problem[] } {
  const fields = new Map<string, string>();
  const problems: Problem[] = [];
  text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .forEach((raw, at) => {
      const line = raw.trim();
      if (line === '' || line.startsWith('#')) return;
      const found = ASSIGNMENT.exec(line);
      if (!found) {
        problems.push(problemOf('os', '', 'os-release', at + 1, line, 'no NAME=value'));
        return;
      }
      const [, name = '', value = ''] = found;
      fields.set(name, unquote(value.trim()));
    });
  return { fields, problems };
}

/**
 * A shell word: double quotes with \\ before $ " \\ and `, single quotes without, and bare text. Anything behind
 * the closing quote is dropped when it is a comment.
 */
function unquote(value: string): string {
  const quote = value[0];
  if (quote !== '"' && quote !== "'")
    return (value.split(/\s#/, 1)[0] ?? '').trimEnd().replace(/\\(.)/g, '$1');
  let text = '';
  for (let at = 1; at < value.length; at += 1) {
    const char = value[at] ?? '';
    if (char === quote) return text;
    const next = value[at + 1] ?? '';
    if (char === '\\' && quote === '"' && next !== '' && '$"\\`'.includes(next)) {
      text += next;
      at += 1;
    } else text += char;
  }
  return text;
}
