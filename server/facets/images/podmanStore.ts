import { createHash } from 'node:crypto';
import type { Part } from '../../frames/evidence.ts';
import { textOf } from '../../frames/text.ts';
import { splitNames, withConfig } from './ociImage.ts';
import type { StoredImage } from './schema.ts';
import { jsonCount, jsonList, jsonOf, jsonText, jsonTexts, member, timeText } from './values.ts';

/** One image of a store with the files that say all of it, so that it can be read again alone. */
export interface StoreEntry {
  id: string;
  record: unknown;
  layers: unknown[];
  manifest: unknown;
  config: unknown;
}

/**
 * The images of a containers/storage folder (github.com/containers/storage, images.go and layers.go):
 * `<driver>-images/images.json` lists them, `<driver>-layers/layers.json` their layers.
 * Null when a list is no JSON: then nothing is known of the store.
 */
export function storeEntries(parts: Part[], files: Map<string, Part[]>): StoreEntry[] | null {
  // An item that is read again brings the records of its own.
  const all = [...parts, ...[...files.values()].flat()];
  const lists = all.filter((part) => part.name.endsWith('-images.json'));
  const layerLists = all.filter((part) => part.name.endsWith('-layers.json'));
  const layers = new Map<string, unknown>();
  for (const part of layerLists) {
    for (const layer of jsonList(jsonOf(textOf(part.bytes))))
      layers.set(jsonText(member(layer, 'id')), layer);
  }
  const entries: StoreEntry[] = [];
  for (const part of lists) {
    const records = jsonOf(textOf(part.bytes));
    if (!Array.isArray(records)) return null;
    for (const record of records) {
      const id = jsonText(member(record, 'id'));
      if (id === '') continue;
      const own = files.get(id) ?? [];
      const json = (name: string) => {
        const bytes = own.find((file) => file.name === name)?.bytes;
        return bytes ? jsonOf(textOf(bytes)) : undefined;
      };
      entries.push({
        id,
        record,
        layers: chainOf(layers, jsonText(member(record, 'layer'))),
        manifest: json('manifest'),
        config: json('config'),
      });
    }
  }
  const steps = (withLayer: boolean) =>
    new Set(
      entries
        .filter((entry) => hasLayer(entry) === withLayer)
        .flatMap((entry) => historyHashes(entry.config).slice(0, -1)),
    );
  const before = { withLayer: steps(true), without: steps(false) };
  return entries.filter(
    (entry) => !isIntermediate(entry, hasLayer(entry) ? before.withLayer : before.without),
  );
}

/** A layer and those below it, the top one first. */
function chainOf(layers: Map<string, unknown>, top: string): unknown[] {
  const chain: unknown[] = [];
  let layer = layers.get(top);
  while (layer !== undefined && chain.length < 500) {
    chain.push(layer);
    layer = layers.get(jsonText(member(layer, 'parent')));
  }
  return chain;
}

/** The facts of one image. */
export function storedByPodman({ id, record, layers, manifest, config }: StoreEntry): StoredImage {
  const names = splitNames(jsonTexts(member(record, 'names')));
  const sizes = member(record, 'big-data-sizes');
  const kept = Object.values(typeof sizes === 'object' && sizes !== null ? sizes : {});
  const used = layers.map((layer) => jsonCount(member(layer, 'diff-size')));
  const sum = [...kept.map((size) => jsonCount(size) ?? 0), ...used.map((size) => size ?? 0)];
  return withConfig(
    {
      kind: 'images.stored',
      engine: 'podman',
      id,
      ...names,
      // The store's own digest may be that of the list the image was chosen from.
      manifestDigest: digestHex(
        member(member(record, 'big-data-digests'), 'manifest') ?? member(record, 'digest'),
      ),
      configDigest: '',
      architecture: '',
      variant: '',
      os: '',
      // Without the record of a layer the size cannot be told.
      size:
        used.includes(null) || (layers.length === 0 && member(record, 'layer'))
          ? null
          : sum.reduce((a, b) => a + b, 0),
      created: timeText(jsonText(member(record, 'created'))),
      labels: [],
      platforms: [],
    },
    manifest,
    config,
  );
}

const digestHex = (value: unknown): string => jsonText(value).replace(/^sha256:/, '');

/** The running hash of an image's history, after each step. */
function historyHashes(config: unknown): string[] {
  let hash = '';
  return jsonList(member(config, 'history'))
    .slice(0, 1000)
    .map((step) => {
      hash = createHash('sha1')
        .update(`${hash}${JSON.stringify(step)}`)
        .digest('hex');
      return hash;
    });
}

const hasLayer = (entry: StoreEntry): boolean => jsonText(member(entry.record, 'layer')) !== '';

/**
 * A step on the way to another image, left by a build: `podman images` does not list it either. Of images that have
 * no layer yet only others without one count as made from it (github.com/containers/common, libimage/layer_tree.go).
 */
function isIntermediate(entry: StoreEntry, before: Set<string>): boolean {
  if (jsonTexts(member(entry.record, 'names')).length > 0) return false;
  const whole = historyHashes(entry.config).at(-1);
  return whole !== undefined && before.has(whole);
}
