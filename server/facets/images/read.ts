import type { EvidenceItem, EvidenceRoot, FacetEvidence, Part } from '../../frames/evidence.ts';
import { partOf } from '../../frames/evidence.ts';
import { textOf } from '../../frames/text.ts';
import type { FacetReading, ItemReading, Problem, RootReading } from '../facet.ts';
import { partText, problemOf, rootsReading } from '../reading.ts';
import { contentsOf } from './contents.ts';
import { digestsOf } from './digests.ts';
import { imageId, inspected } from './engineJson.ts';
import { baseName, readImageFile } from './file.ts';
import { jsonFile, ociImages } from './ociLayout.ts';
import { hexOf, ociConfiguration } from './ociSif.ts';
import { storedByPodman, storeEntries } from './podmanStore.ts';
import { readSandbox } from './sandbox.ts';
import { headSource } from './source.ts';
import { settingsItem, sifSettingsItem } from './storedSettings.ts';
import { isUnreadable } from './unreadable.ts';
import { jsonList, jsonOf, jsonText, member } from './values.ts';

/** What the agent found: folders of images, and the stores of podman and docker. */
export function readImages(evidence: FacetEvidence): FacetReading {
  return rootsReading(evidence, readRoot);
}

function readRoot(root: EvidenceRoot, problems: Problem[]): RootReading {
  const reading: RootReading = {
    kind: root.kind,
    path: root.path,
    mount: root.mount,
    key: '',
    outcome: root.outcome,
    reason: root.outcome === 'present' ? '' : root.reason,
    message: root.outcome === 'present' ? '' : root.message,
    items: [],
    unread: [...root.unread],
  };
  const contents = contentsOf(root, problems);
  if (contents.length > 0) reading.contents = contents;
  if (root.kind === 'folder') readFolder(root, reading, problems);
  else if (root.kind === 'podman-store' || root.kind === 'podman-shared') readPodmanStore(root, reading);
  else if (root.kind === 'docker-store') readDockerStore(root, reading);
  return reading;
}

function readFolder(root: EvidenceRoot, reading: RootReading, problems: Problem[]): void {
  const digests = digestsOf(root.parts);
  if (digests.length > 0) reading.digests = digests;
  for (const item of root.items) {
    const evidence = { name: `${root.path}/${item.path}`, parts: named(item) };
    if (partOf(item.parts, 'sandbox')) {
      reading.items.push({ path: item.path, facts: readSandbox(item, root.mount), evidence });
      continue;
    }
    if (partOf(item.parts, 'index.json')) {
      readLayout(item, evidence.name, reading, problems);
      continue;
    }
    const head = headSource(textOf(partOf(item.parts, 'head') ?? Buffer.alloc(0)));
    for (const { line, text } of head.problems.slice(0, 5)) {
      problems.push(problemOf('images', evidence.name, 'head', line, text, 'not a line of an image head'));
    }
    const facts = readImageFile(head.source, baseName(item.path));
    if (!isUnreadable(facts)) {
      reading.items.push({ path: item.path, facts, evidence });
      if (facts.format === 'oci-sif') {
        const configuration = ociConfiguration(head.source, facts);
        reading.items.push(...sifSettingsItem(item.path, configuration, evidence));
      }
      continue;
    }
    reading.unread.push({ reason: facts.reason, path: item.path });
    problems.push(problemOf('images', evidence.name, 'head', 0, '', facts.message));
  }
}

/** Each image of an OCI layout, with an index of its own so that it can be read again alone. */
function readLayout(item: EvidenceItem, name: string, reading: RootReading, problems: Problem[]): void {
  const files = new Map(item.parts.map((part) => [part.name, Buffer.from(part.bytes)]));
  const images = ociImages(files);
  if (!images) {
    reading.unread.push({ reason: 'corrupt', path: item.path });
    problems.push(problemOf('images', name, 'index.json', 0, '', 'this is no index of an OCI layout'));
    return;
  }
  for (const { image, parts } of images) {
    const digest = image.manifestDigest;
    // An item that is read again has the digest in its path already.
    const path = images.length === 1 ? item.path : `${item.path}@${digest}`;
    const index = { name: 'index.json', bytes: indexOf(files, digest) };
    const own = [index, ...parts.filter((part) => part.name !== 'index.json')];
    const evidence = { name: `${name}@${digest}`, parts: own };
    const config = jsonFile(files, `blobs/sha256/${image.configDigest}`);
    reading.items.push({ path, facts: image, evidence });
    reading.items.push(...settingsItem(path, member(config, 'config'), evidence));
  }
}

function indexOf(files: Map<string, Buffer>, digest: string): Buffer {
  const entries = jsonList(member(jsonFile(files, 'index.json'), 'manifests'));
  const own = entries.filter((entry) => hexOf(jsonText(member(entry, 'digest'))) === digest);
  return Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: own }));
}

/** The name belongs to the evidence: one image under two names is two documents. */
function named(item: EvidenceItem): Part[] {
  const name = { name: 'name', bytes: Buffer.from(baseName(item.path), 'utf8') };
  return [name, ...item.parts.filter((part) => part.name !== 'name')];
}

function readPodmanStore(root: EvidenceRoot, reading: RootReading): void {
  const files = new Map(root.items.map((item) => [item.path, item.parts]));
  const entries = storeEntries(root.parts, files);
  if (!entries) return fail(reading, 'the list of images is not JSON');
  for (const entry of entries) {
    const own = (files.get(entry.id) ?? []).filter(
      (part) => part.name === 'manifest' || part.name === 'config',
    );
    const lists: Part[] = [
      { name: 'own-images.json', bytes: Buffer.from(JSON.stringify([entry.record])) },
      { name: 'own-layers.json', bytes: Buffer.from(JSON.stringify(entry.layers)) },
    ];
    const evidence = { name: `${root.path} ${entry.id}`, parts: [...lists, ...own] };
    reading.items.push({ path: entry.id, facts: storedByPodman(entry), evidence });
    reading.items.push(...settingsItem(entry.id, member(entry.config, 'config'), evidence));
  }
}

function readDockerStore(root: EvidenceRoot, reading: RootReading): void {
  const items = new Map<string, ItemReading>();
  const settings: ItemReading[] = [];
  for (const part of [...root.parts, ...root.items.flatMap((item) => item.parts)]) {
    if (part.name !== 'inspect') continue;
    const records = jsonOf(textOf(part.bytes));
    if (!Array.isArray(records)) return fail(reading, 'docker image inspect printed no JSON list');
    for (const record of records) {
      const facts = inspected(record, 'docker');
      if (!facts) continue;
      const parts = [{ name: 'inspect', bytes: Buffer.from(JSON.stringify([record])) }];
      const evidence = { name: `docker ${facts.id}`, parts };
      if (!items.has(facts.id)) settings.push(...settingsItem(facts.id, member(record, 'Config'), evidence));
      items.set(facts.id, { path: facts.id, facts, evidence });
    }
  }
  reading.items.push(...items.values(), ...settings);
  // An image that was listed and then not described is there all the same.
  for (const line of partText(root.parts, 'ids').split('\n')) {
    const id = imageId(line);
    if (id !== '' && !items.has(id)) reading.unread.push({ reason: 'error', path: id });
  }
}

/** Output that cannot be read says nothing of what is there. */
function fail(reading: RootReading, message: string): void {
  if (reading.outcome !== 'present') return;
  Object.assign(reading, { outcome: 'failed', reason: 'unreadable', message, items: [] });
}
