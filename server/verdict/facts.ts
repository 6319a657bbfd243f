/** Where a fact was read and when that was last confirmed. */
export interface Source {
  /** Hash of the document; '' for what nobody stored, such as an upload. */
  document: string;
  /** null: it was never confirmed by a visit, or that cannot be told. */
  confirmedAt: string | null;
}

/** One fact that a reason leans on. */
export interface Fact extends Source {
  name: string;
  value: string;
}

/**
 * Facts that a visit may have found, found absent (positively not there), or not been able to tell. What is
 * unknown says why.
 */
export type Known<Facts> =
  | (Source & { state: 'present'; facts: Facts })
  | (Source & { state: 'absent' })
  | { state: 'unknown'; why: string };

export function present<Facts>(facts: Facts, source: Source): Known<Facts> {
  return { state: 'present', facts, document: source.document, confirmedAt: source.confirmedAt };
}

export function unknown<Facts>(why: string): Known<Facts> {
  return { state: 'unknown', why };
}

/** A fact out of what is known, to be shown with a reason. */
export function factOf(name: string, value: string, source: Source): Fact {
  return { name, value, document: source.document, confirmedAt: source.confirmedAt };
}

/** The facts themselves; null where they are absent or unknown. */
export function factsOf<Facts>(known: Known<Facts>): Facts | null {
  return known.state === 'present' ? known.facts : null;
}

/** What is said of something that is not known, with its age where there is one. */
export function sourceOf<Facts>(known: Known<Facts>): Source {
  return known.state === 'unknown' ? NOWHERE : known;
}

export const NOWHERE: Source = { document: '', confirmedAt: null };
