import type { ImageObject } from './schema.ts';
import type { ByteSource } from './source.ts';
import { paddedText } from './values.ts';

/** Longest definition, labels or other JSON that is read; the agent sends no longer ones. */
const LONGEST = 65536;

/** The text of a small data object; null when it is large or was not read. */
export function objectText(source: ByteSource, object: ImageObject): string | null {
  if (object.size > LONGEST) return null;
  const bytes = source.read(object.offset, object.size);
  return bytes ? paddedText(bytes) : null;
}
