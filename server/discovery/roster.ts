import { expand } from '../inventory/nodeSet.ts';

/** What a file lists: nodes by name, in its order. */
export interface Roster {
  nodes: Map<string, RosterNode>;
  problems: RosterProblem[];
}

export interface RosterNode {
  /** Where the file says it is; '' where it says nothing. */
  address: string;
  port: number | undefined;
}

/** One thing that could not be read; the rest of the file counts. Lines count from 1, 0 is the whole file. */
export interface RosterProblem {
  line: number;
  message: string;
}

/** The most nodes of one file. */
export const MOST_NODES = 100_000;

/** The most problems that are told of one file. */
const MOST_PROBLEMS = 100;

export function emptyRoster(): Roster {
  return { nodes: new Map(), problems: [] };
}

export function tell(problems: RosterProblem[], line: number, message: string): void {
  if (problems.length < MOST_PROBLEMS) problems.push({ line, message: message.slice(0, 300) });
}

/** The names of a node set, or null where it is none, which is told. */
export function namesIn(text: string, problems: RosterProblem[], line: number): string[] | null {
  const set = expand(text);
  if (set.ok) return set.names;
  tell(problems, line, `${set.message} in "${text.slice(0, 80)}"`);
  return null;
}

/** Only the lines with something on them, without comments that begin with `#`. */
export function linesOf(text: string, comment = /#.*$/): { text: string; line: number }[] {
  return text.split('\n').flatMap((raw, at) => {
    const line = raw.replace(comment, '').trimEnd();
    return line.trim() === '' ? [] : [{ text: line, line: at + 1 }];
  });
}
