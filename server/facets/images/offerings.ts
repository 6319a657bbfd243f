import { nameImageFile, nameImageReference, type ToolName } from '../../names/index.ts';
import { mulledContents } from '../../names/mulled-contents.ts';
import type { Facts, OfferingDraft, Provider } from '../facet.ts';
import { contentsOfferings } from './contents.ts';
import { baseName } from './file.ts';
import { labelOf } from './labels.ts';
import { type Definition, ImageFile, type Label, Sandbox, StoredImage } from './schema.ts';

/** What an image offers: the tool it is named after, once per name. */
export function imageOfferings(facts: Facts): OfferingDraft[] {
  const stored = StoredImage.safeParse(facts);
  if (stored.success) return storedOfferings(stored.data);
  const file = ImageFile.safeParse(facts);
  if (file.success) return drafts(fileName(file.data), 'apptainer', digestOf(file.data), '');
  if (facts.kind === 'images.contents') return contentsOfferings(facts);
  const sandbox = Sandbox.safeParse(facts);
  if (!sandbox.success) return [];
  const { configDigest } = sandbox.data;
  // A folder that can be written to may have become another image since.
  const digest = configDigest === '' || sandbox.data.writable ? '' : `oci-config:${configDigest}`;
  return drafts(fileName(sandbox.data), 'apptainer', digest, '');
}

function drafts(name: ToolName | null, provider: Provider, digest: string, locator: string): OfferingDraft[] {
  if (!name) return [];
  // An image of several packages offers itself and, where its hash tells them, each of them.
  return [name, ...mulledContents(name)].map(({ tool, label, version, variant, build }) => {
    return { tool, label, version, variant, build, provider, digest, locator };
  });
}

/**
 * The configuration digest is known to podman and to docker's classic store for every image, pulled or built,
 * and is of one architecture; a manifest digest is neither.
 */
function digestOf(facts: { configDigest: string; manifestDigest: string }): string {
  if (facts.configDigest !== '') return `oci-config:${facts.configDigest}`;
  return facts.manifestDigest === '' ? '' : `oci-manifest:${facts.manifestDigest}`;
}

function storedOfferings(image: StoredImage): OfferingDraft[] {
  const { engine } = image;
  if (engine === 'registry') return [];
  // A layout is run by Apptainer, or by podman: `oci:` and its place, and the name in it.
  const provider = engine === 'oci' ? 'apptainer' : engine;
  const digest = digestOf(image);
  // Where no tag is left, the name it was pulled by still says what it is.
  const names = image.references.length > 0 ? image.references : image.repoDigests;
  const found = names.flatMap((name) =>
    drafts(nameImageReference(name), provider, digest, engine === 'oci' ? `oci:${name}` : name),
  );
  if (found.length > 0) return found;
  return drafts(
    labelName(image.labels),
    provider,
    digest,
    engine === 'oci' ? 'oci:' : (image.references[0] ?? image.id),
  );
}

/**
 * Names that name no tool: those of caches, a hash alone or as `sha256.<hex>` (apptainer, internal/pkg/cache), that of
 * a blob's address as Nextflow flattens it, and that of a listing, which has none.
 */
const NO_NAME =
  /^(?:(?:sha256|sha512|md5)[.:_-])?[0-9a-f]{32,128}(?:\.(?:sif|simg|img))?$|-blobs-sha256-[0-9a-f]{2}-[0-9a-f]{8,128}-data\.(?:sif|img)$|^$/;

/**
 * What an image file or folder is: the reference it was converted from, else its own name, else its labels.
 * The `From` of a recipe is a base, and labels may be the base's, so neither goes before the name.
 */
function fileName(facts: { name: string; definition: Definition | null; labels: Label[] }): ToolName | null {
  const converted = definitionName(facts.definition);
  const own = NO_NAME.test(facts.name) ? null : nameImageFile(facts.name);
  if (converted && (converted.version !== '' || own?.tool !== converted.tool)) return converted;
  return own ?? converted ?? labelName(facts.labels);
}

function definitionName(definition: Definition | null): ToolName | null {
  if (!definition || definition.recipe || definition.from === '') return null;
  const { bootstrap, from } = definition;
  if (bootstrap.toLowerCase() === 'localimage') return nameImageFile(baseName(from));
  if (!/^(docker|docker-daemon|library|oras|shub)$/i.test(bootstrap)) return null;
  return nameImageReference(from);
}

/** Labels of the OCI image specification; a title alone, without its version, names too little. */
function labelName(labels: Label[]): ToolName | null {
  const title = labelOf(labels, 'org.opencontainers.image.title');
  const version = labelOf(labels, 'org.opencontainers.image.version');
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(title) || !/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(version))
    return null;
  return nameImageReference(`${title.toLowerCase()}:${version}`);
}
