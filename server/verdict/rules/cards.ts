import type { GpuGroup } from '../../facets/gpus/schema.ts';
import { type Fact, factOf, sourceOf } from '../facts.ts';
import type { Told } from '../needs/told.ts';
import { told, untold } from '../needs/told.ts';
import type { NodeGroup } from '../nodeGroup.ts';

/** The cards of one vendor in a group of nodes; an empty list where there are none. */
export function cardsOf(group: NodeGroup, vendor: GpuGroup['vendor']): Told<GpuGroup[]> {
  const { gpus } = group;
  if (gpus.state === 'unknown') return untold(gpus.why);
  const facts = [factOf('GPUs', gpus.state === 'absent' ? 'none' : listed(gpus.facts.gpus), sourceOf(gpus))];
  if (gpus.state === 'absent') return told([], facts);
  return told(
    gpus.facts.gpus.filter((card) => card.vendor === vendor),
    facts,
  );
}

function listed(cards: GpuGroup[]): string {
  return cards.map((card) => `${card.count} × ${card.model || card.vendor}`).join(', ') || 'none';
}

export function cardFact(group: NodeGroup, name: string, card: GpuGroup, value: string): Fact {
  return factOf(`${name} of ${card.model || card.vendor}`, value, sourceOf(group.gpus));
}
