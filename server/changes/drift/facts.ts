import { documentKind } from '../../query/documents.ts';
import type { Queryable } from '../../store/database.ts';
import { differencesOf, type StoredDocument } from '../diff/stored.ts';
import { isKnown, valueText } from '../diff/value.ts';
import { THERE, valuesOf } from '../diff/values.ts';
import { factsOf } from '../documents.ts';
import { beginOf, type HeldInterval, historiesOf } from './history.ts';
import type { PeerNode, Peers } from './peers.ts';
import { firstOf, type Side, type Split, splitOf } from './split.ts';

/** Facts of one node-local facet in which peers differ. */
export async function factSplits(db: Queryable, { nodes }: Peers, facet: number): Promise<Split[]> {
  const documentOf = (node: PeerNode) => node.holdings.get(facet)?.document ?? null;
  const present = nodes.filter((node) => documentOf(node) !== null);
  const absent = nodes.filter((node) => node.holdings.get(facet)?.absent);
  const documents = [...new Set(present.map((node) => documentOf(node) ?? 0))];
  if (documents.length <= 1 && (absent.length === 0 || present.length === 0)) return [];
  const ids = nodes.map(({ id }) => id);
  const holders = new Set([...present, ...absent].map(({ id }) => id));
  const unknown = ids.filter((id) => !holders.has(id));
  const histories = await historiesOf(db, ids, facet);
  const before = [...histories.values()].flat().map(({ document }) => document);
  const group = new FacetGroup(facet, present, histories, await factsOf(db, [...documents, ...before]));
  const whole = splitOf(facet, '', [group.side(true, present, () => true), absentSide(absent)], unknown);
  const splits = group.facts(documents).map((fact) => group.split(fact, unknown));
  return [whole, ...splits].filter((split) => split !== null);
}

function absentSide(nodes: PeerNode[]): Side {
  const ids = nodes.map(({ id }) => id);
  return {
    value: 'absent',
    raw: 'absent',
    nodes: ids,
    begins: [],
    since: null,
    sinceAfter: null,
    sweep: null,
    document: null,
  };
}

/** What peers hold of one facet, and held before. */
class FacetGroup {
  private readonly values = new Map<number, Map<string, unknown>>();

  constructor(
    private readonly facet: number,
    private readonly nodes: PeerNode[],
    private readonly histories: Map<number, HeldInterval[]>,
    private readonly documents: Map<number, StoredDocument>,
  ) {}

  /** Names of the facts in which some documents differ. */
  facts(ids: number[]): string[] {
    for (const id of ids) this.valuesIn(id);
    const [first, ...others] = ids.flatMap((id) => this.documents.get(id) ?? []);
    if (!first) return [];
    const differing = others.flatMap((other) => differencesOf(first, other));
    const names = differing.map(({ key, field }) => [key, field].filter((word) => word !== '').join(' '));
    return [...new Set(names)];
  }

  split(fact: string, unknown: number[]): Split | null {
    const sides = new Map<string, { raw: unknown; nodes: PeerNode[] }>();
    const silent = [...unknown];
    for (const node of this.nodes) {
      const raw = this.valueOf(node.holdings.get(this.facet)?.document ?? 0, fact);
      // A field of a row that is not there: that the row is not, is a fact of its own.
      if (raw === undefined) continue;
      if (!isKnown(raw)) silent.push(node.id);
      else {
        const side = sides.get(valueText(raw)) ?? { raw, nodes: [] };
        side.nodes.push(node);
        sides.set(valueText(raw), side);
      }
    }
    const list = [...sides].map(([text, { raw, nodes }]) =>
      this.side(raw, nodes, (document) => valueText(this.valueOf(document, fact)) === text),
    );
    return splitOf(this.facet, fact, list, silent);
  }

  side(raw: unknown, nodes: PeerNode[], alike: (document: number) => boolean): Side {
    const begins = nodes.flatMap(({ id }) => {
      const begin = beginOf(this.histories.get(id) ?? [], alike);
      return begin === null ? [] : { node: id, ...begin };
    });
    return {
      value: raw === true ? 'present' : valueText(raw),
      raw,
      nodes: nodes.map(({ id }) => id),
      begins,
      ...firstOf(begins),
      document: nodes[0]?.holdings.get(this.facet)?.document ?? null,
    };
  }

  /** undefined for a field of a row that the document does not have. */
  private valueOf(id: number, fact: string): unknown {
    const values = this.valuesIn(id);
    if (!values) return undefined;
    return values.has(fact) ? values.get(fact) : this.isRow(fact) ? 'not there' : undefined;
  }

  private valuesIn(id: number): Map<string, unknown> | undefined {
    const document = this.documents.get(id);
    if (!document) return undefined;
    const values = this.values.get(id) ?? valuesOf(documentKind(document.kind), document.facts);
    this.values.set(id, values);
    return values;
  }

  /** Whether some document has a row of this name. */
  private isRow(fact: string): boolean {
    return [...this.values.values()].some((values) => values.get(fact) === THERE);
  }
}
