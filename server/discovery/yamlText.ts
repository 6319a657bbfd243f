import { isMap, isNode, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { type RosterProblem, tell } from './roster.ts';

/** A YAML text read for its maps only, with the line of each key. Tags such as !vault mean nothing here. */
export class RosterYaml {
  private readonly lines = new LineCounter();
  readonly root: Node | null;

  constructor(
    text: string,
    private readonly problems: RosterProblem[],
  ) {
    const parsed = parseDocument(text, {
      lineCounter: this.lines,
      prettyErrors: false,
      logLevel: 'silent',
      uniqueKeys: false,
    });
    for (const { message, pos } of parsed.errors) tell(problems, this.lineAt(pos[0]), message);
    const { contents } = parsed;
    this.root = parsed.errors.length === 0 && isNode(contents) ? contents : null;
  }

  /** Key, value and line of a map's entries; what is empty has none, and anything else is told. */
  entries(node: unknown, what: string, line: number): { key: string; value: Node | null; line: number }[] {
    if (node === null || node === undefined || (isScalar(node) && node.value === null)) return [];
    if (!isMap(node)) {
      const at = isNode(node) && node.range ? this.lineAt(node.range[0]) : line;
      tell(this.problems, at, `expected a map of ${what}`);
      return [];
    }
    return node.items.map(({ key, value }) => ({
      key: isScalar(key) ? String(key.value) : '',
      value: isNode(value) ? value : null,
      line: isNode(key) && key.range ? this.lineAt(key.range[0]) : line,
    }));
  }

  private lineAt(offset: number): number {
    return Math.max(1, this.lines.linePos(offset).line);
  }
}

export function scalarOf(node: Node | null): unknown {
  return isScalar(node) ? node.value : undefined;
}
