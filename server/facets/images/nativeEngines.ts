import { textOf } from '../../frames/text.ts';
import type { NativeForm, NativeInput } from '../facet.ts';
import { inspected, listedByDocker, listedByPodman, mergedById } from './engineJson.ts';
import { parseImageTable } from './imageTable.ts';
import { imagesReading } from './nativeReading.ts';
import type { StoredImage } from './schema.ts';
import { jsonOf, member } from './values.ts';

const text = (input: NativeInput): string => input.files.map(({ bytes }) => textOf(bytes)).join('\n');

/** A JSON list, one JSON object, or one JSON object a line. */
function records(input: NativeInput): unknown[] | null {
  // Anything but JSON is told by its first bytes, however long it is.
  if (!input.files.some(({ bytes }) => /^\s*[[{]/.test(bytes.toString('latin1', 0, 200)))) return null;
  const whole = text(input);
  const value = jsonOf(whole);
  if (Array.isArray(value)) return value;
  if (value !== undefined) return typeof value === 'object' && value !== null ? [value] : null;
  const lines = whole.split('\n').filter((line) => line.trim() !== '');
  const values = lines.map(jsonOf);
  return values.some((one) => typeof one === 'object' && one !== null) ? values : null;
}

const has = (value: unknown, ...names: string[]): boolean =>
  names.some((name) => member(value, name) !== undefined);
const isInspected = (value: unknown): boolean => has(value, 'Id') && has(value, 'RootFS', 'Config');
const isPodmans = (value: unknown): boolean =>
  has(value, 'NamesHistory', 'ManifestType', 'Annotations', 'Digest');

/** A form that is a list of records, of which each gives at most one image. */
function engineForm(
  format: string,
  sentence: string,
  fits: (record: unknown) => boolean,
  read: (record: unknown) => StoredImage | null,
): NativeForm {
  return {
    format,
    sentence,
    recognise: (input) => records(input)?.some(fits) ?? false,
    parse: (input) => {
      const list = records(input);
      if (!list) return imagesReading(input, format, 'store', null);
      const images = list.map(read);
      const reading = imagesReading(
        input,
        format,
        'store',
        natives(mergedById(images.filter((one) => one !== null)), input),
      );
      const bad = images.filter((one) => one === null).length;
      if (bad === 0) return reading;
      const message = `${bad} of ${list.length} records name no image`;
      const problem = { facet: 'images', where: input.name, part: format, line: 0, text: '', message };
      return { ...reading, problems: [...reading.problems, problem] };
    },
  };
}

function natives(images: StoredImage[], input: NativeInput) {
  const parts = input.files.map(({ path, bytes }) => ({ name: path, bytes }));
  return images.map((image) => ({ path: image.id, found: image, parts }));
}

export const engineForms: NativeForm[] = [
  engineForm(
    'image-inspect',
    'What `podman image inspect` or `docker image inspect` prints.',
    isInspected,
    (record) => inspected(record, isPodmans(record) ? 'podman' : 'docker'),
  ),
  engineForm(
    'podman-images',
    'What `podman images --format json` prints.',
    (record) => has(record, 'Id') && !isInspected(record),
    listedByPodman,
  ),
  engineForm(
    'docker-images',
    "What `docker image ls --format '{{json .}}'` prints: one object a line.",
    (record) => has(record, 'Repository') && has(record, 'ID'),
    listedByDocker,
  ),
  {
    format: 'image-table',
    sentence: 'The table that `podman images` or `docker images` prints.',
    recognise: (input) =>
      /^REPOSITORY +TAG +(?:[A-Z ]+)IMAGE ID|^REPOSITORY +TAG +IMAGE ID/m.test(text(input).slice(0, 2000)),
    parse: (input) => {
      const images = parseImageTable(text(input));
      return imagesReading(input, 'image-table', 'store', images && natives(mergedById(images), input));
    },
  },
];
