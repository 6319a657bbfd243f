import { nodesPage } from '../addresses/pages.ts';
import { numberText } from '../text/quantities.ts';

/** Names without any order make a long address, which browsers and servers cut. */
const LONGEST_SET = 4000;

/** How many nodes, leading to exactly those. */
export function NodesLink({
  place,
  nodes,
  count,
}: {
  place: { site: string; cluster: string; role?: string };
  /** Folded. */
  nodes: string;
  count: number;
}) {
  if (nodes.length > LONGEST_SET) return <>{numberText(count)}</>;
  return <a href={nodesPage({ ...place, nodes })}>{numberText(count)}</a>;
}
