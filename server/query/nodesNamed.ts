import { BadScope } from '../compare/scope.ts';
import { expand } from '../inventory/nodeSet.ts';

/** The names of a node set that narrows a list, such as `cpu[001-040]`; null where nothing is said, which is every node. */
export function nodesNamed(set: string): string[] | null {
  if (set.trim() === '') return null;
  const found = expand(set);
  if (found.ok) return found.names;
  throw new BadScope(`the node set is wrong at column ${found.column}: ${found.message}`);
}
