import { emptyRoster, linesOf, MOST_NODES, namesIn, type Roster, tell } from './roster.ts';

/**
 * A genders file (genders(3), libgenders genders_parsing.c): node names, as a host list, then attributes behind
 * blanks, separated by commas: `cpu[1-4] compute,rack=r1`. A node may stand on several lines. `groups` are attributes,
 * or `attribute=value`; none means every node.
 */
export function readGenders(text: string, groups: readonly string[]): Roster {
  const roster = emptyRoster();
  const attributes = new Map<string, Set<string>>();
  for (const { text: content, line } of linesOf(text)) {
    const [, hosts = '', told = ''] = /^\s*(\S+)\s*(.*)$/.exec(content) ?? [];
    if (/\s/.test(told.trim())) {
      tell(roster.problems, line, `blanks between attributes: "${told.trim().slice(0, 80)}"`);
      continue;
    }
    const names = namesIn(hosts, roster.problems, line);
    if (!names) continue;
    for (const name of names) {
      const known = attributes.get(name) ?? new Set<string>();
      attributes.set(name, known);
      for (const one of told.trim().split(',')) {
        if (one === '') continue;
        // %n stands for the node's own name in values, %% for a percent sign.
        const said = one.replaceAll(/%([n%])/g, (_, letter: string) => (letter === 'n' ? name : '%'));
        known.add(said);
        const equals = said.indexOf('=');
        if (equals > 0) known.add(said.slice(0, equals));
      }
    }
    if (attributes.size > MOST_NODES) {
      tell(roster.problems, line, `more than ${MOST_NODES} nodes`);
      break;
    }
  }
  for (const group of groups) {
    if (![...attributes.values()].some((known) => known.has(group)))
      tell(roster.problems, 0, `no node has the attribute "${group}"`);
  }
  for (const [name, known] of attributes) {
    if (groups.length > 0 && !groups.some((group) => known.has(group))) continue;
    roster.nodes.set(name, { address: '', port: undefined });
  }
  return roster;
}
