import type { EvidenceRoot, FacetEvidence, Part } from '../../frames/evidence.ts';
import { partOf } from '../../frames/evidence.ts';
import { jsonTextOf } from '../../frames/text.ts';
import type { FacetReading, Problem, RootReading } from '../facet.ts';
import { partText, problemOf, rootsReading } from '../reading.ts';
import { databaseOf, readDatabase } from './database.ts';
import type { Store } from './schema.ts';

/** Stores of Spack, each with one document: its packages. */
export function readSpack(evidence: FacetEvidence): FacetReading {
  return rootsReading(evidence, readRoot);
}

function readRoot(root: EvidenceRoot, problems: Problem[]): RootReading {
  const { kind, path, mount, outcome, reason, message, unread } = root;
  const bare = { kind, path, mount, key: '', items: [], unread };
  if (outcome !== 'present') return { ...bare, outcome, reason, message };
  const parts = root.items[0]?.parts ?? [];
  const database = databaseOf(parsedValue(parts));
  if (!database) {
    const text = partText(parts, 'index');
    problems.push(problemOf('spack', path, 'index', 1, text, 'no database of Spack'));
    return {
      ...bare,
      outcome: 'failed',
      reason: 'unreadable',
      message: 'index.json is no database of Spack',
    };
  }
  const { packages, problems: own } = readDatabase(database, path, path);
  for (const one of own) problems.push(one);
  const facts: Store = {
    kind: 'spack.store',
    instance: partText(parts, 'instance'),
    spack: spackVersionOf(partText(parts, 'version')),
    database: String(database.version ?? ''),
    packages,
  };
  const items = [{ path: '', facts, evidence: { name: path, parts } }];
  // A record that is broken hides its package: what is known of it stands.
  const hidden = own.length > 0 ? [{ reason: 'corrupt', path: 'record' }] : [];
  return { ...bare, outcome: 'present', reason: '', message: '', items, unread: [...unread, ...hidden] };
}

/** The agent sends the file in lines of some length; JSON has no line ends inside its texts. */
function parsedValue(parts: Part[]): unknown {
  const bytes = partOf(parts, 'index');
  try {
    return bytes ? JSON.parse(jsonTextOf(bytes).replaceAll('\n', '')) : undefined;
  } catch {
    return undefined;
  }
}

/** `__version__ = "1.0.0"`, or `spack_version_info = (0, 17, 3)` of older ones. */
export function spackVersionOf(text: string): string {
  const [, told = ''] = /^(?:__version__|spack_version) *= *["']([^"'\n]{1,40})["']/m.exec(text) ?? [];
  if (told !== '') return told;
  const [, numbers = ''] = /^spack_version_info *= *\(([\d, ]{1,40})/m.exec(text) ?? [];
  return numbers.replaceAll(' ', '').replace(/,$/, '').replaceAll(',', '.');
}
