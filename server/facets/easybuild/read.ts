import type { EvidenceItem, EvidenceRoot, FacetEvidence } from '../../frames/evidence.ts';
import type { FacetReading, ItemReading, Problem } from '../facet.ts';
import { itemsReading, partText, problemOf } from '../reading.ts';
import { easyconfigOf, sortedInstallations } from './easyconfig.ts';
import type { Installation } from './schema.ts';

/** Trees of software, each software an item. */
export function readEasybuild(evidence: FacetEvidence): FacetReading {
  return itemsReading(evidence, readItem);
}

function readItem(root: EvidenceRoot, { path, parts }: EvidenceItem, problems: Problem[]): ItemReading {
  const name = `${root.path}/${path}`;
  const sums = sumsOf(partText(parts, 'sums'));
  const installations: Installation[] = [];
  let line = 1;
  // Each begins with a line `@<path>`, then has lines `=<assignment>`.
  for (const one of partText(parts, 'easyconfigs').split(/^@/m).slice(1)) {
    const [file = '', ...rest] = one.split('\n');
    const [easyconfig = '', , folder = ''] = file.split('/').reverse();
    const found = easyconfigOf(rest.map((text) => text.slice(1)).join('\n'), folder);
    if (found) installations.push({ ...found, easyconfig, sha256: sums.get(file) ?? '' });
    else
      problems.push(
        problemOf('easybuild', name, 'easyconfigs', line, easyconfig, 'this easyconfig names no software'),
      );
    line += rest.length;
  }
  const facts = { kind: 'easybuild.software', installations: sortedInstallations(installations) };
  return { path, facts, evidence: { name, parts } };
}

/**
 * sha256sum(1) and its like: the digest, a space, a space or an asterisk, and the file. A backslash stands in front where
 * the name has one, which is then doubled.
 */
function sumsOf(text: string): Map<string, string> {
  const sums = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, escaped, sum = '', file = ''] = /^(\\?)([0-9a-f]{64}) [ *](.*)$/.exec(line) ?? [];
    if (sum !== '') sums.set(escaped ? file.replaceAll('\\\\', '\\') : file, sum);
  }
  return sums;
}
