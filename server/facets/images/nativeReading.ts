import type { Part } from '../../frames/evidence.ts';
import type { FacetReading, ItemReading, NativeInput, RootReading } from '../facet.ts';
import { problemOf } from '../reading.ts';
import type { ImageFacts } from './schema.ts';

/** One image of a native input, or why there is none. */
export interface NativeImage {
  path: string;
  /** Text: what is wrong with this one; the others are not touched by it. */
  found: ImageFacts | { reason: string; message: string };
  parts: Part[];
}

/** The images of a file or folder that somebody gave us, as one root named after it. */
export function imagesReading(
  input: NativeInput,
  format: string,
  kind: string,
  images: NativeImage[] | null,
): FacetReading {
  const items: ItemReading[] = [];
  const unread: RootReading['unread'] = [];
  const problems: FacetReading['problems'] = [];
  for (const { path, found, parts } of images ?? []) {
    if ('kind' in found) {
      items.push({ path, facts: found, evidence: { name: `${format} ${path}`, parts } });
      continue;
    }
    unread.push({ reason: found.reason, path });
    problems.push(problemOf('images', path, format, 0, '', found.message));
  }
  const failure = images === null || (items.length === 0 && unread.length > 0);
  const message = problems[0]?.message ?? `nothing of the form ${format} was found`;
  const outcome = failure
    ? ({ outcome: 'failed', reason: unread[0]?.reason ?? 'unreadable', message } as const)
    : ({ outcome: 'present', reason: '', message: '' } as const);
  if (images === null) problems.push(problemOf('images', input.name, format, 0, '', message));
  const mount = { point: '-', fstype: '-', source: '-', inode: '-' };
  const root: RootReading = { kind, path: input.name, mount, key: '', ...outcome, items, unread };
  return { node: null, ...outcome, roots: [root], problems };
}
