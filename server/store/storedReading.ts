import type { FacetReading, Outcome, RootReading } from '../facets/facet.ts';
import { type FacetName, facetNames } from '../facets/names.ts';
import { facets } from '../facets/registry.ts';
import type { Mount, Part, RootOutcome, Unread } from '../frames/evidence.ts';
import { canonicalJson, cleanText, sha256 } from './canonical.ts';
import type { Queryable } from './database.ts';
import { ensureDocuments, type NewDocument, type StoredDocument } from './documents.ts';

/** A facet's reading whose documents have ids: what the plan of a visit works on. */
export interface StoredFacet {
  facet: number;
  outcome: Outcome;
  reason: string;
  message: string;
  document: StoredDocument | null;
  parts: Part[];
  roots: StoredRoot[];
}

export interface StoredItem {
  path: string;
  document: StoredDocument;
  parts: Part[];
}

export interface StoredRoot {
  facet: number;
  kind: string;
  path: string;
  key: string;
  mount: Mount;
  /** 0 on a network file system, else the node whose own it is. */
  nodeScope: number;
  identity: Buffer;
  /** Under the key that was given before more was told of it. */
  former?: { key: string; identity: Buffer };
  outcome: RootOutcome;
  reason: string;
  message: string;
  items: StoredItem[];
  unread: Unread[];
  /** See RootReading. */
  lesser: boolean;
}

export function facetNumber(name: FacetName): number {
  return facetNames.indexOf(name);
}

/** File systems whose content does not depend on the node that looks (statfs(2) names, mount(8)). */
const NETWORK =
  /^(nfs|nfs4|lustre|gpfs|beegfs|ceph|cifs|smb3|cvmfs2?|panfs|wekafs|orangefs|glusterfs|afs|9p|vast)$/;
const NETWORK_FUSE = /^fuse\.(cvmfs2?|ceph|glusterfs|sshfs|juicefs|mount\.ceph)$/;

export function isShared(mount: Mount): boolean {
  return NETWORK.test(mount.fstype) || NETWORK_FUSE.test(mount.fstype) || mount.source.startsWith('cvmfs2');
}

/**
 * What makes two mounts of one path the same: a network file system by what is mounted, a local one by
 * its type and mount point (device names change between boots).
 */
export function mountIdentity(mount: Mount): string {
  return [mount.point, mount.fstype, isShared(mount) ? mount.source : ''].join(' ');
}

/** Where something was read. */
export interface Place {
  clusterId: number;
  nodeId: number;
  /** Folders that the site names as the same on all nodes of the cluster. */
  shared?: string[];
}

/** What lies at a path is the same on all nodes: its file system says so, or the site does. */
export function isEverywhere(root: { path: string; mount: Mount }, shared: string[] = []): boolean {
  return (
    isShared(root.mount) ||
    shared.some((folder) => `${root.path}/`.startsWith(`${folder.replace(/\/+$/, '')}/`))
  );
}

/** Stores the documents of a visit's readings and ties their ids to them. */
export async function storeReadings(
  db: Queryable,
  place: Place,
  readings: { facet: FacetName; reading: FacetReading }[],
): Promise<StoredFacet[]> {
  const inputs: NewDocument[] = [];
  for (const { facet, reading } of readings) {
    const offeringsOf = facets[facet].offerings;
    const { node } = reading;
    if (node) inputs.push({ facts: node.facts, offerings: () => offeringsOf(node.facts, '') });
    for (const item of reading.roots.flatMap((root) => root.items)) {
      inputs.push({ facts: item.facts, offerings: () => offeringsOf(item.facts, item.path) });
    }
  }
  const documents = await ensureDocuments(db, inputs);
  let at = 0;
  const next = (): StoredDocument => documents[at++] as StoredDocument;
  return readings.map(({ facet, reading }) => ({
    facet: facetNumber(facet),
    outcome: reading.outcome,
    reason: reading.reason,
    message: reading.message,
    document: reading.node ? next() : null,
    parts: reading.node?.evidence.parts ?? [],
    roots: eachOnce(
      reading.roots.map(asFarAsRead).map((root) => {
        const identified = identify(place, facetNumber(facet), root);
        const { formerKey } = root;
        const former =
          formerKey === undefined || formerKey === root.key
            ? undefined
            : identify(place, facetNumber(facet), { ...root, key: formerKey });
        const items = root.items.map((item) => ({
          path: cleanText(item.path),
          document: next(),
          parts: item.evidence.parts,
        }));
        // A hostile or broken listing may name one entry twice; the first one counts.
        const once = new Map(items.toReversed().map((item) => [item.path, item]));
        return {
          ...identified,
          ...(former ? { former: { key: former.key, identity: former.identity } } : {}),
          outcome: root.outcome,
          reason: root.reason,
          message: root.message,
          items: [...once.values()].toReversed(),
          unread: root.unread.map((one) => ({ ...one, path: cleanText(one.path) })),
          lesser: root.lesser ?? false,
        };
      }),
    ),
  }));
}

/** Ends after which what came before them is whole: the item that was open is left out (server/frames/assemble.ts). */
const BROKEN_OFF: ReadonlySet<string> = new Set(['timeout', 'cut', 'crashed']);

/** A root whose reading was broken off is one that was read with a gap, in which everything lies that did not arrive. */
function asFarAsRead(root: RootReading): RootReading {
  if (root.outcome !== 'failed' || root.items.length === 0 || !BROKEN_OFF.has(root.reason)) return root;
  const gap = { reason: root.reason, path: '' };
  return { ...root, outcome: 'present', reason: '', message: '', unread: [...root.unread, gap] };
}

/** A hostile or broken agent may name one root twice: the first reading that is one counts. */
function eachOnce(roots: StoredRoot[]): StoredRoot[] {
  const once = new Map<string, StoredRoot>();
  for (const root of roots) {
    const key = root.identity.toString('hex');
    const known = once.get(key);
    if (!known || (known.outcome !== 'present' && root.outcome === 'present')) once.set(key, root);
  }
  return [...once.values()];
}

export function identify(
  place: Place,
  facet: number,
  root: { kind: string; path: string; key: string; mount: Mount },
) {
  const nodeScope = isEverywhere(root, place.shared) ? 0 : place.nodeId;
  const path = cleanText(root.path);
  const key = cleanText(root.key);
  const kind = cleanText(root.kind);
  const { point, fstype, source, inode } = root.mount;
  const mount: Mount = {
    point: cleanText(point),
    fstype: cleanText(fstype),
    source: cleanText(source),
    inode: cleanText(inode),
  };
  const fields = [place.clusterId, facet, kind, path, key, nodeScope, mountIdentity(mount)];
  return {
    facet,
    kind,
    path,
    key,
    mount,
    nodeScope,
    identity: sha256(canonicalJson(fields)),
  };
}

/** The digest of a root's items: equal when every path holds the same document. */
export function digestOf(items: { path: string; documentHash: Buffer }[]): Buffer {
  const lines = items.map((item) => `${item.documentHash.toString('hex')} ${item.path}\0`).sort();
  return sha256(...lines);
}
