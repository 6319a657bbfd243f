import type { FacetEvidence } from '../../frames/evidence.ts';
import type { FacetReading, Problem } from '../facet.ts';
import { nodeReading, partText } from '../reading.ts';
import { readRpmTable } from './lines.ts';
import { packagesFacts, problemsOf, type Read } from './rows.ts';
import type { Manager, Package } from './schema.ts';
import { readApkInstalled, readDpkgStatus, readPacmanLocal } from './stanzas.ts';

/** The parts that the agent sends; it names a database that it read even when that is empty. */
const PARTS: { part: string; manager: Manager; read: (text: string) => Read }[] = [
  { part: 'dpkg', manager: 'dpkg', read: readDpkgStatus },
  { part: 'rpm', manager: 'rpm', read: readRpmTable },
  { part: 'apk', manager: 'apk', read: readApkInstalled },
  { part: 'pacman', manager: 'pacman', read: readPacmanLocal },
];

export function readPackages(evidence: FacetEvidence): FacetReading {
  const managers: Manager[] = [];
  let packages: Package[] = [];
  const problems: Problem[] = [];
  for (const { part, manager, read } of PARTS) {
    if (!evidence.parts.some((one) => one.name === part)) continue;
    const result = read(partText(evidence.parts, part));
    managers.push(manager);
    // Not as arguments of push: a call takes a hundred thousand or so, and ends in an error beyond.
    packages = packages.concat(result.packages);
    problems.push(...problemsOf('', part, result));
  }
  // A running system has packages: a database without one is broken, and says nothing of what is installed.
  if (packages.length === 0) {
    const reading = nodeReading(evidence, null, problems);
    if (evidence.outcome !== 'present' || problems.length > 0) return reading;
    return { ...reading, message: 'the databases of packages hold not one package' };
  }
  return nodeReading(evidence, packagesFacts(managers, packages), problems);
}
