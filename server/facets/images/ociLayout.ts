import type { Part } from '../../frames/evidence.ts';
import { textOf } from '../../frames/text.ts';
import type { Files } from './archiveFiles.ts';
import { blankStored } from './blankStored.ts';
import { packedSize, withConfig } from './ociImage.ts';
import { hexOf } from './ociSif.ts';
import type { StoredImage } from './schema.ts';
import { jsonList, jsonOf, jsonText, member } from './values.ts';

const IS_HASH = /^[0-9a-f]{64}$/;

export const jsonFile = (files: Files, path: string): unknown => {
  const bytes = files.get(path);
  return bytes === undefined ? undefined : jsonOf(textOf(bytes));
};
const blob = (files: Files, digest: string): unknown => jsonFile(files, `blobs/sha256/${hexOf(digest)}`);

/** An image with the files it was read from. */
export interface FromFiles {
  image: StoredImage;
  parts: Part[];
}

export function fromFiles(image: StoredImage, files: Files, names: string[]): FromFiles {
  const parts = names.flatMap((name) => {
    const bytes = files.get(name);
    return bytes === undefined ? [] : [{ name, bytes }];
  });
  return { image, parts };
}

/**
 * An OCI image layout (OCI image specification 1.1, image-layout.md), as `podman save --format oci-archive` and
 * Apptainer's blob cache have it. Two names of one image are two entries; the cache names by a hash.
 */
export function ociImages(files: Files): FromFiles[] | null {
  const index = jsonFile(files, 'index.json');
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
    const image = {
      ...blankStored(
        'oci',
        id,
        names.filter((name) => !IS_HASH.test(name)),
      ),
      manifestDigest: hexOf(digest),
    };
    const whole = withConfig(image, manifest, blob(files, config));
    const paths = ['index.json', ...[digest, config].map((one) => `blobs/sha256/${hexOf(one)}`)];
    return [fromFiles({ ...whole, size: packedSize(member(manifest, 'layers'), 'size') }, files, paths)];
  });
}
