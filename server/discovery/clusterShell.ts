import { expand } from '../inventory/nodeSet.ts';
import { emptyRoster, linesOf, MOST_NODES, type Roster, type RosterProblem, tell } from './roster.ts';
import { RosterYaml, scalarOf } from './yamlText.ts';

interface Definition {
  text: string;
  line: number;
}

/** Groups by source and name; a file of lines has one source, ''. */
type Groups = Map<string, Map<string, Definition>>;

/**
 * Groups of ClusterShell that stand in a file (groups.conf(5)): lines `name: nodes`, as the usual groups.d/local.cfg
 * has them, or YAML with a map of groups per source. Sources that are programs are not run.
 */
export function readClusterShell(text: string, form: 'cfg' | 'yaml', wanted: readonly string[]): Roster {
  const roster = emptyRoster();
  const groups = form === 'yaml' ? ofYaml(text, roster.problems) : ofLines(text, roster.problems);
  const sets = new Sets(groups, roster.problems);
  const first = [...groups.keys()][0] ?? '';
  const names = new Set<string>();
  const all = [...groups].flatMap(([source, members]) => [...members.keys()].map((name) => [source, name]));
  const asked =
    wanted.length === 0
      ? all
      : wanted.map((name) => {
          const at = name.indexOf(':');
          return at < 0 ? [first, name] : [name.slice(0, at), name.slice(at + 1)];
        });
  for (const [source = '', name = ''] of asked) {
    for (const node of sets.group(source, name, 0)) names.add(node);
  }
  for (const name of names) roster.nodes.set(name, { address: '', port: undefined });
  return roster;
}

function ofLines(text: string, problems: RosterProblem[]): Groups {
  const found = new Map<string, Definition>();
  for (const { text: content, line } of linesOf(text)) {
    const at = content.indexOf(':');
    const name = content.slice(0, at).trim();
    if (/^\s*\[[^\]]*\]\s*$/.test(content)) {
      tell(
        problems,
        line,
        'this is groups.conf: name the file with the groups instead; its programs are not run',
      );
      return new Map();
    }
    if (at < 1 || name === '')
      tell(problems, line, `expected "group: nodes", found "${content.slice(0, 80)}"`);
    // The map of the usual source prints every line of a group; ClusterShell takes them together.
    else
      found.set(name, {
        text: [found.get(name)?.text, content.slice(at + 1)].filter(Boolean).join(','),
        line,
      });
  }
  return new Map([['', found]]);
}

function ofYaml(text: string, problems: RosterProblem[]): Groups {
  const yaml = new RosterYaml(text, problems);
  const groups: Groups = new Map();
  for (const source of yaml.entries(yaml.root, 'group sources', 1)) {
    const members = new Map<string, Definition>();
    groups.set(source.key, members);
    for (const { key, value, line } of yaml.entries(source.value, `groups of ${source.key}`, source.line)) {
      const said = scalarOf(value);
      if (typeof said === 'string' || typeof said === 'number')
        members.set(key, { text: String(said), line });
      else if (said !== null) tell(problems, line, `expected nodes for the group ${key}`);
    }
  }
  return groups;
}

/** Steps that one file may take, and groups inside groups: more than any honest file needs. */
const MOST_STEPS = 5_000_000;
const DEEPEST = 200;

/** Works out groups that name each other: `@rack1,@cpu!cpu7`, `@roles:gpu&@up`. */
class Sets {
  private readonly known = new Map<string, Set<string>>();
  private readonly open = new Set<string>();
  private steps = 0;

  constructor(
    private readonly groups: Groups,
    private readonly problems: RosterProblem[],
  ) {}

  group(source: string, name: string, line: number): Set<string> {
    const key = `${source}:${name}`;
    const known = this.known.get(key);
    if (known) return known;
    const definition = this.groups.get(source)?.get(name);
    if (!definition || this.open.has(key) || this.open.size > DEEPEST || this.steps > MOST_STEPS) {
      const why = !definition ? `there is no group "${name}"` : `the group ${name} holds itself, or too much`;
      tell(this.problems, line, why);
      return new Set();
    }
    this.open.add(key);
    const found = this.set(definition, source);
    this.open.delete(key);
    this.known.set(key, found);
    return found;
  }

  /** Operators count from left to right: `,` and, `!` without, `&` both, `^` either (nodeset(1)). */
  private set({ text, line }: Definition, source: string): Set<string> {
    let result = new Set<string>();
    for (const { operator, word } of termsOf(text)) {
      const next = this.term(word, source, line);
      this.steps += result.size + next.size + 1;
      result = combined(result, operator, next);
      if (result.size > MOST_NODES) {
        tell(this.problems, line, `more than ${MOST_NODES} nodes`);
        return new Set();
      }
    }
    return result;
  }

  private term(word: string, source: string, line: number): Set<string> {
    if (word.startsWith('@')) {
      const name = word.slice(1);
      const at = name.indexOf(':');
      const [from, group] = at < 0 ? [source, name] : [name.slice(0, at), name.slice(at + 1)];
      if (group !== '*') return this.group(from, group, line);
      const members = [...(this.groups.get(from)?.keys() ?? [])].filter(
        (one) => !this.open.has(`${from}:${one}`),
      );
      this.steps += members.length * 10;
      return new Set(members.flatMap((one) => [...this.group(from, one, line)]));
    }
    const set = expand(word);
    if (set.ok) return new Set(set.names);
    tell(this.problems, line, `${set.message} in "${word.slice(0, 80)}"`);
    return new Set();
  }
}

/** The words between operators that stand outside brackets; blanks join like commas. */
function termsOf(text: string): { operator: string; word: string }[] {
  const terms: { operator: string; word: string }[] = [];
  let operator = ',';
  let word = '';
  let inside = false;
  const close = (next: string) => {
    if (word !== '') {
      terms.push({ operator, word });
      operator = ',';
    }
    word = '';
    if (next.trim() !== '') operator = next;
  };
  for (const char of text) {
    if (char === '[') inside = true;
    else if (char === ']') inside = false;
    if (!inside && /[,!&^\s]/.test(char)) close(char);
    else word += char;
  }
  close(',');
  return terms;
}

function combined(before: Set<string>, operator: string, next: Set<string>): Set<string> {
  if (operator === '!') return new Set([...before].filter((name) => !next.has(name)));
  if (operator === '&') return new Set([...before].filter((name) => next.has(name)));
  if (operator === '^')
    return new Set([
      ...[...before].filter((name) => !next.has(name)),
      ...[...next].filter((name) => !before.has(name)),
    ]);
  return new Set([...before, ...next]);
}
