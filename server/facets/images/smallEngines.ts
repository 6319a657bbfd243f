import { blankStored } from './blankStored.ts';
import { imageId } from './engineJson.ts';
import { hexOf } from './ociSif.ts';
import type { StoredImage } from './schema.ts';
import { jsonCount, jsonText, jsonTexts, member, timeText } from './values.ts';

/** One record of `buildah images --json` (cmd/buildah/images.go), or of podman 1: one store, the same words. */
export function listedByBuildah(record: unknown): StoredImage | null {
  const id = imageId(member(record, 'id'));
  if (id === '') return null;
  return {
    ...blankStored('podman', id, jsonTexts(member(record, 'names'))),
    manifestDigest: hexOf(jsonText(member(record, 'digest'))),
    configDigest: id,
    created: timeText(jsonText(member(record, 'createdatraw')) || jsonText(member(record, 'created'))),
    // buildah rounds it, and prints it as text.
    size: jsonCount(member(record, 'size')),
  };
}

/** One record of `crictl images --output json` (k8s.io/cri-api, Image): CRI-O keeps podman's store. */
export function listedByCri(record: unknown): StoredImage | null {
  const id = imageId(member(record, 'id'));
  if (id === '') return null;
  const size = Number(member(record, 'size') ?? Number.NaN);
  const names = [...jsonTexts(member(record, 'repoTags')), ...jsonTexts(member(record, 'repoDigests'))];
  return {
    ...blankStored('podman', id, names),
    configDigest: id,
    size: Number.isSafeInteger(size) && size >= 0 ? size : null,
  };
}
