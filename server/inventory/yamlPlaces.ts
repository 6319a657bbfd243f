import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseAllDocuments,
} from 'yaml';

export interface Place {
  line: number;
  column: number;
}

export interface YamlError extends Place {
  message: string;
}

export type Path = readonly (string | number)[];

/** A YAML text as values, and where each of them stands. */
export class YamlText {
  readonly errors: YamlError[] = [];
  readonly value: unknown;
  private readonly lines = new LineCounter();
  private readonly document: Document | undefined;

  constructor(text: string) {
    const parsed = parseAllDocuments(text, { lineCounter: this.lines, prettyErrors: false, merge: true });
    const documents = Array.isArray(parsed) ? parsed : [];
    this.document = documents[0];
    for (const { code, message, pos } of documents.flatMap(({ errors }) => errors)) {
      this.errors.push({ ...this.placeAt(pos[0]), message: said(code, message) });
    }
    const second = documents[1];
    if (second) {
      this.errors.push({
        ...this.placeAt(second.range[0]),
        message: 'expected one YAML document, found a second',
      });
    }
    this.value = this.errors.length === 0 ? this.valueOf() : undefined;
  }

  /**
   * Where the value at a path begins, or the character of it that `offset` counts to; for a value that is
   * not there, where its key or its parent stands.
   */
  place(path: Path, offset = 0): Place {
    const { value } = this.pair(path) ?? {};
    if (!isNode(value) || !value.range || isEmpty(value)) return this.keyPlace(path);
    // Only text on one line, without escapes, can be counted into.
    const quote = isScalar(value) && (value.type === 'QUOTE_DOUBLE' || value.type === 'QUOTE_SINGLE') ? 1 : 0;
    const isOneLine = isScalar(value) && (quote === 1 || value.type === 'PLAIN');
    return this.placeAt(value.range[0] + (isOneLine && offset > 0 ? offset + quote : 0));
  }

  /** Where the key (or list item) at a path begins. */
  keyPlace(path: Path): Place {
    if (path.length === 0) return this.placeAt(this.document?.contents?.range?.[0] ?? 0);
    const key = this.pair(path)?.key;
    if (isNode(key) && key.range) return this.placeAt(key.range[0]);
    return this.keyPlace(path.slice(0, -1));
  }

  private valueOf(): unknown {
    try {
      return this.document?.toJS({ maxAliasCount: 100 });
    } catch (error) {
      this.errors.push({
        line: 1,
        column: 1,
        message: error instanceof Error ? error.message : String(error),
      });
      return undefined;
    }
  }

  private placeAt(offset: number): Place {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  /** The key and the value at a path; a list item is its own key. */
  private pair(path: Path): { key: unknown; value: unknown } | undefined {
    let found: { key: unknown; value: unknown } | undefined = {
      key: this.document?.contents,
      value: this.document?.contents,
    };
    for (const step of path) {
      found = found && this.child(found.value, step);
    }
    return found;
  }

  private child(parent: unknown, step: string | number): { key: unknown; value: unknown } | undefined {
    const node = this.followed(parent);
    if (isSeq(node)) {
      const item = node.items[Number(step)];
      return item === undefined ? undefined : { key: item, value: item };
    }
    if (!isMap(node)) return undefined;
    const own = node.items.find((pair) => keyText(pair) === String(step));
    if (own) return own;
    // Keys that "<<" brings in stand in the map that it names.
    for (const pair of node.items.filter((each) => keyText(each) === '<<')) {
      const source = this.followed(pair.value);
      for (const map of isSeq(source) ? source.items : [source]) {
        const inherited = this.child(map, step);
        if (inherited) return inherited;
      }
    }
    return undefined;
  }

  private followed(node: unknown): unknown {
    return isAlias(node) && this.document ? node.resolve(this.document) : node;
  }
}

function said(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'this key stands twice in the same map';
  // `addresses: %n.example` is what everybody writes first.
  return code === 'BAD_SCALAR_START' ? `${message}: put the value in quotes` : message;
}

function keyText({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : '';
}

function isEmpty(node: unknown): boolean {
  return isScalar(node) && node.value === null;
}
