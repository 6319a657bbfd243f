import { ImageFile, type ImageObject } from '../../server/facets/images/schema.ts';
import { type Case, parsed } from './measure.ts';

/** What siftool calls the things that we call otherwise. */
const TYPES: Record<string, string> = {
  definition: 'Def.FILE',
  environment: 'Env.Vars',
  labels: 'JSON.Labels',
  partition: 'FS',
  signature: 'Signature',
  json: 'JSON.Generic',
  generic: 'Generic/Raw',
  message: 'Cryptographic Message',
  sbom: 'SBOM',
  'oci-index': 'OCI.RootIndex',
  'oci-blob': 'OCI.Blob',
};
const WORDS: Record<string, string> = {
  squashfs: 'Squashfs',
  ext3: 'Ext3',
  raw: 'Raw',
  system: 'System',
  primary: '*System',
  data: 'Data',
  overlay: 'Overlay',
  i686: '386',
  x86_64: 'amd64',
  aarch64: 'arm64',
  openpgp: 'OpenPGP',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
};
const word = (text: string): string => WORDS[text] ?? text;

/** One object as `siftool list` prints it, without the spaces. */
function listed(one: ImageObject): string {
  const link = one.link === 0 ? 'NONE' : `${one.link}${one.linksGroup ? '(G)' : ''}`;
  const of: Record<string, string> = {
    partition: ` (${[one.fileSystem, one.use, one.architecture].map(word).join('/')})`,
    signature: ` (${word(one.hash)})`,
    message: ` (${word(one.format)})`,
    sbom: ` (${one.format})`,
  };
  const type = `${TYPES[one.type]}${of[one.type] ?? ''}`;
  return `${one.id}|${one.group || 'NONE'}|${link}|${one.offset}-${one.offset + one.size}|${type}`;
}

export const facts = (path: string): ImageFile =>
  ImageFile.parse(parsed('images', path).roots[0]?.items[0]?.document);

export function imageRows(path: string): string[] {
  const image = facts(path);
  const head = `${word(image.architecture)} of ${image.descriptors} ${image.launch} ${image.uuid}`;
  return [head, ...image.objects.map(listed)];
}

/** The lines of a golden listing, header or info that we also tell, in siftool's words. */
export function goldenRows(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  const told =
    /^(?:ID|Created At|Modified At|Version|Launch Script|Primary Architecture|Descriptors Total): /;
  const described = text.startsWith('  Data Type');
  return lines.flatMap((line) => {
    if (/^\d+ *\|/.test(line))
      return [
        line
          .replace(/ *\| */g, '|')
          .replace(/ +\(G\)/, '(G)')
          .replace('/Clear Signature', ''),
      ];
    if (described)
      return /^(?:Group ID|Created|Modified)/.test(line) || line === '' ? [] : [line.replace(/: +/, ': ')];
    return told.test(line) ? [line.replace(/: +/, ': ')] : [];
  });
}

const clock = (time: string): string => time.replace('T', ' ').replace('Z', ' +0000 UTC');

/** The same lines from what we read. */
export function foundInText(path: string, golden: string): string[] {
  const image = facts(path);
  if (/^ID +\|/m.test(golden)) return image.objects.map(listed);
  const [one] = image.objects;
  const rows: [string, string | number][] = golden.startsWith('  Data Type')
    ? [
        ['Data Type', TYPES[one?.type ?? ''] ?? ''],
        ['ID', one?.id ?? 0],
        ['Linked ID', one?.link ? `${one.link}${one.linksGroup ? ' (G)' : ''}` : 'NONE'],
        ['Offset', one?.offset ?? 0],
        ['Size', one?.size ?? 0],
        ['Name', one?.name ?? ''],
        ['Filesystem Type', word(one?.fileSystem ?? '')],
        ['Partition Type', word(one?.use ?? '')],
        ['Architecture', word(one?.architecture ?? '')],
        ['Hash Type', word(one?.hash ?? '')],
        ['Entity', (one?.fingerprint ?? '').toUpperCase()],
        ['Format', one?.type === 'sbom' ? one.format : ''],
        ['Digest', one?.digest ?? ''],
      ]
    : [
        ['Launch Script', image.launch],
        ['Version', image.formatVersion],
        ['Primary Architecture', image.architecture === 'unknown' ? '' : word(image.architecture)],
        ['ID', image.uuid],
        ['Created At', image.created && clock(image.created)],
        ['Modified At', image.modified && clock(image.modified)],
        ['Descriptors Total', image.descriptors],
      ];
  return rows.filter(([, value]) => value !== '').map(([name, value]) => `${name}: ${value}`);
}

/** A text of siftool against what we read from it. */
export function textRows(path: string, golden: string): Pick<Case, 'expected' | 'found'> {
  return { expected: goldenRows(golden), found: foundInText(path, golden) };
}
