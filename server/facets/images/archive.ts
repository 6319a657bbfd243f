import { createHash } from 'node:crypto';
import { textOf } from '../../frames/text.ts';
import type { NativeForm, NativeInput } from '../facet.ts';
import { imagesReading, type NativeImage } from './nativeReading.ts';
import { splitNames, withConfig } from './ociImage.ts';
import { hexOf } from './ociSif.ts';
import type { StoredImage } from './schema.ts';
import { isTar, tarFiles } from './tar.ts';
import { jsonCount, jsonList, jsonOf, jsonText, jsonTexts, member } from './values.ts';

type Files = Map<string, Buffer>;

/** The files of an image archive: of a folder, or in a tar file. */
function archiveFiles(input: NativeInput): Files {
  const [only] = input.files;
  const packed = input.files.length === 1 && only !== undefined && isTar(only.bytes);
  const files = packed ? tarFiles(only.bytes) : input.files;
  return new Map(files.map(({ path, bytes }) => [path.replace(/^\.\//, ''), bytes]));
}

const json = (files: Files, path: string): unknown => {
  const bytes = files.get(path);
  return bytes === undefined ? undefined : jsonOf(textOf(bytes));
};
const blob = (files: Files, digest: string): unknown => json(files, `blobs/sha256/${hexOf(digest)}`);

function blank(engine: StoredImage['engine'], id: string, names: string[]): StoredImage {
  return {
    kind: 'images.stored',
    engine,
    id,
    ...splitNames(names),
    manifestDigest: '',
    configDigest: '',
    architecture: 'unknown',
    variant: '',
    os: '',
    size: null,
    created: '',
    labels: [],
    platforms: [],
  };
}

function native(image: StoredImage, files: Files, names: string[]): NativeImage {
  const parts = names.flatMap((name) => {
    const bytes = files.get(name);
    return bytes === undefined ? [] : [{ name, bytes }];
  });
  return { path: image.id, found: image, parts };
}

/** An OCI image layout (OCI image specification 1.1, image-layout.md), as `podman save --format oci-archive` writes it. */
function ociImages(files: Files): NativeImage[] | null {
  const index = json(files, 'index.json');
  if (!Array.isArray(member(index, 'manifests'))) return null;
  return jsonList(member(index, 'manifests')).flatMap((entry) => {
    const digest = jsonText(member(entry, 'digest'));
    const manifest = blob(files, digest);
    const config = jsonText(member(member(manifest, 'config'), 'digest'));
    const name = jsonText(member(member(entry, 'annotations'), 'org.opencontainers.image.ref.name'));
    const image = blank('podman', hexOf(config) || hexOf(digest), name === '' ? [] : [name]);
    if (image.id === '') return [];
    const whole = withConfig({ ...image, manifestDigest: hexOf(digest) }, manifest, blob(files, config));
    const paths = ['index.json', ...[digest, config].map((one) => `blobs/sha256/${hexOf(one)}`)];
    return [native({ ...whole, size: packedSize(manifest) }, files, paths)];
  });
}

/** Bytes of all layers as they are in the archive. */
function packedSize(manifest: unknown): number | null {
  const sizes = jsonList(member(manifest, 'layers')).map((layer) => jsonCount(member(layer, 'size')));
  return sizes.length === 0 || sizes.includes(null)
    ? null
    : sizes.reduce((sum: number, size) => sum + (size ?? 0), 0);
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
    const image = { ...blank('docker', id, jsonTexts(member(entry, 'RepoTags'))), configDigest: id };
    return id === ''
      ? []
      : [native(withConfig(image, undefined, json(files, path)), files, ['manifest.json', path])];
  });
}

export const archiveForm: NativeForm = {
  format: 'image-archive',
  sentence: 'What `docker save` or `podman save` writes, or an OCI image layout: a tar file or a folder.',
  recognise: (input) => {
    const files = archiveFiles(input);
    return files.has('manifest.json') || (files.has('index.json') && files.has('oci-layout'));
  },
  parse: (input) => {
    const files = archiveFiles(input);
    // docker 25 and later write both into one archive; manifest.json has the full names.
    return imagesReading(input, 'image-archive', 'archive', dockerImages(files) ?? ociImages(files));
  },
};
