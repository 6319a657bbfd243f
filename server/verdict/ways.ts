import type { RuntimeName } from '../facets/runtimes/schema.ts';
import { factOf, sourceOf } from './facts.ts';
import type { NodeGroup } from './nodeGroup.ts';
import type { Way } from './rule.ts';
import { wayRules } from './rules/registry.ts';
import type { ImageSubject } from './subject.ts';
import type { Answer, Reason } from './verdict.ts';
import { weigh } from './weigh.ts';

const SIF: readonly RuntimeName[] = ['apptainer', 'singularity-ce', 'singularity-pro', 'singularity'];
const UNPACKED: readonly RuntimeName[] = [...SIF, 'charliecloud'];

/** Which runtimes take which form of image, those of the better tier first. Images of a store can be pulled by all. */
const TAKEN: Record<ImageSubject['form'], readonly RuntimeName[]> = {
  sif: SIF,
  'oci-sif': SIF,
  ext3: SIF,
  squashfs: [...UNPACKED, 'enroot'],
  sandbox: UNPACKED,
  stored: [...UNPACKED, 'podman', 'enroot', 'sarus', 'shifter', 'udocker', 'docker'],
  unknown: SIF,
};

/** How an image gets started on these nodes, by the rules of runtimes: the best way there is. */
export function bestWay(image: ImageSubject, group: NodeGroup): Reason[] {
  const { runtimes } = group;
  if (runtimes.state === 'unknown') {
    const message = `Which container runtimes there are is not known: ${runtimes.why}.`;
    return [{ rule: 'runtime', answer: 'unknown', message, facts: [] }];
  }
  const taken = TAKEN[image.form];
  const facts = runtimes.state === 'present' ? runtimes.facts : null;
  const ways = (facts?.runtimes ?? [])
    .filter((runtime) => taken.includes(runtime.name))
    .sort((a, b) => taken.indexOf(a.name) - taken.indexOf(b.name))
    .map((runtime): Way => ({ runtime, nvidiaToolkit: facts?.nvidiaToolkit ?? '', ...sourceOf(runtimes) }));
  const judged = ways.map((way) =>
    wayRules.flatMap((rule) =>
      rule.judge(image, group, way).map((found): Reason => ({ rule: rule.name, ...found })),
    ),
  );
  const [best] = judged.sort((a, b) => rank(a) - rank(b));
  if (best) return best;
  const there = facts?.runtimes.map((one) => one.name).join(', ') || 'none';
  const message = `No runtime that takes ${FORMS[image.form]} is installed.`;
  const fact = factOf('container runtimes', there, sourceOf(runtimes));
  return [{ rule: 'runtime', answer: 'no', message, facts: [fact] }];
}

const FORMS: Record<ImageSubject['form'], string> = {
  sif: 'SIF files',
  'oci-sif': 'OCI-SIF files',
  ext3: 'ext3 images',
  squashfs: 'squashfs images',
  sandbox: 'unpacked images',
  stored: 'OCI images',
  unknown: 'image files',
};

const BETTER: readonly Answer[] = ['yes', 'note', 'unknown', 'no'];

function rank(reasons: Reason[]): number {
  return BETTER.indexOf(weigh(reasons.map((reason) => reason.answer)));
}
