import { factOf, sourceOf } from '../facts.ts';
import type { NodeGroup } from '../nodeGroup.ts';
import type { Rule } from '../rule.ts';
import { newestOf } from '../versions.ts';
import { judgeVirtual, type VirtualPackage } from '../virtual.ts';
import { cardsOf } from './cards.ts';

/** What records ask of the NVIDIA driver. */
export const condaCuda: Rule = {
  name: 'conda-cuda',
  sentence: "The nodes' NVIDIA driver is what the records of an environment ask for by __cuda.",
  cases: [
    '__cuda is the highest CUDA version that the driver supports; a node without a driver has none.',
    'Every record that asks is served: yes; one is not: no.',
    'A record that only constrains __cuda is served where there is none.',
  ],
  unknown: 'What the records ask for where it was not read, or the CUDA version of the driver.',
  sources: ['conda, plugins/virtual_packages/cuda.py: cuDriverGetVersion'],
  judge: (subject, group) =>
    subject.kind === 'environment' ? judgeVirtual(subject, '__cuda', cudaDriverOf(group)) : [],
};

function cudaDriverOf(group: NodeGroup): VirtualPackage {
  const why = 'the CUDA version of the driver is not known';
  const cards = cardsOf(group, 'NVIDIA');
  if (!cards.known) return { version: '', facts: [], why };
  const driven = cards.value.filter((card) => card.state !== 'no driver');
  const version = newestOf(driven.map((card) => card.cuda).filter((one) => one !== ''));
  const facts = [factOf('CUDA version of the driver', version || 'none', sourceOf(group.gpus))];
  if (driven.length === 0) return { version: null, facts, why };
  return { version, facts, why };
}
