import { walkXml } from '../xml.ts';
import type { Listing } from './listing.ts';
import { takeNode } from './pbs.ts';

/** `pbsnodes -x` of Torque: the attributes of each node as elements. */
export function isPbsXml(text: string): boolean {
  return /^\s*(?:<\?xml[^>]{0,100}>\s*)?<Data>\s*<Node>/.test(text);
}

export function readPbsXml(text: string, listing: Listing, where: string): void {
  listing.sawNodes = true;
  let values = new Map<string, string>();
  let name = '';
  walkXml(text, {
    open: (tag, path) => {
      if (tag !== 'Node' || path.length !== 2) return;
      values = new Map();
      name = '';
    },
    close: (tag, path, told) => {
      if (path.length === 3 && path[1] === 'Node') {
        if (tag === 'name') name = told;
        else values.set(tag, told);
      } else if (tag === 'Node' && path.length === 2) {
        takeNode(name, values, listing, where, 0);
      }
    },
  });
}
