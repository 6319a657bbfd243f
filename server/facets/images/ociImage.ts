import { machineOf } from './architecture.ts';
import { labelsOf } from './labels.ts';
import { hexOf } from './ociSif.ts';
import type { Platform, StoredImage } from './schema.ts';
import { jsonCount, jsonList, jsonText, member, timeText } from './values.ts';

/** Names with a tag apart from names with a digest; both sorted, each once. */
export function splitNames(names: string[]): Pick<StoredImage, 'references' | 'repoDigests'> {
  const sorted = [...new Set(names)].sort();
  return {
    // "<none>:<none>" is docker's word for no name.
    references: sorted.filter((name) => !name.includes('@') && !name.includes('<none>')),
    repoDigests: sorted.filter((name) => name.includes('@') && !name.includes('<none>')),
  };
}

/** What an OCI manifest or index and an OCI configuration add to an image (OCI image specification 1.1). */
export function withConfig(image: StoredImage, manifest: unknown, config: unknown): StoredImage {
  const platforms = platformsOf(manifest);
  return {
    ...image,
    configDigest: hexOf(jsonText(member(member(manifest, 'config'), 'digest'))) || image.configDigest,
    architecture: machineOf(jsonText(member(config, 'architecture'))) || image.architecture || 'unknown',
    variant: jsonText(member(config, 'variant')) || image.variant,
    os: jsonText(member(config, 'os')) || image.os,
    created: timeText(jsonText(member(config, 'created'))) || image.created,
    labels: image.labels.length > 0 ? image.labels : labelsOf(member(member(config, 'config'), 'Labels')),
    platforms,
  };
}

/** The members of an image index or manifest list; [] for a manifest. What BuildKit attests of them is none. */
export function platformsOf(manifest: unknown): Platform[] {
  const entries = jsonList(member(manifest, 'manifests')).filter(
    (entry) => member(member(entry, 'annotations'), 'vnd.docker.reference.type') === undefined,
  );
  return entries.map((entry) => {
    const platform = member(entry, 'platform');
    return {
      architecture: machineOf(jsonText(member(platform, 'architecture'))) || 'unknown',
      variant: jsonText(member(platform, 'variant')),
      os: jsonText(member(platform, 'os')),
      digest: hexOf(jsonText(member(entry, 'digest'))),
    };
  });
}

/** Bytes of all layers as they are in a registry or an archive; null when one is not told. */
export function packedSize(layers: unknown, name: string): number | null {
  const sizes = jsonList(layers).map((layer) => jsonCount(member(layer, name)));
  return sizes.length === 0 || sizes.includes(null)
    ? null
    : sizes.reduce((sum: number, size) => sum + (size ?? 0), 0);
}
