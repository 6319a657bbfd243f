import type { EvidenceRoot, FacetEvidence, Part } from '../../frames/evidence.ts';
import type { FacetReading, Problem, RootReading } from '../facet.ts';
import { partText, problemOf } from '../reading.ts';
import { byPath } from './aliases.ts';
import { fileHashesIn } from './file-hashes.ts';
import { type Listing, plainPath } from './listing.ts';
import { brokenListing, listingOf } from './listing-of-parts.ts';
import { loadsIn } from './load-tests.ts';
import { nodeClass } from './node-class.ts';
import { parseNames } from './parse-names.ts';
import { parseSystem } from './parse-system.ts';
import type { System } from './schema.ts';
import { treeFacts } from './tree.ts';
import { addUnreadable } from './unreadable.ts';

/** The facet's evidence as documents: the node's module system, and one document per tree. */
export function readModules(evidence: FacetEvidence): FacetReading {
  const { parts, outcome, reason, message } = evidence;
  const { system, key, formerKey } = keysOf(parts);
  const listing = listingOf(system, parts);
  const broken = brokenListing(listing);
  const context: Context = {
    system,
    key,
    formerKey,
    parts,
    listing,
    broken,
    outside: outsideOf(listing, system.modulepath),
  };
  const problems: Problem[] = [...listing.problems];
  const roots = evidence.roots.map((root) => readRoot(root, context, problems));
  const isThere = outcome === 'present';
  return {
    node: isThere ? { facts: system, evidence: { name: 'modules', parts: systemParts(parts) } } : null,
    outcome,
    reason,
    message,
    // Lmod finds trees in another order in each run.
    roots: [...roots, ...unlookedRoots(evidence.roots, context)].sort((a, b) =>
      byPath([a.path, a], [b.path, b]),
    ),
    problems,
  };
}

/** What, besides the place, decides what a tree shows. */
export function keysOf(parts: Part[]): { system: System; key: string; formerKey: string } {
  const system = parseSystem(partText(parts, 'init'), partText(parts, 'version'));
  const formerKey = [
    partText(parts, 'arch').trim() || '-',
    system.system,
    system.version,
    system.modulepath.join(':'),
  ]
    .filter((word) => word !== '')
    .join(' ');
  return { system, key: [formerKey, ...nodeClass(parts, system.account)].join(' '), formerKey };
}

interface Context {
  system: System;
  key: string;
  /** What agents said that did not tell processor and system. */
  formerKey: string;
  parts: Part[];
  listing: Listing;
  /** Why the listing as a whole cannot be believed; '' when it can. */
  broken: string;
  /** Full name to tree, of modules that are found only outside MODULEPATH. */
  outside: Map<string, string>;
}

function outsideOf(listing: Listing, modulepath: string[]): Map<string, string> {
  const outside = new Map<string, string>();
  const inside = new Set(
    modulepath.flatMap((path) => listing.trees.get(path)?.modules ?? []).map((one) => one.fullName),
  );
  for (const [path, { modules }] of [...listing.trees].sort(byPath)) {
    // What needs something loaded itself is reached by that.
    for (const { fullName, requires } of modules) {
      if (!inside.has(fullName) && requires.length === 0) outside.set(fullName, path);
    }
  }
  return outside;
}

const LISTINGS = ['spider-cache', 'spider-json', 'spider-err', 'avail', 'avail-rc', 'whatis'];

function systemParts(parts: Part[]): Part[] {
  return parts.filter((part) => !LISTINGS.includes(part.name));
}

function readRoot(root: EvidenceRoot, context: Context, problems: Problem[]): RootReading {
  const { kind, path, mount, unread, outcome, reason, message } = root;
  const reading: RootReading = {
    kind,
    path,
    mount,
    key: context.key,
    formerKey: context.formerKey,
    outcome,
    reason,
    message,
    items: [],
    unread,
  };
  if (outcome !== 'present') return reading;
  const evaluated = root.args.read === 'evaluated';
  if (evaluated && context.broken !== '') {
    return { ...reading, outcome: 'failed', reason: 'unreadable', message: context.broken };
  }
  const own = root.items[0]?.parts ?? [];
  const listing = evaluated ? context.listing : parseNames(partText(own, 'names'), path);
  if (!evaluated) problems.push(...listing.problems);
  const listed = listing.trees.get(plainPath(path)) ?? { modules: [], aliases: [] };
  addUnreadable(listed, unread);
  const facts = treeFacts(listed, {
    tool: context.system.system,
    read: evaluated ? 'evaluated' : 'names',
    inModulepath: root.args.in === 'yes',
    outside: context.outside,
  });
  const parts = evaluated ? context.parts : own.filter((part) => part.name !== 'hashes');
  reading.items = [{ path: '', facts, evidence: { name: path, parts } }];
  const files = fileHashesIn(own, facts.modules);
  return {
    ...reading,
    lesser: !evaluated,
    ...tested(own, path, problems),
    ...(files.length > 0 ? { files } : {}),
  };
}

/** What was tested; what there was no time for is said, and keeps what is known of it. */
function tested(own: Part[], path: string, problems: Problem[]): Pick<RootReading, 'loads'> {
  const { loads, left } = loadsIn(own);
  if (left.length > 0) {
    const message = `${left.length} modules were not loaded as a test: there was no time`;
    problems.push(problemOf('modules', path, 'load-left', 1, left.join(' '), message));
  }
  // Where nothing at all ends in time, it is not the modules that are slow.
  return loads.some(({ outcome }) => outcome !== 'timeout') ? { loads } : {};
}

/** Trees that a listing has and the agent did not look at: Lmod before 8 does not say its trees. */
function unlookedRoots(looked: EvidenceRoot[], context: Context): RootReading[] {
  const known = new Set(looked.map((root) => plainPath(root.path)));
  return [...context.listing.trees.entries()]
    .filter(([path, listed]) => path.startsWith('/') && !known.has(path) && listed.modules.length > 0)
    .map(([path, listed]) => ({
      ...listedRoot(
        path,
        context.key,
        treeFacts(listed, {
          tool: context.listing.tool,
          read: 'evaluated',
          inModulepath: false,
          outside: context.outside,
        }),
        context.parts,
      ),
      formerKey: context.formerKey,
    }));
}

/** A root of which only a listing tells. */
export function listedRoot(
  path: string,
  key: string,
  facts: RootReading['items'][number]['facts'],
  parts: Part[],
): RootReading {
  return {
    kind: 'tree',
    path,
    mount: { point: '-', fstype: '-', source: '-', inode: '-' },
    key,
    outcome: 'present',
    reason: '',
    message: '',
    items: [{ path: '', facts, evidence: { name: path, parts } }],
    unread: [],
  };
}
