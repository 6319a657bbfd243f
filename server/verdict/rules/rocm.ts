import type { GpuGroup } from '../../facets/gpus/schema.ts';
import type { Fact } from '../facts.ts';
import { type Rocm, rocmOf } from '../needs/rocm.ts';
import type { NodeGroup } from '../nodeGroup.ts';
import type { Finding, Rule } from '../rule.ts';
import { isAtLeast, majorOf, numbersOf } from '../versions.ts';
import { bestOf, cautious } from '../weigh.ts';
import { cardFact, cardsOf } from './cards.ts';
import { driverReleases, supportedReleases } from './rocm-drivers.ts';

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
    "The ROCm that the image or environment brings knows AMD's cards in the nodes and is supported with their driver.",
  cases: [
    'Nothing in it speaks of ROCm: yes.',
    'ROCm, and no AMD card or none that amdgpu holds: no.',
    'A card newer than this ROCm (gfx90a 4.5, gfx942 6.0, gfx950 7.0): no.',
    'A driver with which AMD supports this ROCm: yes; another one: yes with a note.',
  ],
  unknown:
    "The gfx target or the driver where they were not read or are not in the tables, as with the kernel's own amdgpu.",
  sources: [
    'AMD GPU driver documentation, compatibility matrix: driver and supported ROCm releases (31.50)',
    'AMD, repo.radeon.com/amdgpu: versions of amdgpu-dkms by release of the driver',
    'AMD, release notes of ROCm 6.0 (MI300, gfx942) and of rocFFT for ROCm 7.0 (gfx950)',
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
  const release = releaseOf(card.driver);
  const supported = supportedReleases[release];
  if (supported === undefined) {
    return say(
      'unknown',
      `Which releases of ROCm the driver "${card.driver}" of ${card.gfx} goes with is not known here.`,
    );
  }
  const which = `driver ${release} (amdgpu ${numbersOf(card.driver)})`;
  if (supported.includes(need.version)) {
    return say('yes', `AMD supports ROCm ${need.version} with ${which}.`);
  }
  if (majorOf(need.version) > NEWEST) {
    return say('unknown', `ROCm ${need.version} is newer than the tables of this version.`);
  }
  return say('note', `AMD does not support ROCm ${need.version} with ${which}.`);
}

/** The driver's release; '' for the kernel's own amdgpu, whose version is that of the kernel, and for others. */
function releaseOf(driver: string): string {
  const numbers = numbersOf(driver);
  const found = Object.keys(driverReleases).find((one) => numbers === one || numbers.startsWith(`${one}.`));
  return found === undefined ? '' : (driverReleases[found] ?? '');
}

/** The last major release in the table of what AMD supports. */
const NEWEST = 10;
