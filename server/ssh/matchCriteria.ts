import { matches } from '../collect/knownHosts.ts';
import { shown } from './configLines.ts';

/** One condition of a Match line. */
export interface Criterion {
  name: string;
  negated: boolean;
  /** '' for those that take none. */
  value: string;
}

/** What a Match line is asked about. */
export interface MatchSubject {
  /** The host name so far, with what HostName said before this line. */
  host: string;
  /** The host as it was asked for. */
  originalHost: string;
  user: string;
  localUser: string;
  /** Whether this is the second reading, which `Match final` asks for. */
  final: boolean;
}

const WITHOUT_VALUE = ['all', 'final', 'canonical'];
const KNOWN = [...WITHOUT_VALUE, 'host', 'originalhost', 'user', 'localuser', 'exec'];

/** Conditions that other versions of ssh(1) know and that never hold here. */
const UNSUPPORTED = ['tagged', 'localnetwork', 'sessiontype', 'command', 'version'];

/** The conditions of a Match line, or what is wrong with it. */
export function matchCriteria(rest: string): Criterion[] | string {
  const words = matchWords(rest);
  if (!words) return `a quote is not closed: ${shown(rest)}`;
  const criteria: Criterion[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const negated = word.startsWith('!');
    const name = (negated ? word.slice(1) : word).toLowerCase();
    if (!KNOWN.includes(name) && !UNSUPPORTED.includes(name))
      return `expected a condition of Match (${KNOWN.join(', ')}), found ${shown(word)}`;
    const alone = WITHOUT_VALUE.includes(name);
    const value = alone ? '' : words[++at];
    if (value === undefined) return `expected a value behind ${name}`;
    criteria.push({ name, negated, value });
  }
  const all = criteria.findIndex(({ name }) => name === 'all');
  if (all > 1 || (all !== -1 && all !== criteria.length - 1))
    return 'expected nothing besides "all", or "final" in front of it';
  return criteria.length > 0 ? criteria : 'expected a condition behind Match';
}

/** Whether a Match line holds. `note` is told of conditions that are not looked at. */
export function holds(
  criteria: readonly Criterion[],
  subject: MatchSubject,
  note: (text: string) => void,
): boolean {
  return criteria.every((criterion) => {
    if (criterion.name === 'exec' || UNSUPPORTED.includes(criterion.name)) {
      note(
        criterion.name === 'exec'
          ? 'a Match with exec never holds here, since nothing is run'
          : `Match ${criterion.name} is not understood and never holds here`,
      );
      return false;
    }
    return answers(criterion, subject) !== criterion.negated;
  });
}

function answers({ name, value }: Criterion, subject: MatchSubject): boolean {
  switch (name) {
    case 'all':
      return true;
    case 'final':
    case 'canonical':
      return subject.final;
    case 'host':
      return inList(subject.host.toLowerCase(), value.toLowerCase());
    case 'originalhost':
      return inList(subject.originalHost.toLowerCase(), value.toLowerCase());
    case 'user':
      return inList(subject.user, value);
    default:
      return inList(subject.localUser, value);
  }
}

/** ssh_config(5), PATTERNS: patterns with commas; one with a ! that matches takes everything back. */
function inList(text: string, list: string): boolean {
  const patterns = list.split(',');
  if (patterns.some((pattern) => pattern.startsWith('!') && matches(pattern.slice(1), text))) return false;
  return patterns.some((pattern) => matches(pattern, text));
}

/** Match lines are split by the older rules: blanks, one equals sign, and double quotes around a whole word. */
function matchWords(text: string): string[] | undefined {
  const words: string[] = [];
  let at = 0;
  while (at < text.length) {
    while (text[at] === ' ' || text[at] === '\t') at++;
    if (at >= text.length || text[at] === '#') break;
    const isQuoted = text[at] === '"';
    const begin = isQuoted ? at + 1 : at;
    let end = begin;
    while (end < text.length && !(isQuoted ? '"' : ' \t=').includes(text[end] ?? '')) end++;
    if (isQuoted && end === text.length) return undefined;
    words.push(text.slice(begin, end));
    at = isQuoted ? end + 1 : end;
    while (text[at] === ' ' || text[at] === '\t') at++;
    if (!isQuoted && text[at] === '=') at++;
  }
  return words;
}
