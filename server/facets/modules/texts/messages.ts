import { isNoise } from '../entry.ts';
import { addProblem, emptyListing, type Listing, treeOf } from '../listing.ts';
import { versionIn } from '../parse-system.ts';

const NOTHING =
  /^[ \t]*(?:No module\(s\) or extension\(s\) found|Es wurden keine Module gefunden|Aucun module trouvé|No modules found)!?/m;

const VERSION = /^[ \t]*(?:Modules based on Lua: Version|Modules Release|VERSION=3\.\d[^\n]*\nDATE=)/m;

const USAGE = /^(?:module \[options\] sub-command|Usage: module )/m;

/** A line that says what went wrong, rather than where. */
const SAYS = /^(?:Lmod has detected|Lmod hat|Lmod ha |Lmod a |(?:Module )?ERROR\b|\S*\(\d+\):ERROR)/;

/** What either tool says about itself or about what went wrong, where it lists nothing. */
export function parseMessages(text: string): Listing {
  const listing = emptyListing(
    /^[ \t]*(?:Modules Release|VERSION=3\.)/m.test(text) ? 'environment-modules' : 'lmod',
  );
  listing.version = versionIn(text);
  if (NOTHING.test(text)) treeOf(listing, '');
  const lines = text.split('\n');
  const at = lines.findIndex((line) => SAYS.test(line));
  const isSound = listing.version !== '' || listing.trees.size > 0;
  const line = at === -1 && !isSound ? lines.findIndex((one) => isNoise(one) || USAGE.test(one)) : at;
  // Lmod folds its messages at the width of the terminal.
  const said = lines
    .slice(Math.max(line, 0), line + 3)
    .join(' ')
    .trim();
  if (line !== -1) addProblem(listing, 'messages', line + 1, said, said.slice(0, 200));
  return listing;
}

/** Messages of a module tool and no listing: its version, its usage, errors. */
/** Its version or its usage, whatever else the text may look like. */
export function isAboutTool(text: string): boolean {
  return (
    VERSION.test(text) ||
    USAGE.test(text) ||
    /^\s*Lmod (?:has detected|hat den|ha detectado|a détecté)/.test(text)
  );
}

export function isMessages(text: string): boolean {
  if (VERSION.test(text) || NOTHING.test(text) || USAGE.test(text)) return true;
  const first = text.split('\n', 50).find((line) => line.trim() !== '') ?? '';
  return (
    /^(?:Lmod (?:has|hat|ha|a|Warning|Warnung)\b|invalid command name "module|Try 'module --help'|module \[options\] sub-command)/.test(
      first,
    ) ||
    /^\S*\(\d+\):(?:ERROR|PROB|WARN):\d+:/.test(first) ||
    (/^(?:Module )?ERROR\b/.test(first) && /\bmodule|Tcl|wrong # args|Invalid option/i.test(text))
  );
}
