import { AnsibleGroups } from './ansibleGroups.ts';
import { type Roster, tell } from './roster.ts';

/** An INI inventory of Ansible (ansible/plugins/inventory/ini.py). Nothing is evaluated. */
export function readAnsibleIni(text: string, groups: readonly string[]): Roster {
  const found = new AnsibleGroups();
  let group = 'ungrouped';
  let section = 'hosts';
  for (const [at, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    const [, name, kind = 'hosts'] = /^\[([^:\]\s]+)(?::(\w+))?\]\s*(?:#.*)?$/.exec(line) ?? [];
    if (name !== undefined) {
      group = name;
      section = kind;
      if (kind === 'hosts' || kind === 'children') found.group(name);
      else if (kind !== 'vars')
        tell(found.problems, at + 1, `[${name}:${kind}] is none of hosts, children and vars`);
    } else if (section === 'hosts') host(found, line, group, at + 1);
    else if (section === 'children') found.child(group, words(line)?.[0] ?? line);
  }
  return found.roster(groups);
}

function host(found: AnsibleGroups, line: string, group: string, number: number): void {
  const [pattern, ...rest] = words(line) ?? [];
  if (pattern === undefined)
    return tell(found.problems, number, `a quote is not closed: "${line.slice(0, 80)}"`);
  const vars: Record<string, string> = {};
  for (const word of rest) {
    const equals = word.indexOf('=');
    if (equals < 1)
      return tell(
        found.problems,
        number,
        `expected key=value behind ${pattern}, found "${word.slice(0, 80)}"`,
      );
    vars[word.slice(0, equals)] = word.slice(equals + 1);
  }
  found.host(pattern, group, vars, number);
}

/** Words as a shell splits them, up to a comment; undefined when a quote stays open. */
function words(line: string): string[] | undefined {
  const found: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const char = line[at] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
      else if (char === '\\' && quote === '"') word = (word ?? '') + (line[++at] ?? '');
      else word = (word ?? '') + char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (char === '\\') word = (word ?? '') + (line[++at] ?? '');
    else if (/\s/.test(char)) {
      if (word !== undefined) found.push(word);
      word = undefined;
    } else if (char === '#' && word === undefined) break;
    else word = (word ?? '') + char;
  }
  if (quote !== '') return undefined;
  if (word !== undefined) found.push(word);
  return found;
}
