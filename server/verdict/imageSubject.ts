import { unameArchitecture } from '../facets/hardware/architecture.ts';
import type { ImageContents, ImageFacts, ImageFile } from '../facets/images/schema.ts';
import type { Source } from './facts.ts';
import type { ImageSubject, Inside } from './subject.ts';

/** What a document of the facet images says of an image, and what is known to be inside it. */
export function imageSubject(
  facts: ImageFacts,
  name: string,
  source: Source,
  contents: (Source & { facts: ImageContents }) | null,
  /** Of an image with an OCI configuration: what stands beside it. */
  settings: ImageSubject['settings'] = null,
): ImageSubject {
  const common = {
    kind: 'image' as const,
    name,
    ...source,
    labels: facts.labels,
    inside: contents && insideOf(contents),
    // Variables that an OCI configuration sets are in no file of the image.
    settings: hasConfiguration(facts) ? settings : contents && settingsOf(contents),
  };
  switch (facts.kind) {
    case 'images.file':
      return {
        ...common,
        form: facts.format,
        engine: '',
        architectures: architecturesOf([facts.architecture]),
        variant: '',
        encryption: encryptionOf(facts),
      };
    case 'images.sandbox':
      return {
        ...common,
        form: 'sandbox',
        engine: '',
        architectures: architecturesOf([facts.architecture]),
        variant: '',
        encryption: 'none',
      };
    case 'images.stored':
      return {
        ...common,
        form: 'stored',
        engine: facts.engine,
        architectures: architecturesOf(
          facts.platforms.length > 0 ? facts.platforms.map((one) => one.architecture) : [facts.architecture],
        ),
        variant: facts.variant,
        encryption: 'none',
      };
  }
}

function hasConfiguration(facts: ImageFacts): boolean {
  return facts.kind === 'images.stored' || (facts.kind === 'images.file' && facts.format === 'oci-sif');
}

/** Nothing where nothing is said: '' and unknown are the same here. */
function architecturesOf(names: string[]): string[] {
  return [...new Set(names.filter((one) => one !== '' && one !== 'unknown').map(unameArchitecture))];
}

/** By the file system of the primary partition; a listing tells only that it is encrypted. */
function encryptionOf({ format, encrypted, objects }: ImageFile): ImageSubject['encryption'] {
  const primary = objects.find((one) => one.use === 'primary')?.fileSystem;
  if (primary === 'encrypted-squashfs') return 'device-mapper';
  if (primary === 'gocryptfs-squashfs') return 'gocryptfs';
  if (encrypted || format === 'unknown') return null;
  return 'none';
}

function insideOf({ facts, document, confirmedAt }: Source & { facts: ImageContents }): Inside {
  return {
    packages: facts.packages,
    unread: facts.unread,
    libc: facts.libc ?? null,
    system: facts.system ?? null,
    document,
    confirmedAt,
  };
}

function settingsOf({
  facts,
  document,
  confirmedAt,
}: Source & { facts: ImageContents }): ImageSubject['settings'] {
  return facts.settings ? { variables: facts.settings, document, confirmedAt } : null;
}
