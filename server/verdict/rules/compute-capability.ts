import type { GpuGroup } from '../../facets/gpus/schema.ts';
import type { Fact } from '../facts.ts';
import { type Cuda, cudaOf } from '../needs/cuda.ts';
import type { NodeGroup } from '../nodeGroup.ts';
import type { Finding, Rule } from '../rule.ts';
import { isAtLeast, majorOf, numbersOf } from '../versions.ts';
import { bestOf, cautious } from '../weigh.ts';
import { cardFact, cardsOf } from './cards.ts';

/** Oldest cards that a toolkit still has code for, by its major release. */
const OLDEST: Readonly<Record<number, string>> = {
  8: '2.0',
  9: '3.0',
  10: '3.0',
  11: '3.5',
  12: '5.0',
  13: '7.5',
};

/** First toolkit that makes code for a card; 10.3 and 12.1 run that of 10.0 and 12.0. */
const FIRST: Readonly<Record<string, string>> = {
  '3.0': '4.2',
  '3.5': '5.0',
  '3.7': '6.5',
  '5.0': '6.0',
  '5.2': '6.5',
  '5.3': '7.0',
  '6.0': '8.0',
  '6.1': '8.0',
  '6.2': '8.0',
  '7.0': '9.0',
  '7.2': '9.2',
  '7.5': '10.0',
  '8.0': '11.0',
  '8.6': '11.1',
  '8.7': '11.4',
  '8.9': '11.8',
  '9.0': '11.8',
  '10.0': '12.8',
  '10.3': '12.9',
  '12.0': '12.8',
  '12.1': '12.9',
};

/** The CUDA that a subject brings against the generation of the cards. */
export const computeCapability: Rule = {
  name: 'compute-capability',
  sentence:
    'The toolkit in the image or environment still makes, or already makes, code for the cards of the nodes.',
  cases: [
    'A card older than the toolkit has code for (CUDA 11: 3.5, 12: 5.0, 13: 7.5): no.',
    'A card that the toolkit, or one of its generation, has code for: yes.',
    'A card newer than the toolkit: yes with a note, since only programs that carry PTX run, compiled at start.',
    'Cards of which one will do: yes with a note.',
  ],
  unknown: 'The compute capability of the cards, or one that is not in the table.',
  sources: [
    'NVIDIA, CUDA Toolkit Release Notes 11.0, 12.0 and 13.0: dropped architectures',
    'NVIDIA, CUDA C++ Programming Guide: binary compatibility within a major revision; PTX for later ones',
  ],
  judge: (subject, group) => {
    const need = cudaOf(subject);
    // Where that is not known, or there is no card, rule cuda says so.
    if (!need.known || need.value === null) return [];
    const cards = cardsOf(group, 'NVIDIA');
    if (!cards.known || cards.value.length === 0) return [];
    const { value, facts } = need;
    return [cautious(bestOf(cards.value.map((card) => onCard(value, facts, card, group))), value.gap)];
  },
};

function onCard(need: Cuda, needFacts: Fact[], card: GpuGroup, group: NodeGroup): Finding {
  const capability = numbersOf(card.computeCapability);
  const facts = [...needFacts, cardFact(group, 'compute capability', card, card.computeCapability)];
  const say = (answer: Finding['answer'], message: string): Finding => ({ answer, message, facts });
  const what = `CUDA ${need.version}`;
  const first = FIRST[capability];
  if (capability === '')
    return say('unknown', `The compute capability of ${card.model || 'the cards'} is not known.`);
  if (first === undefined)
    return say('unknown', `Compute capability ${capability} is not in the table that this version has.`);
  const oldest = OLDEST[majorOf(need.version)];
  if (oldest === undefined)
    return say('unknown', `${what} is not in the table of cards that this version has.`);
  if (!isAtLeast(capability, oldest)) {
    return say('no', `${what} has no code for compute capability ${capability}; ${oldest} is the oldest.`);
  }
  if (isAtLeast(need.version, firstOfGeneration(capability))) {
    return say('yes', `${what} has code for compute capability ${capability}.`);
  }
  return say(
    'note',
    `${what} is older than compute capability ${capability}: only programs that carry PTX run.`,
  );
}

/** Code for 8.0 runs on 8.6: the same major revision, and no later minor one. */
function firstOfGeneration(capability: string): string {
  const generation = Object.entries(FIRST)
    .filter(([one]) => majorOf(one) === majorOf(capability) && isAtLeast(capability, one))
    .map(([, toolkit]) => toolkit);
  return generation.reduce((first, one) => (isAtLeast(one, first) ? first : one));
}
