/** One line of an ssh_config(5) file that says something. */
export interface ConfigLine {
  /** In lower case. */
  keyword: string;
  /** Everything behind the keyword, as it is written. */
  rest: string;
  /** The same as words, quotes taken off. */
  words: string[];
  /** Counted from 1. */
  line: number;
}

export interface ConfigProblem {
  line: number;
  message: string;
  /** The line began a block, so that what follows it is for hosts that nobody knows. */
  block?: true;
}

/** The lines of a file, and those that cannot be read; ssh(1) would refuse the whole file because of one of these. */
export function configLines(text: string): { lines: ConfigLine[]; problems: ConfigProblem[] } {
  const lines: ConfigLine[] = [];
  const problems: ConfigProblem[] = [];
  for (const [index, written] of text.split('\n').entries()) {
    const read = readLine(written);
    if (typeof read === 'string') {
      const block = /^\s*(?:host|match)\b/i.test(written) ? { block: true as const } : {};
      problems.push({ line: index + 1, message: read, ...block });
    } else if (read) lines.push({ ...read, line: index + 1 });
  }
  return { lines, problems };
}

function readLine(written: string): Omit<ConfigLine, 'line'> | string | undefined {
  const text = trimmed(written);
  if (text === '' || text.startsWith('#')) return undefined;
  const end = text.search(/[ \t=]/);
  const keyword = (end === -1 ? text : text.slice(0, end)).toLowerCase();
  if (keyword.includes('"')) return `expected a keyword, found ${shown(keyword)}`;
  // One equals sign may stand between keyword and value, with blanks around it.
  const rest = end === -1 ? '' : text.slice(end).replace(/^[ \t]*=?[ \t]*/, '');
  if (rest === '') return `expected a value behind ${shown(keyword)}`;
  // A Match line has rules of its own: a # or a quote means something else there.
  if (keyword === 'match') return { keyword, rest, words: [] };
  const words = wordsOf(rest);
  if (!words) return `a quote is not closed: ${shown(rest)}`;
  return words.length === 0 ? `expected a value behind ${shown(keyword)}` : { keyword, rest, words };
}

/** Without the blanks around it; a loop, since a regular expression would look at long blanks again and again. */
function trimmed(line: string): string {
  let start = 0;
  let end = line.length;
  while (start < end && ' \t\r'.includes(line[start] ?? '')) start++;
  while (end > start && ' \t\r\f'.includes(line[end - 1] ?? '')) end--;
  return line.slice(start, end);
}

/**
 * Words as OpenSSH splits them since 8.7: blanks part them, quotes of both kinds hold them together, a backslash
 * takes the meaning off a quote, a backslash or (outside of quotes) a blank, and a word that begins with # begins a
 * comment. Nothing when a quote is not closed.
 */
export function wordsOf(text: string): string[] | undefined {
  const words: string[] = [];
  let at = 0;
  for (;;) {
    while (text[at] === ' ' || text[at] === '\t') at++;
    if (at >= text.length || text[at] === '#') return words;
    let word = '';
    let quote = '';
    for (; at < text.length; at++) {
      const letter = text[at] ?? '';
      const next = text[at + 1] ?? '';
      const escapes = next === "'" || next === '"' || next === '\\' || (next === ' ' && quote === '');
      if (letter === '\\' && escapes) word += text[++at];
      else if (quote === '' && (letter === ' ' || letter === '\t')) break;
      else if (quote === '' && (letter === '"' || letter === "'")) quote = letter;
      else if (letter === quote) quote = '';
      else word += letter;
    }
    if (quote !== '') return undefined;
    words.push(word);
  }
}

/** A piece of a file for a message. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}
