import type { EvidenceItem, EvidenceRoot, FacetEvidence } from '../../frames/evidence.ts';
import { pipOf } from '../conda/pip.ts';
import { parseVenv } from '../conda/venv.ts';
import type { FacetReading, ItemReading, Problem } from '../facet.ts';
import { itemsReading, partText, problemOf } from '../reading.ts';
import type { Environment } from './schema.ts';

/** Folders of environments, each environment an item; '.' is a root that is one itself. */
export function readVenvs(evidence: FacetEvidence): FacetReading {
  return itemsReading(evidence, readItem);
}

function readItem(root: EvidenceRoot, { path, parts }: EvidenceItem, problems: Problem[]): ItemReading {
  const name = `${root.path}/${path}`;
  const text = partText(parts, 'cfg');
  const made = parseVenv(text)?.facts;
  if (!made) {
    const message = 'pyvenv.cfg tells no home, or not whether system packages are used';
    problems.push(problemOf('venvs', name, 'cfg', 1, text.split('\n')[0] ?? '', message));
  }
  const facts: Environment = {
    kind: 'venvs.environment',
    python: made?.python ?? '',
    maker: made?.maker ?? '',
    makerVersion: made?.makerVersion ?? '',
    home: made?.home ?? '',
    interpreter:
      made && isOn(root.mount.point, made.home) ? partText(parts, 'interpreter').trim() === 'yes' : null,
    systemPackages: made?.systemPackages ?? false,
    packages: pipOf(partText(parts, 'packages')),
  };
  return { path, facts, evidence: { name, parts } };
}

/** Whether a path lies on the file system that is mounted there, as far as names tell. */
function isOn(mount: string, path: string): boolean {
  return mount !== '-' && `${path}/`.startsWith(mount.endsWith('/') ? mount : `${mount}/`);
}
