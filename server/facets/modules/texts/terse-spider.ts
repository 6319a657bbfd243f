import type { Listing } from '../listing.ts';
import { parseTerse } from '../parse-terse.ts';
import { withoutMessages } from './noise.ts';

/**
 * `module -t spider` and `module -t keyword` of Lmod: `gcc/`, then `gcc/13.2.0`, one a line, of no tree.
 * Extensions stand among them and look the same.
 */
export function parseTerseSpider(text: string): Listing {
  return parseTerse(text, 'lmod', '');
}

/** One word a line, folders before what lies in them. */
export function isTerseSpider(text: string): boolean {
  const lines = withoutMessages(text);
  const cut = lines.length > 1 && !text.endsWith('\n') ? lines.slice(0, -1) : lines;
  const folders = new Set<string>();
  let inside = 0;
  let outside = 0;
  for (const line of cut) {
    if (!/^[^\s:/][^\s:]*(?: <[A-Za-z,]+>)?$/.test(line)) return false;
    if (line.endsWith('/')) folders.add(line);
    else if (isInside(line, folders)) inside++;
    else outside++;
  }
  return inside > 0 && folders.size > 0 && outside <= 10 * inside;
}

function isInside(line: string, folders: Set<string>): boolean {
  for (let at = line.lastIndexOf('/'); at > 0; at = line.lastIndexOf('/', at - 1)) {
    if (folders.has(line.slice(0, at + 1))) return true;
  }
  return false;
}
