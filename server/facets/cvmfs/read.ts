import type { EvidenceRoot, FacetEvidence } from '../../frames/evidence.ts';
import type { FacetReading, Problem, RootReading } from '../facet.ts';
import { nodeReading, partText, problemOf, rootsReading } from '../reading.ts';
import type { Client, Repository } from './schema.ts';

/** The node's client, and one root for each repository. */
export function readCvmfs(evidence: FacetEvidence): FacetReading {
  const reading = rootsReading(evidence, readRoot);
  if (evidence.outcome !== 'present') return reading;
  return { ...reading, node: nodeReading(evidence, clientOf(evidence)).node };
}

function clientOf({ parts }: FacetEvidence): Client {
  // "CernVM-FS version 2.11.2" of cvmfs2 --version
  const version = /\bversion:? *v?(\d[\w.-]*)/i.exec(partText(parts, 'version'))?.[1] ?? '';
  // The last assignment counts, as in the shell that reads these files.
  const last = partText(parts, 'repositories').trim().split('\n').at(-1) ?? '';
  const names = last
    .replace(/^CVMFS_REPOSITORIES=/, '')
    .replace(/["']/g, '')
    .split(/[,\s]+/);
  const repositories = [...new Set(names.filter((name) => /^[\w][\w.-]*$/.test(name)))].sort();
  return { kind: 'cvmfs.client', version, repositories };
}

function readRoot(root: EvidenceRoot, problems: Problem[]): RootReading {
  const { kind, path, mount, outcome, reason, message, unread } = root;
  const bare = { kind, path, mount, key: '', items: [], unread };
  if (outcome !== 'present') return { ...bare, outcome, reason, message };
  const parts = root.items[0]?.parts ?? [];
  const told = partText(parts, 'revision').trim();
  const revision = /^\d{1,15}$/.test(told) ? Number(told) : null;
  if (told !== '' && revision === null)
    problems.push(problemOf('cvmfs', path, 'revision', 1, told, 'expected the number of a revision'));
  const name = path.slice(path.lastIndexOf('/') + 1);
  const facts: Repository = {
    kind: 'cvmfs.repository',
    name,
    revision,
    // Others may have folders of the same names that mean something else.
    eessi: /\beessi\b/.test(name) ? eessiOf(partText(parts, 'eessi')) : [],
  };
  // Clients take a new revision over at different times: for as long, there are two roots.
  const key = revision === null ? '' : `revision ${revision}`;
  const items = [{ path: '', facts, evidence: { name: path, parts } }];
  return { ...bare, key, outcome, reason: '', message: '', items };
}

/** A line a version, and behind a tab each of its targets. */
function eessiOf(text: string): Repository['eessi'] {
  const versions = new Map<string, Set<string>>();
  let targets: Set<string> | undefined;
  for (const line of text.split('\n')) {
    if (line.startsWith('\t')) targets?.add(line.slice(1));
    else if (line !== '') {
      targets = versions.get(line) ?? new Set();
      versions.set(line, targets);
    }
  }
  return [...versions]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([version, found]) => ({ version, targets: [...found].sort() }));
}
