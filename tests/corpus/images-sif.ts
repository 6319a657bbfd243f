import { GazetteerError } from '../../server/errors.ts';
import { sifLines } from './images-sif-lines.ts';
import { facts, foundInText, goldenRows, imageRows } from './images-sif-rows.ts';
import { type Captured, type Case, captured, capturedBytes, type Measure, parsed } from './measure.ts';

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
  const itself = { input: one.path, expected, found: foundInText(one.path, text) };
  const image = imageOf(one.path, images);
  // An info is of one object, of which the golden file's name does not say the number.
  if (image === undefined || text.startsWith('  Data Type')) return [itself];
  return [itself, { input: `${one.path} of ${image}`, expected, found: foundInText(image, text) }];
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
