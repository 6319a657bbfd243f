import { createHash } from 'node:crypto';
import type { NativeForm } from '../facet.ts';
import { archiveFiles, type Files } from './archiveFiles.ts';
import { blankStored } from './blankStored.ts';
import { imagesReading } from './nativeReading.ts';
import { withConfig } from './ociImage.ts';
import { type FromFiles, fromFiles, jsonFile, ociImages } from './ociLayout.ts';
import { jsonText, jsonTexts, member } from './values.ts';

/** What `docker save` and `podman save` write: manifest.json lists configurations by file name. */
function dockerImages(files: Files): FromFiles[] | null {
  const list = jsonFile(files, 'manifest.json');
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
      : [fromFiles(withConfig(image, undefined, jsonFile(files, path)), files, ['manifest.json', path])];
  });
}

/** What docker before 1.10 wrote: `repositories` names the top layer of each tag. */
function firstDockerImages(files: Files): FromFiles[] | null {
  const repositories = jsonFile(files, 'repositories');
  if (typeof repositories !== 'object' || repositories === null) return null;
  const named = new Map<string, string[]>();
  for (const [name, tags] of Object.entries(repositories)) {
    if (typeof tags !== 'object' || tags === null) continue;
    for (const [tag, id] of Object.entries(tags))
      if (/^[0-9a-f]{64}$/.test(jsonText(id)))
        named.set(jsonText(id), [...(named.get(jsonText(id)) ?? []), `${name}:${tag}`]);
  }
  return [...named].map(([id, names]) => {
    const image = withConfig(blankStored('docker', id, names), undefined, jsonFile(files, `${id}/json`));
    return fromFiles(image, files, ['repositories', `${id}/json`]);
  });
}

export const archiveForm: NativeForm = {
  format: 'image-archive',
  sentence:
    'What `docker save` or `podman save` writes, or an OCI image layout: a tar file, also packed by gzip, or a folder.',
  recognise: (input) => {
    const files = archiveFiles(input);
    if (files.has('manifest.json')) return Array.isArray(jsonFile(files, 'manifest.json'));
    return files.has('repositories') || (files.has('index.json') && files.has('oci-layout'));
  },
  parse: (input) => {
    const files = archiveFiles(input);
    // docker 25 and later write both into one archive; manifest.json has the full names.
    const images = dockerImages(files) ?? ociImages(files) ?? firstDockerImages(files);
    const found = images?.map(({ image, parts }) => ({ path: image.id, found: image, parts }));
    return imagesReading(input, 'image-archive', 'archive', found ?? null);
  },
};
