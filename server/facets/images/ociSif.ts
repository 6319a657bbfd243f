import { machineOf } from './architecture.ts';
import { labelsOf } from './labels.ts';
import { objectText } from './objectText.ts';
import type { ImageFile, ImageObject, Label } from './schema.ts';
import type { ByteSource } from './source.ts';
import { jsonList, jsonOf, jsonText, member } from './values.ts';

export interface OciIdentity {
  manifestDigest: string;
  configDigest: string;
  architecture: string;
  labels: Label[];
}

/**
 * An OCI-SIF holds an OCI image: a root index, and manifest, configuration and layers as blobs
 * (SingularityCE 4). It has no primary partition; index and configuration tell what it is.
 */
export function ociIdentity(source: ByteSource, objects: ImageObject[]): OciIdentity {
  const json = (object: ImageObject | undefined) => {
    const text = object ? objectText(source, object) : null;
    return text === null ? undefined : jsonOf(text);
  };
  const blob = (digest: string) =>
    digest === '' ? undefined : objects.find((one) => one.type === 'oci-blob' && one.digest === digest);
  const index = json(objects.find((object) => object.type === 'oci-index'));
  const entries = jsonList(member(index, 'manifests'));
  // Several images in one file have no one identity.
  const entry = entries.length === 1 ? entries[0] : undefined;
  const manifestDigest = jsonText(member(entry, 'digest'));
  const configDigest = jsonText(member(member(json(blob(manifestDigest)), 'config'), 'digest'));
  const config = json(blob(configDigest));
  const architecture = machineOf(
    jsonText(member(config, 'architecture')) || jsonText(member(member(entry, 'platform'), 'architecture')),
  );
  return {
    manifestDigest: hexOf(manifestDigest),
    configDigest: hexOf(configDigest),
    architecture,
    labels: labelsOf(member(member(config, 'config'), 'Labels')),
  };
}

/** What the configuration of an OCI-SIF sets; undefined where it was not read. */
export function ociConfiguration(source: ByteSource, { objects, configDigest }: ImageFile): unknown {
  const object = objects.find((one) => one.type === 'oci-blob' && one.digest === `sha256:${configDigest}`);
  const text = object ? objectText(source, object) : null;
  return text === null ? undefined : member(jsonOf(text), 'config');
}

/** `sha256:<hex>` without its prefix; '' for anything else. */
export function hexOf(digest: string): string {
  return /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1] ?? '';
}
