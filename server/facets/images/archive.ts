import { createHash } from 'node:crypto';
import { textOf } from '../../frames/text.ts';
import type { NativeForm } from '../facet.ts';
import { archiveFiles, type Files } from './archiveFiles.ts';
import { blankStored } from './blankStored.ts';
import { imagesReading, type NativeImage } from './nativeReading.ts';
import { packedSize, withConfig } from './ociImage.ts';
import { hexOf } from './ociSif.ts';
import type { StoredImage } from './schema.ts';
import { jsonList, jsonOf, jsonText, jsonTexts, member } from './values.ts';

const json = (files: Files, path: string): unknown => {
  const bytes = files.get(path);
  return bytes === undefined ? undefined : jsonOf(textOf(bytes));
};
const blob = (files: Files, digest: string): unknown => json(files, `blobs/sha256/${hexOf(digest)}`);

function native(image: StoredImage, files: Files, names: string[]): NativeImage {
  const parts = names.flatMap((name) => {
    const bytes = files.get(name);
    return bytes === undefined ? [] : [{ name, bytes }];
  });
  return { path: image.id, found: image, parts };
}

/**
 * An OCI image layout (OCI image specification 1.1, image-layout.md), as `podman save --format oci-archive` and
 * Apptainer's blob cache have it. Two names of one image are two entries.
 */
function ociImages(files: Files): NativeImage[] | null {
  const index = json(files, 'index.json');
  if (!Array.isArray(member(index, 'manifests'))) return null;
  const named = new Map<string, string[]>();
  for (const entry of jsonList(member(index, 'manifests'))) {
    const name = jsonText(member(member(entry, 'annotations'), 'org.opencontainers.image.ref.name'));
    const digest = jsonText(member(entry, 'digest'));
    named.set(digest, [...(named.get(digest) ?? []), ...(name === '' ? [] : [name])]);
  }
  return [...named].flatMap(([digest, names]) => {
    const manifest = blob(files, digest);
    const config = jsonText(member(member(manifest, 'config'), 'digest'));
    const id = hexOf(config) || hexOf(digest);
    if (id === '') return [];
    const image = { ...blankStored('podman', id, names), manifestDigest: hexOf(digest) };
    const whole = withConfig(image, manifest, blob(files, config));
    const paths = ['index.json', ...[digest, config].map((one) => `blobs/sha256/${hexOf(one)}`)];
    return [native({ ...whole, size: packedSize(member(manifest, 'layers'), 'size') }, files, paths)];
  });
}

/** What `docker save` and `podman save` write: manifest.json lists configurations by file name. */
function dockerImages(files: Files): NativeImage[] | null {
  const list = json(files, 'manifest.json');
  if (!Array.isArray(list)) return null;
  return list.flatMap((entry) => {
    const path = jsonText(member(entry, 'Config'));
    const bytes = files.get(path);
    if (path === '') return [];
    const named = /([0-9a-f]{64})/.exec(path)?.[1] ?? '';
    const id = bytes ? createHash('sha256').update(bytes).digest('hex') : named;
    const image = { ...blankStored('docker', id, jsonTexts(member(entry, 'RepoTags'))), configDigest: id };
    return id === ''
      ? []
      : [native(withConfig(image, undefined, json(files, path)), files, ['manifest.json', path])];
  });
}

/** What docker before 1.10 wrote: `repositories` names the top layer of each tag. */
function firstDockerImages(files: Files): NativeImage[] | null {
  const repositories = json(files, 'repositories');
  if (typeof repositories !== 'object' || repositories === null) return null;
  const named = new Map<string, string[]>();
  for (const [name, tags] of Object.entries(repositories)) {
    if (typeof tags !== 'object' || tags === null) continue;
    for (const [tag, id] of Object.entries(tags))
      if (/^[0-9a-f]{64}$/.test(jsonText(id)))
        named.set(jsonText(id), [...(named.get(jsonText(id)) ?? []), `${name}:${tag}`]);
  }
  return [...named].map(([id, names]) => {
    const image = withConfig(blankStored('docker', id, names), undefined, json(files, `${id}/json`));
    return native(image, files, ['repositories', `${id}/json`]);
  });
}

export const archiveForm: NativeForm = {
  format: 'image-archive',
  sentence:
    'What `docker save` or `podman save` writes, or an OCI image layout: a tar file, also packed by gzip, or a folder.',
  recognise: (input) => {
    const files = archiveFiles(input);
    if (files.has('manifest.json')) return Array.isArray(json(files, 'manifest.json'));
    return files.has('repositories') || (files.has('index.json') && files.has('oci-layout'));
  },
  parse: (input) => {
    const files = archiveFiles(input);
    // docker 25 and later write both into one archive; manifest.json has the full names.
    const images = dockerImages(files) ?? ociImages(files) ?? firstDockerImages(files);
    return imagesReading(input, 'image-archive', 'archive', images);
  },
};
