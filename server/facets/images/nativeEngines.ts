import { textOf } from '../../frames/text.ts';
import type { FacetReading, NativeForm, NativeInput } from '../facet.ts';
import { problemOf } from '../reading.ts';
import { isDockerTree, parseDockerTree } from './dockerTree.ts';
import { inspected, listedByDocker, listedByPodman, mergedById } from './engineJson.ts';
import { type EngineRecord, engineRecords } from './engineRecords.ts';
import { isImageTable, parseImageTable } from './imageTable.ts';
import { imagesReading } from './nativeReading.ts';
import type { StoredImage } from './schema.ts';
import { listedByBuildah, listedByCri } from './smallEngines.ts';
import { jsonList, member } from './values.ts';

const text = (input: NativeInput): string => input.files.map(({ bytes }) => textOf(bytes)).join('\n');

const has = (value: unknown, ...names: string[]): boolean =>
  names.some((name) => member(value, name) !== undefined);
/** A container's record has an Id and a Config as well, and a State. */
const isInspected = (value: unknown): boolean =>
  has(value, 'Id') && has(value, 'RootFS', 'Config') && !has(value, 'State');
const isPodmans = (value: unknown): boolean =>
  has(value, 'NamesHistory', 'ManifestType', 'Annotations', 'Digest');

type Bad = Pick<EngineRecord, 'line' | 'text'>;

/** The images of a listing, once each; every record that names none is a problem. */
function listing(input: NativeInput, format: string, images: StoredImage[], bad: Bad[]): FacetReading {
  const parts = input.files.map(({ path, bytes }) => ({ name: path, bytes }));
  const found = mergedById(images).map((image) => ({ path: image.id, found: image, parts }));
  const reading = imagesReading(input, format, 'store', found);
  const problems = bad
    .slice(0, 100)
    .map(({ line, text }) => problemOf('images', input.name, format, line, text, 'this names no image'));
  if (images.length > 0 || bad.length === 0)
    return { ...reading, problems: [...reading.problems, ...problems] };
  const failure = { outcome: 'failed', reason: 'unreadable', message: 'no record names an image' } as const;
  return { ...reading, ...failure, roots: reading.roots.map((root) => ({ ...root, ...failure })), problems };
}

/** A form that is a list of records, of which each gives at most one image. */
function recordForm(
  format: string,
  sentence: string,
  fits: (record: unknown) => boolean,
  read: (record: unknown) => StoredImage | null,
): NativeForm {
  return {
    format,
    sentence,
    recognise: (input) => engineRecords(input)?.some(({ value }) => fits(value)) ?? false,
    parse: (input) => {
      const records = engineRecords(input);
      if (!records) return imagesReading(input, format, 'store', null);
      const images = records.map(({ value }) => read(value));
      return listing(
        input,
        format,
        images.filter((one) => one !== null),
        records.filter((_, at) => images[at] === null),
      );
    },
  };
}

const podmanImages = recordForm(
  'podman-images',
  'What `podman images --format json` prints.',
  (record) =>
    has(record, 'Id') && has(record, 'RepoTags', 'RepoDigests', 'Names', 'Size') && !has(record, 'Config'),
  listedByPodman,
);

export const engineForms: NativeForm[] = [
  recordForm(
    'image-inspect',
    'What `podman image inspect` or `docker image inspect` prints.',
    isInspected,
    (record) => (isInspected(record) ? inspected(record, isPodmans(record) ? 'podman' : 'docker') : null),
  ),
  {
    ...podmanImages,
    // An empty list is how podman says that there is none.
    recognise: (input) => engineRecords(input)?.length === 0 || podmanImages.recognise(input),
  },
  recordForm(
    'docker-images',
    "What `docker image ls --format '{{json .}}'` prints: one object a line.",
    (record) => has(record, 'Repository') && has(record, 'ID'),
    listedByDocker,
  ),
  recordForm(
    'buildah-images',
    'What `buildah images --json` prints, and `podman images --format json` of podman 1.',
    (record) => has(record, 'id') && has(record, 'names') && has(record, 'digest'),
    listedByBuildah,
  ),
  {
    format: 'cri-images',
    sentence: 'What `crictl images --output json` prints.',
    recognise: (input) =>
      engineRecords(input)?.some(({ value }) => has(criImage(value), 'repoTags')) ?? false,
    parse: (input) => {
      const records = (engineRecords(input) ?? []).flatMap(({ value }) => jsonList(member(value, 'images')));
      const images = records.map(listedByCri).filter((one) => one !== null);
      const bad = Array.from({ length: records.length - images.length }, () => ({ line: 0, text: '' }));
      return listing(input, 'cri-images', images, bad);
    },
  },
  {
    format: 'image-table',
    sentence: 'The table that `podman images` or `docker images` prints.',
    recognise: (input) => isImageTable(text(input)) || isDockerTree(text(input)),
    parse: (input) => {
      const table = parseImageTable(text(input)) ?? { images: parseDockerTree(text(input)), bad: [] };
      return listing(input, 'image-table', table.images, table.bad);
    },
  },
];

const criImage = (value: unknown): unknown => jsonList(member(value, 'images'))[0];
