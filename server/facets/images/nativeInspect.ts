import { textOf } from '../../frames/text.ts';
import type { NativeForm, NativeInput } from '../facet.ts';
import { parseCacheList } from './cacheList.ts';
import { parseInspect } from './inspectText.ts';
import { imagesReading } from './nativeReading.ts';

/** Longer ones are no output of these programs. */
const LONGEST = 16 * 1024 * 1024;

const text = ({ files }: NativeInput): string => {
  const [only] = files;
  return files.length === 1 &&
    only &&
    only.bytes.length < LONGEST &&
    !only.bytes.subarray(0, 4096).includes(0)
    ? textOf(only.bytes)
    : '';
};

const partsOf = (input: NativeInput) => input.files.map(({ path, bytes }) => ({ name: path, bytes }));

export const inspectForm: NativeForm = {
  format: 'apptainer-inspect',
  sentence:
    'What `apptainer inspect` or `singularity inspect` prints of one image, as text or JSON: labels, definition or all.',
  recognise: (input) => parseInspect(text(input)) !== null,
  parse: (input) => {
    const found = parseInspect(text(input));
    const images = found && [{ path: input.name, found, parts: partsOf(input) }];
    return imagesReading(input, 'apptainer-inspect', 'folder', images);
  },
};

export const cacheListForm: NativeForm = {
  format: 'apptainer-cache',
  sentence: 'What `apptainer cache list` prints; names only with --verbose.',
  recognise: (input) => parseCacheList(text(input)) !== null,
  parse: (input) => {
    const list = parseCacheList(text(input));
    const found = list?.images.map(({ path, image }) => ({ path, found: image, parts: partsOf(input) }));
    const reading = imagesReading(input, 'apptainer-cache', 'folder', found ?? null);
    const unnamed = (list?.counted ?? 0) - (list?.images.length ?? 0);
    if (unnamed <= 0) return reading;
    const message = `${unnamed} images are counted and not named: list them with --verbose`;
    const problem = {
      facet: 'images',
      where: input.name,
      part: 'apptainer-cache',
      line: 0,
      text: '',
      message,
    };
    // Nothing may be taken from this for a list of all.
    const failed = { outcome: 'failed', reason: 'unreadable', message } as const;
    const roots = reading.roots.map((root) => ({ ...root, ...failed }));
    return { ...reading, ...failed, roots, problems: [...reading.problems, problem] };
  },
};
