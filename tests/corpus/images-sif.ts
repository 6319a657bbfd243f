import { GazetteerError } from '../../server/errors.ts';
import { ImageFile, type ImageObject } from '../../server/facets/images/schema.ts';
import { sifLines } from './images-sif-lines.ts';
import { type Captured, type Case, captured, capturedBytes, type Measure, parsed } from './measure.ts';

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

const facts = (path: string): ImageFile =>
  ImageFile.parse(parsed('images', path).roots[0]?.items[0]?.document);

function imageRows(path: string): string[] {
  const image = facts(path);
  const head = `${word(image.architecture)} of ${image.descriptors} ${image.launch} ${image.uuid}`;
  return [head, ...image.objects.map(listed)];
}

/** The lines of a golden listing, header or info that we also tell, in siftool's words. */
function goldenRows(text: string): string[] {
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
function textRows(path: string, golden: string): string[] {
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

/** `OneGroupSignedPGP` is a golden output over one-group-signed-pgp.sif, where that was captured. */
function imageOf(golden: string, images: Captured[]): string | undefined {
  const name = /\/([A-Z][A-Za-z]+)(?:\/out)?\.golden$/.exec(golden)?.[1] ?? '';
  const file = name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
  return images.find(({ path }) => path.endsWith(`sylabs__sif/test/images/${file}.sif`))?.path;
}

const isListing = (text: string): boolean =>
  /^(?:Version: |Launch Script: |-{70}| {2}Data Type: )/.test(text);

function goldenCases(one: Captured, images: Captured[]): Case[] {
  const text = capturedBytes(one.path).toString('utf8');
  const expected = goldenRows(text);
  const itself = { input: one.path, expected, found: textRows(one.path, text) };
  const image = imageOf(one.path, images);
  // An info is of one object, of which the golden file's name does not say the number.
  if (image === undefined || text.startsWith('  Data Type')) return [itself];
  return [itself, { input: `${one.path} of ${image}`, expected, found: textRows(image, text) }];
}

/** Captures of the same tests that are no description of an image. */
const NO_FORM: [RegExp, string][] = [
  [
    /err\.golden$|getNew|getAdd|getDel|getSetPrim/,
    'standard error or output of a command that printed nothing',
  ],
  [/TestAddCommands/, 'the help text of siftool, which is of no image'],
  [/Dump\/One|getDump\/One|input\.bin/, 'four bytes of a data object'],
];

function isRead(path: string): boolean {
  try {
    return parsed('images', path).outcome === 'present';
  } catch (error) {
    if (error instanceof GazetteerError) return false;
    throw error;
  }
}

function otherCase(one: Captured): Case {
  const bytes = capturedBytes(one.path);
  if (bytes.toString('latin1', 0, 4) === 'hsqs') {
    const created = new Date(bytes.readUInt32LE(8) * 1000).toISOString().slice(0, 19);
    const image = facts(one.path);
    const found = [`${image.format} ${image.formatVersion} ${image.created.slice(0, 19)}`];
    return { input: one.path, expected: [`squashfs 4.0 ${created}`], found };
  }
  const explained = NO_FORM.find(([pattern]) => pattern.test(one.path))?.[1] ?? 'nobody knows what this is';
  return { input: one.path, expected: [], found: isRead(one.path) ? ['read'] : [], explained };
}

const sif = captured.bind(null, 'sif');

export const sifMeasures: Measure[] = [
  {
    kind: 'sif',
    parser: 'images sif',
    truth: 'a reader of its own; the index says architecture, counts and launch line',
    cases: () =>
      sif()
        .filter(({ path }) => path.endsWith('.sif'))
        .map(({ path, truth }) => ({
          input: path,
          expected: sifLines(capturedBytes(path), truth),
          found: imageRows(path),
        })),
  },
  {
    kind: 'sif',
    parser: 'images siftool',
    truth: 'the golden output itself, and read from the image it is of',
    cases: () => {
      const images = sif();
      const golden = images.filter(({ path }) => path.endsWith('.golden'));
      return golden
        .filter(({ path }) => isListing(capturedBytes(path).toString('latin1')))
        .flatMap((one) => goldenCases(one, images));
    },
  },
  {
    kind: 'sif',
    parser: 'images (other files)',
    truth: 'what the file is',
    cases: () =>
      sif()
        .filter(({ path }) => !path.endsWith('.sif') && !isListing(capturedBytes(path).toString('latin1')))
        .map(otherCase),
  },
];
