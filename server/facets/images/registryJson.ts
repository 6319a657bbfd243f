import { machineOf } from './architecture.ts';
import { blankStored } from './blankStored.ts';
import { labelsOf } from './labels.ts';
import { packedSize, platformsOf, withConfig } from './ociImage.ts';
import { hexOf } from './ociSif.ts';
import type { StoredImage } from './schema.ts';
import { jsonList, jsonText, jsonTexts, member, timeText } from './values.ts';

const has = (value: unknown, ...names: string[]): boolean =>
  names.every((name) => member(value, name) !== undefined);

/**
 * One JSON object that describes an image in a registry: a manifest or list (`crane manifest`, `docker manifest
 * inspect`, `skopeo inspect --raw`), a configuration, or what `skopeo inspect` makes of both. `textId` stands in
 * for an id where the object has none. Empty for another object.
 */
export function described(value: unknown, textId: string): StoredImage[] {
  if (has(value, 'schemaVersion', 'manifests') && isLayout(value)) return layoutOf(value);
  const one = describedOne(value, textId);
  return one === null ? [] : [one];
}

function describedOne(value: unknown, textId: string): StoredImage | null {
  if (has(value, 'Name', 'Digest', 'Layers') && has(value, 'RepoTags')) return bySkopeo(value);
  if (has(value, 'Descriptor') && (has(value, 'Ref') || has(value, 'SchemaV2Manifest')))
    return verbose(value);
  if (has(value, 'schemaVersion', 'manifests')) return listOf(value, textId);
  if (has(value, 'schemaVersion', 'config')) return manifestOf(value);
  if (has(value, 'schemaVersion', 'fsLayers')) return firstSchema(value, textId);
  if (has(value, 'architecture', 'rootfs') && has(value, 'os')) {
    return withConfig(blankStored('registry', textId, []), undefined, value);
  }
  return null;
}

/** `skopeo inspect` (cmd/skopeo/inspect/output.go). RepoTags are all tags there are, not those of this image. */
function bySkopeo(value: unknown): StoredImage {
  const digest = jsonText(member(value, 'Digest'));
  const name = jsonText(member(value, 'Name'));
  const names = name === '' || digest === '' ? [] : [`${name}@${digest}`];
  return {
    ...blankStored('registry', hexOf(digest) || digest || name, names),
    manifestDigest: hexOf(digest),
    architecture: machineOf(jsonText(member(value, 'Architecture'))) || 'unknown',
    os: jsonText(member(value, 'Os')),
    created: timeText(jsonText(member(value, 'Created'))),
    labels: labelsOf(member(value, 'Labels')),
    size: packedSize(member(value, 'LayersData'), 'Size'),
  };
}

/** One member of what `docker manifest inspect --verbose` prints (docker/cli, cli/manifest/types). */
function verbose(value: unknown): StoredImage | null {
  const descriptor = member(value, 'Descriptor');
  const digest = hexOf(jsonText(member(descriptor, 'digest')));
  const manifest = member(value, 'SchemaV2Manifest') ?? member(value, 'OCIManifest');
  const reference = jsonText(member(value, 'Ref'));
  if (digest === '') return null;
  const platform = member(descriptor, 'platform');
  const config = hexOf(jsonText(member(member(manifest, 'config'), 'digest')));
  return {
    ...blankStored('registry', config || digest, reference === '' ? [] : [reference]),
    manifestDigest: digest,
    configDigest: config,
    architecture: machineOf(jsonText(member(platform, 'architecture'))) || 'unknown',
    variant: jsonText(member(platform, 'variant')),
    os: jsonText(member(platform, 'os')),
    size: packedSize(member(manifest, 'layers'), 'size'),
  };
}

function listOf(value: unknown, textId: string): StoredImage {
  return { ...blankStored('registry', textId, []), platforms: platformsOf(value) };
}

/** The index.json of an OCI layout lists images, not the platforms of one. */
function isLayout(value: unknown): boolean {
  const entries = jsonList(member(value, 'manifests'));
  return entries.length > 0 && entries.every((entry) => !has(entry, 'platform'));
}

function layoutOf(value: unknown): StoredImage[] {
  return jsonList(member(value, 'manifests')).flatMap((entry) => {
    const digest = hexOf(jsonText(member(entry, 'digest')));
    const name = jsonText(member(member(entry, 'annotations'), 'org.opencontainers.image.ref.name'));
    if (digest === '') return [];
    return [{ ...blankStored('registry', digest, name === '' ? [] : [name]), manifestDigest: digest }];
  });
}

function manifestOf(value: unknown): StoredImage | null {
  const config = hexOf(jsonText(member(member(value, 'config'), 'digest')));
  if (config === '') return null;
  const image = { ...blankStored('registry', config, []), configDigest: config };
  return { ...image, size: packedSize(member(value, 'layers'), 'size') };
}

/** Image manifest version 2, schema 1 (distribution, docs/spec/manifest-v2-1.md): the newest layer first. */
function firstSchema(value: unknown, textId: string): StoredImage {
  const [name, tag] = [jsonText(member(value, 'name')), jsonText(member(value, 'tag'))];
  const newest = jsonTexts(
    jsonList(member(value, 'history')).map((one) => member(one, 'v1Compatibility')),
  )[0];
  const image = blankStored('registry', textId, name === '' || tag === '' ? [] : [`${name}:${tag}`]);
  const config = { architecture: member(value, 'architecture'), os: 'linux' };
  return withConfig(image, undefined, { ...config, ...newestLayer(newest) });
}

function newestLayer(text: string | undefined): object {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
