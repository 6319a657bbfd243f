import { parseDefinition } from './definition.ts';
import { groupedLabelsOf, labelsOf } from './labels.ts';
import { objectText } from './objectText.ts';
import { type OciIdentity, ociIdentity } from './ociSif.ts';
import type { Definition, ImageObject, Label } from './schema.ts';
import { isEncrypted } from './sifCodes.ts';
import { sifObjects } from './sifDescriptors.ts';
import { sifHeader } from './sifHeader.ts';
import type { ByteSource } from './source.ts';
import { corrupt, type FileReading, truncated } from './unreadable.ts';
import { jsonOf, member } from './values.ts';

/** A SIF image from its header, descriptor table and small data objects. */
export function readSif(source: ByteSource, name: string): FileReading {
  const header = sifHeader(source);
  if (!header) return corrupt('the SIF header is not whole, or counts in it are negative');
  // Images of the time before Singularity 3.0 say 00 and are laid out the same.
  if (!['00', '01'].includes(header.version))
    return { reason: 'unsupported', message: `SIF version "${header.version}"` };
  const objects = sifObjects(source, header);
  if (typeof objects === 'string') {
    const end = header.descriptorsOffset + header.descriptorsLength;
    return source.size !== null && end > source.size ? truncated(objects) : corrupt(objects);
  }
  for (const object of objects) {
    const end = object.offset + object.size;
    if (source.size !== null && end > source.size) {
      return truncated(`object ${object.id} (${object.type}) ends at ${end}, the file at ${source.size}`);
    }
  }
  const primary = objects.find((object) => object.use === 'primary');
  const oci = objects.some((object) => object.type === 'oci-index')
    ? ociIdentity(source, objects)
    : NO_IDENTITY;
  const found = metadataOf(source, objects);
  return {
    kind: 'images.file',
    name,
    format: objects.some((object) => object.type === 'oci-index') ? 'oci-sif' : 'sif',
    formatVersion: header.version,
    architecture: architectureOf(header.architecture, primary, oci),
    uuid: header.uuid,
    created: header.created,
    modified: header.modified,
    launch: header.launch,
    size: source.size,
    signed: objects.some((object) => object.type === 'signature'),
    encrypted: isEncrypted(primary?.fileSystem),
    definition: found.definition,
    labels: found.labels.length > 0 ? found.labels : oci.labels,
    manifestDigest: oci.manifestDigest,
    configDigest: oci.configDigest,
    descriptors: header.descriptorsTotal,
    objects,
  };
}

const NO_IDENTITY: OciIdentity = { manifestDigest: '', configDigest: '', architecture: '', labels: [] };

/** The header's word, else that of the partition it speaks of; other partitions may have another. */
function architectureOf(inHeader: string, primary: ImageObject | undefined, oci: OciIdentity): string {
  if (inHeader !== 'unknown') return inHeader;
  return primary?.architecture || oci.architecture || 'unknown';
}

/** As much as the agent sends: a hostile table may name the same bytes again and again. */
const MOST_TEXT = 262_144;

/**
 * Definition and labels: in objects of their own, else in the JSON that Apptainer and SingularityCE
 * write beside them (`inspect-metadata.json`, `oci-config.json`).
 */
function metadataOf(
  source: ByteSource,
  objects: ImageObject[],
): { definition: Definition | null; labels: Label[] } {
  let definition: Definition | null = null;
  const labels: Record<'own' | 'inspect' | 'config', Label[]> = { own: [], inspect: [], config: [] };
  let left = MOST_TEXT;
  for (const object of objects) {
    if (object.type !== 'definition' && object.type !== 'labels' && object.type !== 'json') continue;
    const text = object.size <= left ? objectText(source, object) : null;
    if (text === null) continue;
    left -= object.size;
    if (object.type === 'definition') {
      definition ??= parseDefinition(text);
      continue;
    }
    const value = jsonOf(text);
    if (object.type === 'labels') {
      labels.own = groupedLabelsOf(value);
      continue;
    }
    const attributes = member(member(value, 'data'), 'attributes');
    if (labels.inspect.length === 0) labels.inspect = groupedLabelsOf(member(attributes, 'labels'));
    const configured = member(value, 'Labels') ?? member(member(value, 'config'), 'Labels');
    if (labels.config.length === 0) labels.config = labelsOf(configured);
  }
  const best = [labels.own, labels.inspect, labels.config].find((list) => list.length > 0);
  return { definition, labels: best ?? [] };
}
