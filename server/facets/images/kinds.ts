import type { DocumentKind } from '../facet.ts';
import {
  all,
  architecture,
  bootstrap,
  column,
  created,
  from,
  HEX,
  labels,
  name,
  oneOf,
  row,
} from './columns.ts';
import { Sandbox, StoredImage } from './schema.ts';

export const sandboxKind: DocumentKind = {
  kind: 'images.sandbox',
  sentence: 'A container image that is a folder, which anybody with the right to write there can change.',
  schema: Sandbox,
  columns: [
    name,
    column(
      'marker',
      'text',
      'What tells the folder is an image: singularity.d, or tree when it only looks like a system.',
      oneOf('singularity.d', 'tree'),
    ),
    architecture,
    column('writable', 'boolean', 'False on a file system that is read-only for all, such as CVMFS.'),
    column(
      'configDigest',
      'text',
      'sha256 of the OCI configuration that it was unpacked from, where its place on CVMFS says it.',
      HEX,
    ),
    bootstrap,
    from,
    labels,
  ],
  rows: row,
};

export const storedImageKind: DocumentKind = {
  kind: 'images.stored',
  sentence: 'An image in the store of podman or docker, in an OCI layout, or as a registry describes it.',
  schema: StoredImage,
  columns: [
    column(
      'engine',
      'text',
      'Whose store it is in: podman or docker; oci for an OCI layout; registry when it was only described, as by skopeo.',
      oneOf('podman', 'docker', 'oci', 'registry'),
    ),
    column('id', 'text', 'Id of the image in that store.', { holds: (cell) => cell !== '' }),
    column('references', 'list', 'Names with tags that it can be run by.', { holds: all(/^[^@]+$/) }),
    column('repoDigests', 'list', 'Names with digests that it was pulled by.', { holds: all(/@/) }),
    column(
      'manifestDigest',
      'text',
      'sha256 of the OCI manifest; empty when the store does not tell one.',
      HEX,
    ),
    column('configDigest', 'text', 'sha256 of the OCI configuration.', HEX),
    architecture,
    column('variant', 'text', 'Variant of the architecture, such as v8.'),
    column('os', 'text', 'Operating system the image is for.'),
    column('size', 'bytes', 'Size of the unpacked layers with what describes them.'),
    created,
    labels,
    column('platforms', 'list', 'Of a manifest list: the platforms it has images for.', {
      of: (row) => {
        const list = StoredImage.shape.platforms.safeParse(row.platforms);
        return list.success
          ? list.data.map((one) => [one.os, one.architecture, one.variant].filter(Boolean).join('/'))
          : [];
      },
      holds: all(/^[^/]+(?:\/[^/]+){0,2}$/),
    }),
  ],
  rows: row,
};
