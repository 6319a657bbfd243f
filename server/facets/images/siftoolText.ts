import { machineOf } from './architecture.ts';
import { NOTHING_KNOWN } from './nothingKnown.ts';
import type { ImageFile, ImageObject } from './schema.ts';
import { isEncrypted } from './sifCodes.ts';
import { FILE_SYSTEMS, hashWord, OLD_DESCRIBED, OLD_FIELDS, TYPES, USES } from './siftoolWords.ts';
import { timeText } from './values.ts';

const FIELD = /^ *([A-Z][A-Za-z #]{1,24}):[ \t]*(.*)$/;
const LISTED =
  /^(\d{1,10}) +\|(NONE|\d{1,10}) +\|(NONE|\d{1,10})( +\(G\))? +\|(\d{1,19})-(\d{1,19}) +\|([^(]*?)(?: \(([^)]*)\))?$/;
/** What siftool 1 prints of a fixed field as it is: NULs, which our text shows as escapes, at its end. */
const PADDING = /(?:\\x00|\0)+$/;

export const LIST_HEADING = /^ID +\|GROUP +\|LINK +\|SIF POSITION/m;

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
  let seen = LIST_HEADING.test(text);
  for (const raw of text.split('\n')) {
    if (raw.length > 1000) continue;
    const line = raw.trimEnd();
    const row = LISTED.exec(line);
    if (row) {
      const object = listedObject(row);
      objects.set(object.id, object);
      continue;
    }
    const field = FIELD.exec(line);
    if (!field) continue;
    const [word = '', padded = ''] = field.slice(1);
    const value = padded.replace(PADDING, '').trim();
    // Objects are indented; a header behind them, of several outputs in one file, is not.
    const key = (line.startsWith(' ') ? OLD_DESCRIBED[word] : OLD_FIELDS[word]) ?? word;
    if (!line.startsWith(' ')) described = null;
    if (key === 'Data Type') described = { ...NO_OBJECT, type: TYPES[value] ?? 'unknown' };
    if (described) {
      const object: ImageObject = { ...described, ...DESCRIBED[key]?.(value) };
      described = object;
      if (object.id > 0) objects.set(object.id, object);
    } else headerField(image, key, value);
    seen ||= key === 'Data Type' || key === 'Descriptors Total';
  }
  return seen ? summed(image, [...objects.values()]) : null;
}

const GROUP_MARK = 0xf0000000;

/** Siftool 1 prints a link to a group as the number that is stored, mark and all. */
function linkOf(word: string, ofGroup: boolean): Pick<ImageObject, 'link' | 'linksGroup'> {
  const number = Number.parseInt(word, 10) || 0;
  return number >= GROUP_MARK
    ? { link: number - GROUP_MARK, linksGroup: true }
    : { link: number, linksGroup: ofGroup };
}

function listedObject(row: RegExpExecArray): ImageObject {
  const [, id, group, link = '', ofGroup, start, end, type = '', extra = ''] = row;
  const object: ImageObject = {
    ...NO_OBJECT,
    id: Number(id),
    group: group === 'NONE' ? 0 : Number(group),
    ...linkOf(link, ofGroup !== undefined),
    type: TYPES[type.trim()] ?? 'unknown',
    offset: Number(start),
    size: Number(end) - Number(start),
  };
  const [first = '', second = '', third = ''] = extra.split('/');
  if (object.type === 'signature') return { ...object, hash: hashWord(extra) };
  if (object.type === 'sbom') return { ...object, format: extra };
  if (object.type === 'message') return { ...object, format: first.toLowerCase() };
  if (object.type !== 'partition') return object;
  return {
    ...object,
    fileSystem: FILE_SYSTEMS[first] ?? 'unknown',
    use: USES[second] ?? 'unknown',
    architecture: machineOf(third),
  };
}

const DESCRIBED: Record<string, (value: string) => Partial<ImageObject>> = {
  ID: (value) => ({ id: Number(value) || 0 }),
  'Group ID': (value) => ({ group: Number(value) || 0 }),
  'Linked ID': (value) => linkOf(value, value.endsWith('(G)')),
  Offset: (value) => ({ offset: Number(value) || 0 }),
  Size: (value) => ({ size: Number(value) || 0 }),
  Name: (value) => ({ name: value }),
  'Filesystem Type': (value) => ({ fileSystem: FILE_SYSTEMS[value] ?? 'unknown' }),
  'Partition Type': (value) => ({ use: USES[value] ?? 'unknown' }),
  Architecture: (value) => ({ architecture: machineOf(value) }),
  // Without a key of PGP behind it, a signature is a DSSE envelope.
  'Hash Type': (value) => ({ hash: hashWord(value), format: 'dsse' }),
  Entity: (value) =>
    /^(?:00)*$/.test(value) ? {} : { fingerprint: value.slice(0, 40).toLowerCase(), format: 'pgp' },
  'Format Type': (value) => ({ format: value.toLowerCase() }),
  Format: (value) => ({ format: value }),
  Digest: (value) => ({ digest: value }),
};

function headerField(image: ImageFile, key: string, value: string): void {
  if (key === 'Launch Script') image.launch = value;
  if (key === 'Version') image.formatVersion = value;
  if (key === 'Primary Architecture') image.architecture = machineOf(value) || 'unknown';
  if (key === 'ID' && /[1-9a-f]/.test(value)) image.uuid = value;
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
    encrypted: isEncrypted(primary?.fileSystem),
    objects,
  };
}
