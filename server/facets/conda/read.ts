import type { EvidenceItem, EvidenceRoot, FacetEvidence, Unread } from '../../frames/evidence.ts';
import type { FacetReading, ItemReading, Problem, RootReading } from '../facet.ts';
import { rootsReading } from '../reading.ts';
import { readEnvironment } from './environment.ts';
import { readInstallation } from './installation.ts';
import { readMaking } from './making.ts';

/** An environment's own item has its path; how it came to be is the item of its record folder. */
const MADE = /(^|\/)conda-meta$/;

/** What an environment asks of the machine is an item of its own, so that its own document stays what it is (docs/decisions/0020). */
export const NEEDS = 'conda-meta/needs';

/** Installations and folders of environments, each environment an item; '' is the installation itself. */
export function readConda(evidence: FacetEvidence): FacetReading {
  return rootsReading(evidence, readRoot);
}

function readRoot(root: EvidenceRoot, problems: Problem[]): RootReading {
  const { kind, path, mount, outcome, reason, message } = root;
  const unread = [...root.unread];
  return {
    kind,
    path,
    mount,
    key: '',
    outcome,
    reason: outcome === 'present' ? '' : reason,
    message,
    items: root.items.flatMap((item) => readItem(root, item, problems, unread)),
    unread,
  };
}

function readItem(
  root: EvidenceRoot,
  item: EvidenceItem,
  problems: Problem[],
  unread: Unread[],
): ItemReading[] {
  const name = `${root.path}/${item.path}`;
  const evidence = { name, parts: item.parts };
  if (item.path === '') return [{ path: '', facts: readInstallation(item.parts), evidence }];
  if (MADE.test(item.path)) return [{ path: item.path, facts: readMaking(item.parts), evidence }];
  // Read again alone, from what its environment was read from.
  const { facts, needs, problems: own, unread: inside } = readEnvironment(item.parts, name);
  if (item.path.endsWith(`/${NEEDS}`)) return needs ? [{ path: item.path, facts: needs, evidence }] : [];
  for (const one of own) problems.push(one);
  // Below the item's own path: what the environment lacks for them is unknown, not gone.
  for (const { reason, path } of inside) unread.push({ reason, path: `${item.path}/${path}` });
  const asked = needs ? [{ path: `${item.path}/${NEEDS}`, facts: needs, evidence }] : [];
  return [{ path: item.path, facts, evidence }, ...asked];
}
