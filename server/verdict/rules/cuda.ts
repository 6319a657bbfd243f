import type { GpuGroup } from '../../facets/gpus/schema.ts';
import type { Fact } from '../facts.ts';
import { type Cuda, cudaOf } from '../needs/cuda.ts';
import type { NodeGroup } from '../nodeGroup.ts';
import type { Finding, Rule } from '../rule.ts';
import { isAtLeast, majorOf, minorOf } from '../versions.ts';
import { bestOf, cautious } from '../weigh.ts';
import { cardFact, cardsOf } from './cards.ts';
import { driverFloors, toolkitDrivers } from './cuda-drivers.ts';

/** The CUDA that a subject brings against the driver of the cards. */
export const cuda: Rule = {
  name: 'cuda',
  sentence: 'The NVIDIA driver of the nodes is new enough for the CUDA that the image or environment brings.',
  cases: [
    'Nothing in it speaks of CUDA: yes.',
    'CUDA, and no NVIDIA card or none that a driver holds: no.',
    "CUDA 11, 12, 13: at least driver 450.80.02, 525, 580, or the toolkit's own (11.0: 450.51.05); below that no.",
    "At or above that floor and below the toolkit's own driver: yes with a note (minor version compatibility).",
    'CUDA 10 and earlier: at least the own driver of the toolkit; below that no.',
    'Below the floor with cuda-compat in it, on cards for data centres: yes with a note (forward compatibility).',
  ],
  unknown:
    'What is in it or the driver where that was not read; a major release that is not in the table; below the floor, ' +
    'whether cuda-compat is in it.',
  sources: [
    'NVIDIA, CUDA Compatibility: minor version compatibility, table 1; forward compatibility (cuda-compat)',
    'NVIDIA, CUDA Toolkit Release Notes: CUDA Toolkit and Corresponding Driver Versions, table 3',
  ],
  judge: (subject, group) => {
    const need = cudaOf(subject);
    if (!need.known) {
      return [
        { answer: 'unknown', message: `Whether it needs CUDA is not known: ${need.why}.`, facts: need.facts },
      ];
    }
    if (need.value === null) return [{ answer: 'yes', message: 'Nothing in it speaks of CUDA.', facts: [] }];
    return [cautious(onCards(need.value, need.facts, group), need.value.gap)];
  },
};

function onCards(need: Cuda, facts: Fact[], group: NodeGroup): Finding {
  const cards = cardsOf(group, 'NVIDIA');
  if (!cards.known) {
    const message = `It brings CUDA ${need.version}; the GPUs are not known: ${cards.why}.`;
    return { answer: 'unknown', message, facts };
  }
  if (cards.value.length === 0) {
    const message = `It brings CUDA ${need.version}, and these nodes have no NVIDIA card.`;
    return { answer: 'no', message, facts: [...facts, ...cards.facts] };
  }
  return bestOf(cards.value.map((card) => onCard(need, facts, card, group)));
}

function onCard(need: Cuda, needFacts: Fact[], card: GpuGroup, group: NodeGroup): Finding {
  const facts = [...needFacts, cardFact(group, 'driver', card, card.driver || card.state)];
  const say = (answer: Finding['answer'], message: string): Finding => ({ answer, message, facts });
  if (card.driver === '') {
    return card.state === 'no driver'
      ? say('no', `No driver of NVIDIA holds the ${card.model || 'card'}.`)
      : say('unknown', `It brings CUDA ${need.version}; the version of the driver is not known.`);
  }
  const own = toolkitDrivers[minorOf(need.version)] ?? '';
  const major = majorOf(need.version);
  const floor = major >= 11 ? (driverFloors[major] ?? '') : own;
  const what = `CUDA ${need.version}`;
  if (floor === '') return say('unknown', `${what} is not in the table of drivers that this version has.`);
  const isOwn = own !== '' && isAtLeast(card.driver, own);
  if (!isOwn && !isAtLeast(card.driver, floor)) return belowFloor(need, card, floor, say);
  if (own === '') {
    return say(
      'note',
      `Driver ${card.driver} is above the floor ${floor} of ${what}; the toolkit's own is not known.`,
    );
  }
  if (isOwn) return say('yes', `Driver ${card.driver} is the one of ${what} (${own}) or later.`);
  const limits = 'what needs a newer driver, such as code that is compiled at start, may fail';
  return say(
    'note',
    `Driver ${card.driver} is at or above the floor ${floor} of ${what} and below its own ${own}: ${limits}.`,
  );
}

/** Names of NVIDIA's cards for data centres; forward compatibility is for these (and few of RTX) alone. */
const DATA_CENTRE = /\b(?:Tesla|[AHBLVPTMK]\d{1,3}[A-Z]?|GH200|GB\d00)\b/;
const WORKSTATION = /GeForce|TITAN|Quadro|RTX/i;

function belowFloor(
  need: Cuda,
  card: GpuGroup,
  floor: string,
  say: (answer: Finding['answer'], message: string) => Finding,
): Finding {
  const below = `Driver ${card.driver} is below ${floor}, the oldest for CUDA ${need.version}`;
  if (need.compat === false || WORKSTATION.test(card.model)) return say('no', `${below}.`);
  if (need.compat === null) {
    return say('unknown', `${below}, and whether cuda-compat is in it is not known.`);
  }
  if (!DATA_CENTRE.test(card.model)) {
    return say('unknown', `${below}; cuda-compat is in it, and whether it works on this card is not known.`);
  }
  const when = 'where its libraries are found first and the branch of the driver is one that they support';
  return say('note', `${below}; cuda-compat in it may carry it, ${when}.`);
}
