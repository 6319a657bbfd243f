import type { DerivedImage } from '../routes/schemas/check.ts';
import type { NodeGroup } from '../verdict/nodeGroup.ts';
import { type Derived, derivedImage, derivedTogether } from './derived.ts';
import { judgedOn, runsSomewhere } from './judged.ts';
import type { Requirement } from './requirement.ts';
import { referenceSubject } from './subject.ts';

export const NOT_CHECKED = 'derived, not checked';

const MOST = 100;

/** Images of what is missing, by the rules of biocontainers, with whether they would run here. */
export async function derivedThere(
  lacking: Requirement[],
  groupsOf: () => Promise<NodeGroup[]>,
): Promise<DerivedImage[]> {
  const each = lacking.map(derivedImage).filter((one) => one !== null);
  const together = derivedTogether(lacking);
  const all = [...each.slice(0, MOST), ...(together ? [together] : [])];
  if (all.length === 0) return [];
  const groups = await groupsOf();
  return all.map((one) => told(one, groups));
}

function told({ requirements, reference, file }: Derived, groups: NodeGroup[]): DerivedImage {
  const subject = referenceSubject(reference.replace('docker://', ''));
  const judged = judgedOn(() => subject, groups);
  const runs = runsSomewhere(judged);
  // What decides on the nodes that come off best.
  const deciding =
    judged.find((one) => one.answer === runs)?.reasons.filter((one) => one.answer === runs) ?? [];
  return {
    packages: requirements.map((one) => `${one.name} ${one.version}`),
    reference,
    file,
    note: NOT_CHECKED,
    runs,
    reasons: [...new Set(deciding.map((one) => one.message))],
  };
}
