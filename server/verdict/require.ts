/**
 * The grammar of NVIDIA_REQUIRE_* (libnvidia-container, src/cli/dsl.c): alternatives with spaces between, each a list with
 * commas between of which all must hold; `cuda>=12.4`, `brand=tesla`, `driver<536`, `arch>=8.0`.
 */
export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export interface Condition {
  key: string;
  operator: Operator;
  value: string;
}

/** What a condition is held against; '' is not known. */
export type Reality = Record<'cuda' | 'driver' | 'arch' | 'brand', string>;

const CONDITION = /^(cuda|driver|arch|brand)(=|!=|<|<=|>|>=)([^<>=!]+)$/i;
const OPERATORS: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);

function isOperator(text: string): text is Operator {
  return OPERATORS.has(text);
}

/** A condition; null where the text is none, at which the toolkit stops and starts nothing. */
function conditionOf(text: string): Condition | null {
  const [, name = '', operator = '', value = ''] = CONDITION.exec(text) ?? [];
  const key = name.toLowerCase();
  if (!isOperator(operator)) return null;
  const isSound = key === 'brand' ? operator === '=' || operator === '!=' : NUMBERS.test(value);
  return isSound ? { key, operator, value } : null;
}

/** The alternatives of a requirement, in their order. */
export function parseRequirement(text: string): (Condition | null)[][] {
  const words = text.split(' ').filter((one) => one !== '');
  return words.map((word) =>
    word
      .split(',')
      .filter((one) => one !== '')
      .map(conditionOf),
  );
}

/**
 * Whether a requirement holds; null where that hangs on something that is not known. The toolkit looks no further than
 * the first alternative that holds, and in each no further than what does not: what is malformed behind that is not seen.
 */
export function holds(alternatives: (Condition | null)[][], reality: Reality): boolean | null {
  let open = false;
  for (const conditions of alternatives) {
    const found = allHold(conditions, reality);
    if (found === true) return true;
    if (found === 'malformed') return open ? null : false;
    open ||= found === null;
  }
  if (alternatives.length === 0) return true;
  return open ? null : false;
}

function allHold(conditions: (Condition | null)[], reality: Reality): boolean | null | 'malformed' {
  let open = false;
  for (const condition of conditions) {
    if (condition === null) return open ? null : 'malformed';
    const found = holdsFor(condition, reality);
    if (found === false) return false;
    open ||= found === null;
  }
  return open ? null : true;
}

function holdsFor({ key, operator, value }: Condition, reality: Reality): boolean | null {
  if (key === 'brand') return byName(reality.brand, operator, value);
  const own = key === 'cuda' ? reality.cuda : key === 'driver' ? reality.driver : reality.arch;
  if (!NUMBERS.test(own)) return null;
  const order = compareNumbers(own, value);
  return RESULTS[operator](order);
}

function byName(own: string, operator: Operator, value: string): boolean | null {
  if (own === '') return null;
  return (own.toLowerCase() === value.toLowerCase()) === (operator === '=');
}

const NUMBERS = /^\d[\d.]{0,40}$/;

const RESULTS: Record<Operator, (order: number) => boolean> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** Number by number; missing ones are zero, so that 12 is 12.0. */
function compareNumbers(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number));
  const length = Math.max(left?.length ?? 0, right?.length ?? 0);
  for (let at = 0; at < length; at++) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
