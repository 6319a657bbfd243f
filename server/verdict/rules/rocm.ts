import type { GpuGroup } from '../../facets/gpus/schema.ts';
import type { Fact } from '../facts.ts';
import { type Rocm, rocmOf } from '../needs/rocm.ts';
import type { NodeGroup } from '../nodeGroup.ts';
import type { Finding, Rule } from '../rule.ts';
import { isAtLeast, minorOf, numbersOf } from '../versions.ts';
import { bestOf, cautious } from '../weigh.ts';
import { cardFact, cardsOf } from './cards.ts';

/** Releases in their order; drivers work with user space two releases before and after. */
const RELEASES = [
  '5.0',
  '5.1',
  '5.2',
  '5.3',
  '5.4',
  '5.5',
  '5.6',
  '5.7',
  '6.0',
  '6.1',
  '6.2',
  '6.3',
  '6.4',
  '7.0',
];

/** The release that a version of the amdgpu kernel driver (DKMS) belongs to. */
const DRIVERS: Readonly<Record<string, string>> = {
  '6.2.4': '5.7',
  '6.3.6': '6.0',
  '6.7.0': '6.1',
  '6.8.5': '6.2',
  '6.10.5': '6.3',
  '6.12.12': '6.4',
  '30.10': '7.0',
};

/** First release with code for a card. AMD's programs carry machine code, which runs on nothing else. */
const FIRST: Readonly<Record<string, string>> = {
  gfx906: '2.0',
  gfx908: '4.0',
  gfx90a: '4.5',
  gfx942: '6.0',
  gfx950: '7.0',
};

/** The ROCm that a subject brings against AMD's cards and their driver. */
export const rocm: Rule = {
  name: 'rocm',
  sentence:
    "The ROCm that the image or environment brings knows AMD's cards in the nodes and was tested with their driver.",
  cases: [
    'Nothing in it speaks of ROCm: yes.',
    'ROCm, and no AMD card or none that amdgpu holds: no.',
    'A card newer than this ROCm (gfx90a 4.5, gfx942 6.0, gfx950 7.0): no.',
    'A driver at most two releases away: yes; further away: yes with a note, since AMD does not test it.',
  ],
  unknown:
    "The gfx target or the driver where they were not read or are not in the tables, as with the kernel's own amdgpu.",
  sources: [
    'AMD, ROCm installation: user and kernel-space support matrix (+/- 2 releases)',
    'AMD, ROCm release notes: supported hardware by release',
  ],
  judge: (subject, group) => {
    const need = rocmOf(subject);
    if (!need.known) {
      return [
        { answer: 'unknown', message: `Whether it needs ROCm is not known: ${need.why}.`, facts: need.facts },
      ];
    }
    if (need.value === null) return [{ answer: 'yes', message: 'Nothing in it speaks of ROCm.', facts: [] }];
    return [cautious(onCards(need.value, need.facts, group), need.value.gap)];
  },
};

function onCards(need: Rocm, facts: Fact[], group: NodeGroup): Finding {
  const cards = cardsOf(group, 'AMD');
  if (!cards.known) {
    const message = `It brings ROCm ${need.version}; the GPUs are not known: ${cards.why}.`;
    return { answer: 'unknown', message, facts };
  }
  if (cards.value.length === 0) {
    const message = `It brings ROCm ${need.version}, and these nodes have no AMD card.`;
    return { answer: 'no', message, facts: [...facts, ...cards.facts] };
  }
  return bestOf(cards.value.map((card) => onCard(need, facts, card, group)));
}

function onCard(need: Rocm, needFacts: Fact[], card: GpuGroup, group: NodeGroup): Finding {
  const facts = [
    ...needFacts,
    cardFact(group, 'gfx target', card, card.gfx),
    cardFact(group, 'driver', card, card.driver || card.state),
  ];
  const say = (answer: Finding['answer'], message: string): Finding => ({ answer, message, facts });
  if (card.state === 'no driver') return say('no', `No driver of AMD holds the ${card.model || 'card'}.`);
  const first = Object.hasOwn(FIRST, card.gfx) ? FIRST[card.gfx] : undefined;
  if (first === undefined) return say('unknown', `Nothing is known here of cards of target "${card.gfx}".`);
  if (!isAtLeast(need.version, first)) {
    return say('no', `ROCm ${need.version} has no code for ${card.gfx}; ${first} is the first that has.`);
  }
  const driver = numbersOf(card.driver);
  const release = DRIVERS[driver] ?? DRIVERS[minorOf(driver)];
  const [own, asked] = [RELEASES.indexOf(release ?? ''), RELEASES.indexOf(need.version)];
  if (release === undefined || own === -1 || asked === -1) {
    return say(
      'unknown',
      `Which ROCm driver "${card.driver}" of ${card.gfx} was tested with is not known here.`,
    );
  }
  if (Math.abs(own - asked) <= 2) {
    return say('yes', `The driver is that of ROCm ${release}, which is tested with ROCm ${need.version}.`);
  }
  return say(
    'note',
    `The driver is that of ROCm ${release}, which AMD does not test with ROCm ${need.version}.`,
  );
}
