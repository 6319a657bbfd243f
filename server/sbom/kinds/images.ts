import { ImageContents, ImageFile, Sandbox, StoredImage } from '../../facets/images/schema.ts';
import {
  type Aggregate,
  type Assembly,
  type Beside,
  type Component,
  hashes,
  type Property,
  properties,
  versioned,
} from '../component.ts';
import { condaPurl, ociPurl, partsOf, pypiPurl, systemPurl } from '../purl.ts';

type Labelled = ImageFile | Sandbox | StoredImage;

/** An image that is a file, a folder or in a store, with what is known to be inside. */
export function image(facts: unknown, beside: Beside): Assembly | null {
  for (const schema of [ImageFile, Sandbox, StoredImage]) {
    const found = schema.safeParse(facts);
    if (found.success) return imageOf(found.data, beside);
  }
  return null;
}

function imageOf(facts: Labelled, beside: Beside): Assembly {
  const inside = ImageContents.safeParse(beside.inside);
  const [only = '', ...others] = beside.fileDigests;
  const subject: Component = {
    type: 'container',
    ...named(facts, beside.name),
    // Places whose files differ have no hash in common.
    ...(facts.kind === 'images.file' && others.length === 0 ? hashes({ sha256: only }) : {}),
    ...ancestor(facts),
    properties: [...told(facts, inside.success), ...labels(facts)],
  };
  if (!inside.success) return { subject, parts: [], aggregate: 'unknown' };
  return { subject, ...contents(inside.data) };
}

/** What is inside an image, by itself. */
export function imageContents(facts: unknown, { name }: Beside): Assembly | null {
  const found = ImageContents.safeParse(facts);
  if (!found.success) return null;
  return { subject: { type: 'container', name }, ...contents(found.data) };
}

/** A stored image is called by its first name, and by the digest of its manifest where that is known. */
function named(facts: Labelled, name: string): Pick<Component, 'name' | 'version' | 'purl'> {
  if (facts.kind !== 'images.stored') return { name };
  const reference = facts.references[0] ?? facts.repoDigests[0] ?? '';
  if (reference === '') return { name };
  const { repository, tag } = partsOf(reference);
  return { name: repository, ...versioned(tag), ...ociPurl(reference, facts.manifestDigest) };
}

/** What an image was converted from: a recipe only began with its `From`. */
function ancestor(facts: Labelled): Pick<Component, 'pedigree'> {
  if (facts.kind === 'images.stored' || !facts.definition || facts.definition.from === '') return {};
  const { from, bootstrap, recipe } = facts.definition;
  const { repository, tag } = partsOf(from);
  const said = properties({ bootstrap, converted: !recipe });
  return { pedigree: { ancestors: [{ type: 'container', name: repository, ...versioned(tag), ...said }] } };
}

function told(facts: Labelled, isRead: boolean): Property[] {
  const format = { 'images.file': 'format', 'images.sandbox': 'marker', 'images.stored': 'engine' } as const;
  const values = new Map(Object.entries(facts));
  return (
    properties({
      form: String(values.get(format[facts.kind]) ?? ''),
      architecture: facts.architecture,
      'oci-manifest': facts.kind === 'images.sandbox' ? '' : facts.manifestDigest,
      'oci-config': facts.configDigest,
      contents: isRead ? 'read' : 'not known',
    }).properties ?? []
  );
}

const labels = (facts: Labelled): Property[] =>
  facts.labels.map(({ name, value }) => ({ name: `gazetteer:label:${name}`, value }));

function contents({ packages, unread, libc = [], system }: ImageContents): Omit<Assembly, 'subject'> {
  const parts = packages.map((one): Component => {
    const { manager, name, version, build, place } = one;
    const purl =
      manager === 'conda'
        ? condaPurl({ name, version, build, channel: '', subdir: '' })
        : manager === 'python'
          ? pypiPurl(one)
          : systemPurl({ ...one, architecture: '' }, system ?? null);
    return {
      type: 'library',
      name,
      ...versioned(version),
      ...purl,
      ...properties({ manager, build, place }),
    };
  });
  const base: Component[] = system
    ? [{ type: 'operating-system', name: system.id || 'unnamed', ...versioned(system.versionId) }]
    : [];
  const libraries = libc.map(
    ({ name, version }): Component => ({
      type: 'library',
      name,
      ...versioned(version),
      ...properties({ manager: 'file' }),
    }),
  );
  return { parts: [...base, ...libraries, ...parts], aggregate: aggregateOf(unread) };
}

/** What no package manager put there is not told, so that nobody can say that the list is whole. */
const aggregateOf = (unread: string[]): Aggregate => (unread.length > 0 ? 'incomplete' : 'unknown');
