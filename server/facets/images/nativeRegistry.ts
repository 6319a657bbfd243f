import { createHash } from 'node:crypto';
import { textOf } from '../../frames/text.ts';
import type { NativeForm, NativeInput } from '../facet.ts';
import { imagesReading, type NativeImage } from './nativeReading.ts';
import { described } from './registryJson.ts';
import type { StoredImage } from './schema.ts';
import { jsonList, jsonOf } from './values.ts';

/** A manifest or configuration may have 4 MB (OCI distribution specification); several may be in one list. */
const LONGEST = 32 * 1024 * 1024;

function imagesOf(input: NativeInput): StoredImage[] {
  const [only] = input.files;
  if (input.files.length !== 1 || !only || only.bytes.length > LONGEST) return [];
  if (!/^\s*[[{]/.test(only.bytes.toString('latin1', 0, 200))) return [];
  const value = jsonOf(textOf(only.bytes));
  const textId = createHash('sha256').update(only.bytes).digest('hex');
  const values = Array.isArray(value) ? jsonList(value) : [value];
  return values.flatMap((one) => described(one, textId));
}

export const registryForm: NativeForm = {
  format: 'image-manifest',
  sentence:
    'A manifest, manifest list or configuration, as `skopeo inspect`, `crane manifest` or `docker manifest inspect` print it.',
  recognise: (input) => imagesOf(input).length > 0,
  parse: (input) => {
    const parts = input.files.map(({ path, bytes }) => ({ name: path, bytes }));
    const byPath = new Map(
      imagesOf(input).map((image): [string, NativeImage] => [
        image.id,
        { path: image.id, found: image, parts },
      ]),
    );
    return imagesReading(
      input,
      'image-manifest',
      'registry',
      byPath.size === 0 ? null : [...byPath.values()],
    );
  },
};
