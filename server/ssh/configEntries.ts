import { type ConfigLine, type ConfigProblem, configLines, shown } from './configLines.ts';
import { parseJumps } from './jumpHost.ts';
import { type Criterion, matchCriteria } from './matchCriteria.ts';

/** What one line of an ssh_config(5) file means here. Keywords that matter to nobody here are left out. */
export type ConfigEntry =
  | { kind: 'set'; keyword: Keyword; words: string[]; line: number }
  | { kind: 'host'; patterns: string[]; line: number }
  | { kind: 'match'; criteria: Criterion[]; line: number }
  | { kind: 'include'; patterns: string[]; line: number };

/** Keywords whose values are used, each with what is wrong with a value. */
const keywords = {
  hostname: one,
  user: one,
  port: (words: string[]) => one(words) ?? (portOf(words[0]) ? undefined : 'a port from 1 to 65535'),
  identityfile: one,
  certificatefile: one,
  identitiesonly: (words: string[]) =>
    one(words) ?? (flagOf(words[0]) === undefined ? 'yes or no' : undefined),
  proxyjump: (words: string[]) =>
    parseJumps(words.join(' ')) ? undefined : 'jump hosts with commas between',
  proxycommand: () => undefined,
  userknownhostsfile: () => undefined,
  connecttimeout: (words: string[]) =>
    one(words) ?? (secondsOf(words[0]) === undefined ? 'a number of seconds, such as 10 or 1m' : undefined),
  hostkeyalias: one,
  canonicalizehostname: one,
} satisfies Record<string, (words: string[]) => string | undefined>;
export type Keyword = keyof typeof keywords;

function isKeyword(word: string): word is Keyword {
  return Object.hasOwn(keywords, word);
}

/** A file's lines as entries, in their order. */
export function configEntries(text: string): { entries: ConfigEntry[]; problems: ConfigProblem[] } {
  const { lines, problems } = configLines(text);
  const entries: ConfigEntry[] = [];
  for (const line of lines) {
    const entry = entryOf(line);
    const block = line.keyword === 'match' ? { block: true as const } : {};
    if (typeof entry === 'string') problems.push({ line: line.line, message: entry, ...block });
    else if (entry) entries.push(entry);
  }
  // What follows a Host or Match that cannot be read must not apply to every host.
  const closed = problems.filter(({ block }) => block).map(({ line }) => nobody(line));
  const inOrder = (a: { line: number }, b: { line: number }) => a.line - b.line;
  return { entries: [...entries, ...closed].sort(inOrder), problems: problems.sort(inOrder) };
}

function nobody(line: number): ConfigEntry {
  return { kind: 'host', patterns: [], line };
}

function entryOf({ keyword, rest, words, line }: ConfigLine): ConfigEntry | string | undefined {
  if (keyword === 'host') return { kind: 'host', patterns: words, line };
  if (keyword === 'include') return { kind: 'include', patterns: words, line };
  if (keyword === 'match') {
    const criteria = matchCriteria(rest);
    return typeof criteria === 'string' ? criteria : { kind: 'match', criteria, line };
  }
  if (!isKeyword(keyword)) return undefined;
  // A command is taken as it is written.
  const value = keyword === 'proxycommand' ? [rest] : words;
  const wrong = keywords[keyword](value);
  if (wrong !== undefined) return `expected ${wrong} behind ${keyword}, found ${shown(rest)}`;
  return { kind: 'set', keyword, words: value, line };
}

function one(words: string[]): string | undefined {
  return words.length === 1 && words[0] !== '' ? undefined : 'one value';
}

export function portOf(text = ''): number | undefined {
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}

export function flagOf(text = ''): boolean | undefined {
  if (/^(?:yes|true)$/i.test(text)) return true;
  return /^(?:no|false)$/i.test(text) ? false : undefined;
}

const UNITS: Record<string, number> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** sshd_config(5), TIME FORMATS: 90, 1m30s; `none` is 0. */
export function secondsOf(text = ''): number | undefined {
  if (text === 'none') return 0;
  if (!/^(?:[0-9]{1,9}[smhdw]?){1,8}$/i.test(text)) return undefined;
  let seconds = 0;
  for (const [, number, unit = ''] of text.matchAll(/([0-9]+)([a-z]?)/gi))
    seconds += Number(number) * (UNITS[unit.toLowerCase()] ?? 0);
  return seconds;
}
