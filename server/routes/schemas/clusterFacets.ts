import { z } from 'zod';
import { Hash, Time } from './common.ts';

export const ClusterFacet = z.object({
  facet: z.string(),
  root: z.string().describe("path of a place; '' for what belongs to nodes themselves"),
  kind: z.string().describe("of the place; '' for what belongs to nodes themselves"),
  shared: z.boolean().describe('on a network file system'),
  line: z.string().describe("its facts in a line; '' where a line cannot tell them"),
  nodes: z.string().describe('nodes that hold exactly this, folded'),
  nodeCount: z.number().int(),
  node: z.number().int().describe('id of one of them'),
  document: Hash.nullable().describe('what they hold; null for a place, which holds several'),
  items: z.number().int().describe('documents in it'),
  offerings: z.number().int().describe('what is offered at the place'),
  confirmedAt: Time.nullable().describe('when it was read on the node where that is longest ago'),
});
export type ClusterFacet = z.infer<typeof ClusterFacet>;
