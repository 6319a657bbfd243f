import type { Node } from 'yaml';
import { AnsibleGroups } from './ansibleGroups.ts';
import { type Roster, tell } from './roster.ts';
import { RosterYaml, scalarOf } from './yamlText.ts';

const DEEPEST = 100;

/** A YAML inventory of Ansible (ansible/plugins/inventory/yaml.py): groups with hosts, children and vars. */
export function readAnsibleYaml(text: string, groups: readonly string[]): Roster {
  const found = new AnsibleGroups();
  const yaml = new RosterYaml(text, found.problems);
  const top = yaml.entries(yaml.root, 'groups', 1);
  if (top.some(({ key }) => key === 'plugin')) {
    tell(found.problems, 1, 'this is the configuration of an inventory plugin, which is not run');
    return found.roster([]);
  }
  const group = (name: string, node: Node | null, line: number, depth: number): void => {
    found.group(name);
    if (depth > DEEPEST) return tell(found.problems, line, 'groups stand too deep inside each other');
    for (const part of yaml.entries(node, `hosts, children and vars of ${name}`, line)) {
      if (part.key === 'hosts') {
        for (const host of yaml.entries(part.value, `hosts of ${name}`, part.line)) {
          const vars = yaml
            .entries(host.value, `variables of ${host.key}`, host.line)
            .map((one) => [one.key, scalarOf(one.value)]);
          found.host(host.key, name, Object.fromEntries(vars), host.line);
        }
      } else if (part.key === 'children') {
        for (const child of yaml.entries(part.value, `groups in ${name}`, part.line)) {
          found.child(name, child.key);
          group(child.key, child.value, child.line, depth + 1);
        }
      } else if (part.key !== 'vars') {
        tell(found.problems, part.line, `"${part.key}" is none of hosts, children and vars`);
      }
    }
  };
  for (const one of top) group(one.key, one.value, one.line, 0);
  return found.roster(groups);
}
