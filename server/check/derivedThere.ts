import type { DerivedImage } from '../routes/schemas/check.ts';
import type { NodeGroup } from '../verdict/nodeGroup.ts';
import { type Derived, derivedImage, derivedTogether } from './derived.ts';
import { judgedOn, runsSomewhere } from './judged.ts';
import type { Requirement } from './requirement.ts';
import { referenceSubject } from './subject.ts';
import type { Supposed } from './supposedChannel.ts';

export const NOT_CHECKED = 'derived, not checked';

const MOST = 100;

/** Images of what is missing, by the rules of biocontainers, with whether they would run here. */
export async function derivedThere(
  lacking: Supposed[],
  groupsOf: () => Promise<NodeGroup[]>,
): Promise<DerivedImage[]> {
  const requirements = lacking.map((one) => one.requirement);
  const each = requirements.map(derivedImage).filter((one) => one !== null);
  const together = derivedTogether(requirements);
  const all = [...each.slice(0, MOST), ...(together ? [together] : [])];
  if (all.length === 0) return [];
  const groups = await groupsOf();
  const whyOf = new Map(lacking.map(({ requirement, why }) => [requirement, why]));
  return all.map((one) => told(one, whyOf, groups));
}

function told(
  { requirements, reference, file }: Derived,
  whyOf: ReadonlyMap<Requirement, string>,
  groups: NodeGroup[],
): DerivedImage {
  const whys = requirements.map((one) => whyOf.get(one) ?? '').filter((why) => why !== '');
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
    note: [NOT_CHECKED, whys.join('; ')].filter((part) => part !== '').join(': '),
    runs,
    reasons: [...new Set(deciding.map((one) => one.message))],
  };
}
