/**
 * A name is read in stages (where the name stands, what the version text holds, how a version is
 * spelled, which alias applies). Each stage is a list of rules, tried in order; the first that
 * answers decides. Rules carry their own examples, and one test runs them all.
 */
export interface Rule<In, Out> {
  /** Unique among all rules; `ToolName.rule` joins those that fired with '+'. */
  name: string;
  /** What the rule says, for `names explain`. */
  sentence: string;
  /** Null when the rule does not apply. Linear in the length of the text. */
  read: (input: In) => Out | null;
  examples: readonly Example[];
  counterExamples: readonly CounterExample[];
}

export type Form = 'module' | 'extension' | 'image' | 'file' | 'conda' | 'spec' | 'deb' | 'rpm';

/** [form, text, tool, version, variant, build]: the whole reading of `text`, in which the rule fired. */
export type Example = readonly [
  form: Form,
  text: string,
  tool: string,
  version: string,
  variant: string,
  build: string,
];

/** A text that this rule must leave alone, and why. */
export type CounterExample = readonly [form: Form, text: string, because: string];

export interface Fired<Out> {
  rule: string;
  out: Out;
}

export function firstRule<In, Out>(rules: readonly Rule<In, Out>[], input: In): Fired<Out> | null {
  for (const rule of rules) {
    const out = rule.read(input);
    tell?.(rule.name, out !== null);
    if (out !== null) return { rule: rule.name, out };
  }
  return null;
}

/** Asks one rule, where a stage applies every rule that holds. */
export function applyRule<T>(rule: Rule<T, T>, input: T): T | null {
  const out = rule.read(input);
  tell?.(rule.name, out !== null);
  return out;
}

let tell: ((rule: string, fired: boolean) => void) | null = null;

/** Runs `work` and tells which rules it asked and which of them held, for explanations. */
export function watched<T>(work: () => T, asked: (rule: string, fired: boolean) => void): T {
  tell = asked;
  try {
    return work();
  } finally {
    tell = null;
  }
}

/** Where a name's alias is looked up: the same word means different tools in different ecosystems. */
export type AliasScope = (typeof aliasScopes)[number];

/** `python` is what a conda build says to be a Python package; `pip` is what PyPI gave. */
export const aliasScopes = ['module', 'spack', 'conda', 'python', 'pip', 'image', 'system'] as const;

/** A name on its way through the stages. */
export interface Reading {
  /** As written, case kept. */
  name: string;
  /** How it is written where the name itself says nothing to a person. */
  label?: string;
  version: string;
  variant: string;
  build: string;
  scopes: readonly AliasScope[];
  /** Keys for the alias table, most specific first; empty means the name alone. */
  keys: readonly string[];
  /** Names of the rules that fired so far. */
  rules: readonly string[];
}
