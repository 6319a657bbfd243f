import { NOTHING_KNOWN } from './nothingKnown.ts';
import type { ImageFile, ImageObject } from './schema.ts';
import { timeText } from './values.ts';

const FIELD = /^ *([A-Z][A-Za-z ]{1,24}):[ \t]+(.*)$/;
const LISTED = /^(\d+) +\|(NONE|\d+) +\|(NONE|\d+)( +\(G\))? +\|(\d+)-(\d+) +\|([^(]*?)(?: \(([^)]*)\))?$/;

/** Names that siftool gives types, file systems and so on (sylabs/sif, pkg/sif/sif.go), as we give them. */
const TYPES: Record<string, ImageObject['type']> = {
  'Def.FILE': 'definition',
  'Env.Vars': 'environment',
  'JSON.Labels': 'labels',
  FS: 'partition',
  Signature: 'signature',
  'JSON.Generic': 'json',
  'Generic/Raw': 'generic',
  'Cryptographic Message': 'message',
  SBOM: 'sbom',
  'OCI.RootIndex': 'oci-index',
  'OCI.Blob': 'oci-blob',
};
const FILE_SYSTEMS: Record<string, string> = {
  Squashfs: 'squashfs',
  Ext3: 'ext3',
  Archive: 'archive',
  Raw: 'raw',
  'Encrypted squashfs': 'encrypted-squashfs',
};
const USES: Record<string, string> = {
  System: 'system',
  '*System': 'primary',
  Data: 'data',
  Overlay: 'overlay',
};
const hash = (text: string): string => text.toLowerCase().replace(/^sha-/, 'sha');

const NO_OBJECT: ImageObject = {
  id: 0,
  group: 0,
  link: 0,
  linksGroup: false,
  type: 'unknown',
  name: '',
  offset: 0,
  size: 0,
  fileSystem: '',
  use: '',
  architecture: '',
  hash: '',
  fingerprint: '',
  digest: '',
  format: '',
};

/** What siftool prints of one image: any of `header`, `list` and `info`; null for other text. */
export function parseSiftool(text: string, name: string): ImageFile | null {
  const image: ImageFile = { ...NOTHING_KNOWN, format: 'sif', name };
  const objects = new Map<number, ImageObject>();
  let described: ImageObject | null = null;
  let seen = /^ID +\|GROUP +\|LINK/m.test(text);
  for (const line of text.split('\n')) {
    const row = line.length < 500 ? LISTED.exec(line.trimEnd()) : null;
    if (row) {
      const object = listedObject(row);
      objects.set(object.id, object);
      continue;
    }
    const field = line.length < 1000 ? FIELD.exec(line.trimEnd()) : null;
    if (!field) continue;
    const [key = '', value = ''] = field.slice(1);
    if (key === 'Data Type') described = { ...NO_OBJECT, type: TYPES[value] ?? 'unknown' };
    if (described) {
      const object: ImageObject = describe(described, key, value);
      described = object;
      if (object.id > 0) objects.set(object.id, object);
    } else headerField(image, key, value);
    seen ||= key === 'Data Type' || key === 'Descriptors Total';
  }
  if (!seen) return null;
  return summed(image, [...objects.values()]);
}

function listedObject(row: RegExpExecArray): ImageObject {
  const [, id, group, link, ofGroup, start, end, type = '', extra = ''] = row;
  const number = (word: string | undefined) => (word === 'NONE' ? 0 : Number(word));
  const words = extra.split('/');
  const object: ImageObject = {
    ...NO_OBJECT,
    id: Number(id),
    group: number(group),
    link: number(link),
    linksGroup: ofGroup !== undefined,
    type: TYPES[type.trim()] ?? 'unknown',
    offset: Number(start),
    size: Number(end) - Number(start),
  };
  if (object.type === 'signature') return { ...object, hash: hash(extra) };
  if (object.type === 'sbom') return { ...object, format: extra };
  if (object.type === 'message') return { ...object, format: (words[0] ?? '').toLowerCase() };
  if (object.type !== 'partition') return object;
  const [fileSystem = '', use = '', architecture = ''] = words;
  return {
    ...object,
    fileSystem: FILE_SYSTEMS[fileSystem] ?? 'unknown',
    use: USES[use] ?? 'unknown',
    architecture,
  };
}

const DESCRIBED: Record<string, (value: string) => Partial<ImageObject>> = {
  ID: (value) => ({ id: Number(value) || 0 }),
  'Group ID': (value) => ({ group: Number(value) || 0 }),
  'Linked ID': (value) => ({ link: Number.parseInt(value, 10) || 0, linksGroup: value.endsWith('(G)') }),
  Offset: (value) => ({ offset: Number(value) || 0 }),
  Size: (value) => ({ size: Number(value) || 0 }),
  Name: (value) => ({ name: value }),
  'Filesystem Type': (value) => ({ fileSystem: FILE_SYSTEMS[value] ?? 'unknown' }),
  'Partition Type': (value) => ({ use: USES[value] ?? 'unknown' }),
  Architecture: (value) => ({ architecture: value }),
  'Hash Type': (value) => ({ hash: hash(value) }),
  Entity: (value) => ({ fingerprint: value.toLowerCase() }),
  'Format Type': (value) => ({ format: value.toLowerCase() }),
  Format: (value) => ({ format: value }),
  Digest: (value) => ({ digest: value }),
};

function describe(object: ImageObject, key: string, value: string): ImageObject {
  return { ...object, ...DESCRIBED[key]?.(value) };
}

function headerField(image: ImageFile, key: string, value: string): void {
  if (key === 'Launch Script') image.launch = value;
  if (key === 'Version') image.formatVersion = value;
  if (key === 'Primary Architecture') image.architecture = value;
  if (key === 'ID') image.uuid = value;
  if (key === 'Created At') image.created = timeText(value);
  if (key === 'Modified At') image.modified = timeText(value);
  if (key === 'Descriptors Total') image.descriptors = Number(value) || 0;
}

function summed(image: ImageFile, objects: ImageObject[]): ImageFile {
  const primary = objects.find((object) => object.use === 'primary');
  return {
    ...image,
    format: objects.some((object) => object.type === 'oci-index') ? 'oci-sif' : 'sif',
    architecture: image.architecture === 'unknown' ? primary?.architecture || 'unknown' : image.architecture,
    signed: objects.some((object) => object.type === 'signature'),
    encrypted: primary?.fileSystem === 'encrypted-squashfs',
    objects,
  };
}
