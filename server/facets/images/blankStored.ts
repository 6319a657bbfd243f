import { splitNames } from './ociImage.ts';
import type { StoredImage } from './schema.ts';

/** A stored image of which nothing but its id and names is known. */
export function blankStored(engine: StoredImage['engine'], id: string, names: string[]): StoredImage {
  return {
    kind: 'images.stored',
    engine,
    id,
    ...splitNames(names),
    manifestDigest: '',
    configDigest: '',
    architecture: 'unknown',
    variant: '',
    os: '',
    size: null,
    created: '',
    labels: [],
    platforms: [],
  };
}
