import type { ImageFile } from './schema.ts';

/** An image file before anything was read of it. */
export const NOTHING_KNOWN: ImageFile = {
  kind: 'images.file',
  name: '',
  format: 'squashfs',
  formatVersion: '',
  architecture: 'unknown',
  uuid: '',
  created: '',
  modified: '',
  launch: '',
  size: null,
  signed: false,
  encrypted: false,
  definition: null,
  labels: [],
  manifestDigest: '',
  configDigest: '',
  descriptors: 0,
  objects: [],
};
