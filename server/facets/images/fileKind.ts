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
  like,
  name,
  oneOf,
  row,
} from './columns.ts';
import { ImageFile, type ImageObject } from './schema.ts';

const objectsOf = (row: Record<string, unknown>): ImageObject[] => {
  const found = ImageFile.shape.objects.safeParse(row.objects);
  return found.success ? found.data : [];
};

export const imageFileKind: DocumentKind = {
  kind: 'images.file',
  sentence: 'A container image that is one file: SIF, or a squashfs or ext3 image of Singularity 2.',
  schema: ImageFile,
  columns: [
    name,
    column(
      'format',
      'text',
      'What the file is: sif, oci-sif, squashfs or ext3; unknown where only a program told of it.',
      oneOf('sif', 'oci-sif', 'squashfs', 'ext3', 'unknown'),
    ),
    column(
      'formatVersion',
      'text',
      'Version of that format, as the file says it.',
      like(/^(?:\d+(?:\.\d+)?)?$/),
    ),
    architecture,
    column(
      'uuid',
      'text',
      'Identity that the builder gave the image; empty when it gave none.',
      like(/^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/),
    ),
    created,
    column(
      'modified',
      'date',
      'When the image was last changed, by signing for example, as its header says.',
    ),
    column('launch', 'text', 'The line at the start of the file that makes it executable.'),
    column('size', 'bytes', 'Length of the file.'),
    column(
      'signed',
      'boolean',
      'True when the image carries a signature; whether it is valid is not checked.',
    ),
    column('encrypted', 'boolean', 'True when the root file system is encrypted.'),
    bootstrap,
    from,
    labels,
    column('manifestDigest', 'text', 'sha256 of the OCI manifest inside an OCI-SIF.', HEX),
    column('configDigest', 'text', 'sha256 of the OCI configuration inside an OCI-SIF.', HEX),
    column('descriptors', 'number', 'Places for data objects in the header, used and free.'),
    column('objects', 'number', 'Data objects in the image: definition, labels, partitions, signatures.', {
      of: (row) => objectsOf(row).length,
    }),
    column(
      'partitions',
      'list',
      'File systems in the image as type/use/architecture; an overlay can be written to.',
      {
        of: (row) =>
          objectsOf(row)
            .filter(({ type }) => type === 'partition')
            .map(({ fileSystem, use, architecture: machine }) => `${fileSystem}/${use}/${machine}`),
        holds: all(
          /^(?:squashfs|ext3|archive|raw|encrypted-squashfs|gocryptfs-squashfs|unknown)\/(?:system|primary|data|overlay|unknown)\/\w+$/,
        ),
      },
    ),
    column(
      'signatures',
      'list',
      'Signatures as pgp and the fingerprint of the key, or dsse for those by X.509 or a bare key; not checked.',
      {
        of: (row) =>
          objectsOf(row)
            .filter(({ type }) => type === 'signature')
            .map(({ format, fingerprint }) => [format || 'unknown', fingerprint].filter(Boolean).join(' ')),
        holds: all(/^(?:pgp [0-9a-f]{40}|dsse|unknown)$/),
      },
    ),
  ],
  rows: row,
};
