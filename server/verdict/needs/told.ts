import type { Fact } from '../facts.ts';

/** Something that was looked for in a subject: found out, with the facts that say so, or not known. */
export type Told<Value> =
  | { known: true; value: Value; facts: Fact[] }
  | { known: false; why: string; facts: Fact[] };

export function told<Value>(value: Value, facts: Fact[]): Told<Value> {
  return { known: true, value, facts };
}

export function untold<Value>(why: string, facts: Fact[] = []): Told<Value> {
  return { known: false, why, facts };
}
