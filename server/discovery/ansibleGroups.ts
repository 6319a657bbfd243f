import { hostsOfPattern } from './ansibleRange.ts';
import { emptyRoster, MOST_NODES, type Roster, type RosterProblem, tell } from './roster.ts';

/** What an inventory says of groups: their hosts, the groups in them, and where hosts are. */
export class AnsibleGroups {
  private readonly hosts = new Map<string, Set<string>>();
  private readonly children = new Map<string, Set<string>>();
  private readonly vars = new Map<string, Map<string, string>>();
  readonly problems: RosterProblem[] = [];

  /** A group is known from its first mention. */
  group(name: string): void {
    if (!this.hosts.has(name)) this.hosts.set(name, new Set());
  }

  /** The hosts of a pattern, which may end in a port: `web[1:3].example.com:2222`. */
  host(pattern: string, group: string, vars: Record<string, unknown>, line: number): void {
    this.group(group);
    const [, port] = /^[^[\]:]*(?:\[[^\]]*\][^[\]:]*)*:([0-9]{1,5})$/.exec(pattern) ?? [];
    const names = hostsOfPattern(port === undefined ? pattern : pattern.slice(0, -port.length - 1));
    if (typeof names === 'string') return tell(this.problems, line, names);
    if (this.vars.size + names.length > MOST_NODES)
      return tell(this.problems, line, `more than ${MOST_NODES} hosts`);
    for (const name of names) {
      this.hosts.get(group)?.add(name);
      const known = this.vars.get(name) ?? new Map<string, string>();
      this.vars.set(name, known);
      if (port !== undefined) known.set('ansible_port', port);
      for (const key of ['ansible_host', 'ansible_ssh_host', 'ansible_port', 'ansible_ssh_port']) {
        const value = vars[key];
        if (typeof value === 'string' || typeof value === 'number') known.set(key, String(value));
      }
    }
  }

  child(parent: string, child: string): void {
    this.group(parent);
    const known = this.children.get(parent) ?? new Set<string>();
    this.children.set(parent, known.add(child));
  }

  /** The hosts of some groups and of all groups in them; no groups, and the group `all`, mean every host. */
  roster(groups: readonly string[]): Roster {
    const roster = emptyRoster();
    for (const [parent, children] of this.children) {
      for (const child of children) {
        if (!this.hosts.has(child))
          tell(this.problems, 0, `the group "${child}" in "${parent}" is nowhere defined`);
      }
    }
    for (const name of this.chosen(groups)) {
      const told = this.vars.get(name);
      const address = told?.get('ansible_host') ?? told?.get('ansible_ssh_host') ?? '';
      const port = told?.get('ansible_port') ?? told?.get('ansible_ssh_port') ?? '';
      // Templates are evaluated by Ansible alone.
      if (`${address}${port}`.includes('{{')) {
        tell(this.problems, 0, `the address of ${name} is a template, which is not evaluated: ${address}`);
        continue;
      }
      const number = /^[0-9]{1,5}$/.test(port) ? Number(port) : undefined;
      roster.nodes.set(name, { address, port: number });
    }
    roster.problems.push(...this.problems);
    return roster;
  }

  private chosen(groups: readonly string[]): Iterable<string> {
    if (groups.length === 0 || groups.includes('all')) return this.vars.keys();
    const seen = new Set<string>();
    const found = new Set<string>();
    const open = [...groups];
    for (const group of groups) {
      if (!this.hosts.has(group)) tell(this.problems, 0, `there is no group "${group}"`);
    }
    for (let group = open.pop(); group !== undefined; group = open.pop()) {
      if (seen.has(group)) continue;
      seen.add(group);
      for (const name of this.hosts.get(group) ?? []) found.add(name);
      open.push(...(this.children.get(group) ?? []));
    }
    // In the order of the file, whatever the order of the groups.
    return [...this.vars.keys()].filter((name) => found.has(name));
  }
}
