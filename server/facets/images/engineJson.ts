import { machineOf } from './architecture.ts';
import { labelsOf } from './labels.ts';
import { splitNames } from './ociImage.ts';
import { hexOf } from './ociSif.ts';
import type { StoredImage } from './schema.ts';
import { jsonCount, jsonText, jsonTexts, member, timeOf, timeText } from './values.ts';

/** 64 hex digits, with or without `sha256:`; '' for anything else. */
export function imageId(value: unknown): string {
  const text = jsonText(value);
  return /^(?:sha256:)?([0-9a-f]{64})$/.exec(text)?.[1] ?? '';
}

/**
 * One record of `podman image inspect` or `docker image inspect`. With docker's containerd store the id is
 * that of the manifest or index, and `Descriptor` says so; otherwise it is that of the configuration.
 */
export function inspected(record: unknown, engine: StoredImage['engine']): StoredImage | null {
  const id = imageId(member(record, 'Id'));
  if (id === '') return null;
  const descriptor = imageId(member(member(record, 'Descriptor'), 'digest'));
  const own = imageId(member(record, 'Digest'));
  const names = splitNames([
    ...jsonTexts(member(record, 'RepoTags')),
    ...jsonTexts(member(record, 'RepoDigests')),
  ]);
  return {
    kind: 'images.stored',
    engine,
    id,
    ...names,
    manifestDigest: own || descriptor || onlyDigest(names.repoDigests),
    configDigest:
      descriptor === id || names.repoDigests.some((name) => name.endsWith(`@sha256:${id}`)) ? '' : id,
    architecture: machineOf(jsonText(member(record, 'Architecture'))) || 'unknown',
    variant: jsonText(member(record, 'Variant')),
    os: jsonText(member(record, 'Os')),
    size: jsonCount(member(record, 'Size')),
    created: timeText(jsonText(member(record, 'Created'))),
    labels: labelsOf(member(member(record, 'Config'), 'Labels') ?? member(record, 'Labels')),
    platforms: [],
  };
}

/** The digest that all names agree on; '' when they do not. */
function onlyDigest(repoDigests: string[]): string {
  const digests = new Set(repoDigests.map((name) => hexOf(name.slice(name.lastIndexOf('@') + 1))));
  return digests.size === 1 ? ([...digests][0] ?? '') : '';
}

/**
 * One record of `podman images --format json`, or of what docker's socket answers to /images/json, which has no
 * digest of its own. podman repeats an image once per tag, each time with all of them;
 * RepoTags is null in podman 4 and the tags are in Names.
 */
export function listedByPodman(record: unknown): StoredImage | null {
  const image = inspected(record, member(record, 'Digest') === undefined ? 'docker' : 'podman');
  if (!image) return null;
  const created = member(record, 'Created');
  return {
    ...image,
    ...splitNames([
      ...jsonTexts(member(record, 'RepoTags')),
      ...jsonTexts(member(record, 'Names')),
      ...jsonTexts(member(record, 'RepoDigests')),
    ]),
    architecture: machineOf(jsonText(member(record, 'Arch'))) || image.architecture,
    os: jsonText(member(record, 'Os')),
    created:
      typeof created === 'number' && Number.isSafeInteger(created) ? timeOf(BigInt(created)) : image.created,
  };
}

/** One line of `docker image ls --format '{{json .}}'`: one row per tag, sizes rounded ("1.2GB"). */
export function listedByDocker(record: unknown): StoredImage | null {
  // Without --no-trunc the id is cut to 12 digits.
  const id = /^(?:sha256:)?([0-9a-f]{12,64})$/.exec(jsonText(member(record, 'ID')))?.[1];
  if (id === undefined) return null;
  const [repository, tag] = [jsonText(member(record, 'Repository')), jsonText(member(record, 'Tag'))];
  const digest = jsonText(member(record, 'Digest'));
  const names = splitNames([`${repository}:${tag || '<none>'}`, `${repository}@${digest || '<none>'}`]);
  // nerdctl, which prints as docker does, tells this as well.
  const [os = '', machine = '', variant = ''] = jsonText(member(record, 'Platform')).split('/');
  return {
    kind: 'images.stored',
    engine: 'docker',
    id,
    ...names,
    manifestDigest: hexOf(digest),
    configDigest: '',
    architecture: machineOf(machine) || 'unknown',
    variant,
    os,
    size: null,
    created: timeText(jsonText(member(record, 'CreatedAt'))),
    labels: [],
    platforms: [],
  };
}

/** Rows of one image as one image, with the names of all. */
export function mergedById(images: StoredImage[]): StoredImage[] {
  const byId = new Map<string, StoredImage[]>();
  for (const image of images) {
    const rows = byId.get(image.id);
    if (rows) rows.push(image);
    else byId.set(image.id, [image]);
  }
  return [...byId.values()].flatMap((rows) => {
    const first = rows[0];
    if (!first) return [];
    return { ...first, ...splitNames(rows.flatMap((row) => [...row.references, ...row.repoDigests])) };
  });
}
