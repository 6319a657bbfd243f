import { textOf } from '../../frames/text.ts';
import type { NativeForm, NativeInput } from '../facet.ts';
import { baseName, readImageFile } from './file.ts';
import { imagesReading } from './nativeReading.ts';
import { isSif } from './sifHeader.ts';
import { LIST_HEADING, parseSiftool } from './siftoolText.ts';
import { wholeSource } from './source.ts';

const LAUNCH = Buffer.from('run-singularity\n', 'latin1');

function isOldImage(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 128).indexOf(LAUNCH);
  const at = start === -1 ? 0 : start + LAUNCH.length;
  return (
    bytes.toString('latin1', at, at + 4) === 'hsqs' ||
    bytes.toString('latin1', at + 1080, at + 1082) === 'S\xef'
  );
}

/** Each file of the input as an image; what is no image at all is passed over when there are several. */
function parseFiles(format: string, input: NativeInput) {
  const files = input.files.filter(
    ({ path, bytes }) =>
      input.files.length === 1 ||
      isSif(wholeSource(bytes)) ||
      isOldImage(bytes) ||
      /\.(sif|simg)$/i.test(path),
  );
  const images = files.map(({ path, bytes, whole }) => ({
    path,
    found: readImageFile(whole ?? wholeSource(bytes), baseName(path)),
    // The file system inside may be gigabytes, and says nothing here.
    parts: [
      { name: 'name', bytes: Buffer.from(baseName(path)) },
      { name: 'file', bytes: bytes.subarray(0, 65536) },
    ],
  }));
  return imagesReading(input, format, 'folder', images.length > 0 ? images : null);
}

export const sifForm: NativeForm = {
  format: 'sif',
  sentence: 'SIF image files.',
  recognise: (input) => input.files.some(({ bytes }) => isSif(wholeSource(bytes))),
  parse: (input) => parseFiles('sif', input),
};

export const oldImageForm: NativeForm = {
  format: 'image-file',
  sentence: 'Image files of Singularity 2: squashfs or ext3.',
  recognise: (input) => input.files.some(({ bytes }) => isOldImage(bytes)),
  parse: (input) => parseFiles('image-file', input),
};

export const siftoolForm: NativeForm = {
  format: 'siftool',
  sentence:
    'What `siftool header`, `siftool list` and `siftool info` (or `apptainer sif`, `singularity sif`) print of one image, in versions 1 and 2.',
  recognise: (input) =>
    input.files.some(({ bytes }) => {
      const text = bytes.toString('latin1', 0, 4000);
      return (
        LIST_HEADING.test(text) || /^(?:Descriptors Free:|Dtotal: | {2}Data ?[Tt]ype: +[^'" ])/m.test(text)
      );
    }),
  parse: (input) => {
    const text = input.files.map(({ bytes }) => textOf(bytes)).join('\n');
    // A listing's own name says nothing of the image.
    const facts = parseSiftool(text, /\.(?:sif|simg|img)$/i.test(input.name) ? input.name : '');
    const parts = input.files.map(({ path, bytes }) => ({ name: path, bytes }));
    return imagesReading(input, 'siftool', 'folder', facts && [{ path: input.name, found: facts, parts }]);
  },
};
