import { emptyRoster, linesOf, namesIn, type Roster } from './roster.ts';

/** Node sets, one or more a line, as machine files and `nodeset -e` write them. */
export function readNodeList(text: string): Roster {
  const roster = emptyRoster();
  for (const { text: content, line } of linesOf(text)) {
    for (const word of content.trim().split(/\s+/)) {
      // A comma at the end of a word belongs to a list that goes on.
      const names = namesIn(word.replace(/,$/, ''), roster.problems, line) ?? [];
      for (const name of names) roster.nodes.set(name, { address: '', port: undefined });
    }
  }
  return roster;
}
