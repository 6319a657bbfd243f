import type { Part } from '../../frames/evidence.ts';
import { textOf } from '../../frames/text.ts';
import type { FileDigest } from '../facet.ts';

const LINE = /^([0-9a-f]{64}) (.+)$/s;

/** The agent's parts "digest": the sha256 of a whole file, a space, and its path below the root. */
export function digestsOf(parts: Part[]): FileDigest[] {
  return parts
    .filter((part) => part.name === 'digest')
    .flatMap((part) => {
      const [, sha256, path] = LINE.exec(textOf(part.bytes)) ?? [];
      return sha256 === undefined || path === undefined ? [] : [{ path, sha256 }];
    });
}
