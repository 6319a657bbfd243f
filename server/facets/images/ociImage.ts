import { machineOf } from './architecture.ts';
import { labelsOf } from './labels.ts';
import { hexOf } from './ociSif.ts';
import type { Platform, StoredImage } from './schema.ts';
import { jsonList, jsonText, member, timeText } from './values.ts';

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

/** The members of an image index or manifest list; [] for a manifest. */
export function platformsOf(manifest: unknown): Platform[] {
  return jsonList(member(manifest, 'manifests')).map((entry) => {
    const platform = member(entry, 'platform');
    return {
      architecture: machineOf(jsonText(member(platform, 'architecture'))) || 'unknown',
      variant: jsonText(member(platform, 'variant')),
      os: jsonText(member(platform, 'os')),
      digest: hexOf(jsonText(member(entry, 'digest'))),
    };
  });
}
