/** When a node was first seen to hold a value. */
export interface NodeBegin {
  node: number;
  since: Date;
  sinceAfter: Date | null;
  /** The sweep that saw it first. */
  sweep: number | null;
}

/** Nodes that hold one value of a fact. */
export interface Side {
  /** The value as one line of text, and as it stands in the document. */
  value: string;
  raw: unknown;
  nodes: number[];
  /** Of those nodes of which it is known. */
  begins: NodeBegin[];
  /** Since when the first of them holds it, and the last visit before that; null where nobody can tell. */
  since: Date | null;
  sinceAfter: Date | null;
  /** The sweep that saw it first. */
  sweep: number | null;
  /** A document of each side, for the difference. */
  document: number | null;
}

/** Since when the first of some nodes holds a value. */
export function firstOf(begins: NodeBegin[]): Pick<Side, 'since' | 'sinceAfter' | 'sweep'> {
  const first = begins.toSorted((a, b) => Number(a.since) - Number(b.since))[0];
  return {
    since: first?.since ?? null,
    sinceAfter: first?.sinceAfter ?? null,
    sweep: first?.sweep ?? null,
  };
}

/** What of a side is of some nodes. */
export function partOf(side: Side, isOne: (node: number) => boolean): Side {
  const begins = side.begins.filter(({ node }) => isOne(node));
  return { ...side, nodes: side.nodes.filter(isOne), begins, ...firstOf(begins) };
}

/** A fact in which peers differ: the majority, and everybody else. */
export interface Split {
  facet: number;
  /** The row and the fact, or a place; '' for the facet as a whole. */
  fact: string;
  majority: Side;
  others: Side[];
  /** Nodes of which the value is not known. */
  unknown: number[];
  /** When they began to differ; null where nobody can tell. */
  began: Date | null;
}

/** The split of some sides; null where all that are known are alike. */
export function splitOf(facet: number, fact: string, sides: Side[], unknown: number[]): Split | null {
  const held = sides.filter(({ nodes }) => nodes.length > 0);
  const [majority, ...others] = held.toSorted(
    (a, b) =>
      b.nodes.length - a.nodes.length || Number(a.since) - Number(b.since) || (a.value < b.value ? -1 : 1),
  );
  if (!majority || others.length === 0) return null;
  return { facet, fact, majority, others, unknown, began: beganOf(held) };
}

/** Until the second value came up, all that were known were alike. */
function beganOf(sides: Side[]): Date | null {
  const begins = sides.map(({ since }) => since).toSorted((a, b) => Number(a) - Number(b));
  return begins[1] ?? null;
}
