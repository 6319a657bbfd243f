import type { Column, DocumentKind, Facts } from '../facet.ts';
import { ImageFile, Label, Sandbox, StoredImage } from './schema.ts';

const column = (name: string, type: Column['type'], sentence: string, of?: Column['of']): Column => ({
  name,
  type,
  sentence,
  of: of ?? ((row) => row[name]),
});

/** The one row of a document: its facts, as columns see them. */
function row(facts: Facts): Record<string, unknown>[] {
  return [{ ...facts }];
}

const labels = column('labels', 'list', 'Labels of the image, as name=value.', (of) => {
  const list = Label.array().safeParse(of.labels);
  return list.success ? list.data.map(({ name, value }) => `${name}=${value}`) : [];
});

const inDefinition = (name: 'bootstrap' | 'from') => (of: Record<string, unknown>) => {
  const found = ImageFile.shape.definition.safeParse(of.definition);
  return found.success ? (found.data?.[name] ?? '') : '';
};

const architecture = column(
  'architecture',
  'text',
  'Architecture the image is for, as Go names it (amd64, arm64, ppc64le); unknown when nothing says it.',
);
const bootstrap = column(
  'bootstrap',
  'text',
  'Where the definition took its base from: docker, library, localimage.',
  inDefinition('bootstrap'),
);
const from = column(
  'from',
  'text',
  'The From line of the definition that the image was built from.',
  inDefinition('from'),
);
const name = column('name', 'text', 'Name of the file or folder, without the folders above it.');
const created = column(
  'created',
  'date',
  'When the image was made, as it says itself; empty when it does not.',
);

export const imageFileKind: DocumentKind = {
  kind: 'images.file',
  sentence: 'A container image that is one file: SIF, or a squashfs or ext3 image of Singularity 2.',
  schema: ImageFile,
  columns: [
    name,
    column('format', 'text', 'What the file is: sif, oci-sif, squashfs or ext3.'),
    column('formatVersion', 'text', 'Version of that format, as the file says it.'),
    architecture,
    column('uuid', 'text', 'Identity that the builder gave the image; empty when it gave none.'),
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
    column('manifestDigest', 'text', 'sha256 of the OCI manifest inside an OCI-SIF.'),
    column('configDigest', 'text', 'sha256 of the OCI configuration inside an OCI-SIF.'),
    column('descriptors', 'number', 'Places for data objects in the header, used and free.'),
    column(
      'objects',
      'number',
      'Data objects in the image: definition, labels, partitions, signatures.',
      (of) => (Array.isArray(of.objects) ? of.objects.length : 0),
    ),
  ],
  rows: row,
};

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
    ),
    architecture,
    column('writable', 'boolean', 'False on a file system that is read-only for all, such as CVMFS.'),
    bootstrap,
    from,
    labels,
  ],
  rows: row,
};

export const storedImageKind: DocumentKind = {
  kind: 'images.stored',
  sentence: 'An image in the store of podman or docker.',
  schema: StoredImage,
  columns: [
    column('engine', 'text', 'Whose store it is in: podman or docker.'),
    column('id', 'text', 'Id of the image in that store.'),
    column('references', 'list', 'Names with tags that it can be run by.'),
    column('repoDigests', 'list', 'Names with digests that it was pulled by.'),
    column('manifestDigest', 'text', 'sha256 of the OCI manifest; empty when the store does not tell one.'),
    column('configDigest', 'text', 'sha256 of the OCI configuration.'),
    architecture,
    column('variant', 'text', 'Variant of the architecture, such as v8.'),
    column('os', 'text', 'Operating system the image is for.'),
    column('size', 'bytes', 'Size of the unpacked layers with what describes them.'),
    created,
    labels,
    column('platforms', 'list', 'Of a manifest list: the platforms it has images for.', (of) => {
      const list = StoredImage.shape.platforms.safeParse(of.platforms);
      return list.success
        ? list.data.map((one) => [one.os, one.architecture, one.variant].filter(Boolean).join('/'))
        : [];
    }),
  ],
  rows: row,
};
