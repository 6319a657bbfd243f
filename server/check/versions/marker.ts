import { parsePep440 } from './pep440.ts';
import { pep440Constraint } from './pep440Constraint.ts';

/**
 * What is known of every node of Linux that the interpreter of Python is asked about (PEP 508, "Environment Markers"); of its
 * version, its kind, and the machine nothing is known before somebody chooses them.
 */
const LINUX: ReadonlyMap<string, string> = new Map([
  ['sys_platform', 'linux'],
  ['platform_system', 'Linux'],
  ['os_name', 'posix'],
]);

const LONGEST = 1000;
/** Deeper than anybody writes. */
const MOST_DEEP = 50;
const TOKEN = /\s*(?:("[^"]*"|'[^']*')|(===|==|!=|~=|<=|>=|<|>)|([()])|([A-Za-z_][A-Za-z0-9_.]*))/y;

/** Whether a marker holds on Linux; null where that hangs on what is not known, or it is none. */
export function holdsOnLinux(marker: string): boolean | null {
  if (marker.length > LONGEST) return null;
  const tokens = tokensOf(marker);
  if (tokens === null) return null;
  const reader = new MarkerReader(tokens);
  const found = reader.either(0);
  return reader.isSound() ? found : null;
}

function tokensOf(marker: string): string[] | null {
  const tokens: string[] = [];
  const text = marker.trimEnd();
  const sign = new RegExp(TOKEN);
  while (sign.lastIndex < text.length) {
    const found = sign.exec(text);
    if (!found) return null;
    tokens.push(found[0].trim());
  }
  return tokens;
}

/** `and` binds closer than `or`. What is unknown stays it, unless the other side decides alone. */
class MarkerReader {
  private at = 0;
  private isBroken = false;

  constructor(private readonly tokens: string[]) {}

  isSound(): boolean {
    return !this.isBroken && this.at === this.tokens.length;
  }

  either(depth: number): boolean | null {
    let found = this.both(depth);
    while (this.take('or')) {
      const other = this.both(depth);
      found = found === true || other === true ? true : found === null || other === null ? null : false;
    }
    return found;
  }

  private both(depth: number): boolean | null {
    let found = this.one(depth);
    while (this.take('and')) {
      const other = this.one(depth);
      found = found === false || other === false ? false : found === null || other === null ? null : true;
    }
    return found;
  }

  private one(depth: number): boolean | null {
    if (depth > MOST_DEEP) return this.broken();
    if (this.take('(')) {
      const found = this.either(depth + 1);
      return this.take(')') ? found : this.broken();
    }
    const left = this.next();
    const operator = this.take('not') ? (this.take('in') ? 'not in' : '') : this.next();
    const right = this.next();
    if (!OPERATORS.has(operator) || !isOperand(left) || !isOperand(right)) return this.broken();
    return compared(knownOf(left), operator, knownOf(right));
  }

  private next(): string {
    const token = this.tokens[this.at] ?? '';
    this.at += 1;
    return token;
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at += 1;
    return true;
  }

  private broken(): null {
    this.isBroken = true;
    return null;
  }
}

const OPERATORS: ReadonlySet<string> = new Set([
  ...['===', '==', '!=', '~=', '<=', '>=', '<', '>', 'in', 'not in'],
]);
const WORDS: ReadonlySet<string> = new Set(['and', 'or', 'in', 'not']);

const isOperand = (token: string) => /^["'A-Za-z_]/.test(token) && !WORDS.has(token);

/** null: it is not known before somebody chooses an interpreter. */
const knownOf = (token: string): string | null =>
  /^["']/.test(token) ? token.slice(1, -1) : (LINUX.get(token.replace('os.name', 'os_name')) ?? null);

function compared(left: string | null, operator: string, right: string | null): boolean | null {
  if (left === null || right === null) return null;
  if (operator === 'in') return right.includes(left);
  if (operator === 'not in') return !right.includes(left);
  // As versions where both are, else as texts.
  const accepts =
    parsePep440(left) !== null && parsePep440(right) !== null
      ? pep440Constraint(`${operator}${right}`)
      : null;
  if (accepts) return accepts(left);
  if (operator === '==' || operator === '===') return left === right;
  return operator === '!=' ? left !== right : null;
}
