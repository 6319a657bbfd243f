import { z } from 'zod';
import { Hash, Time } from './common.ts';

const count = z.number().int();
const anaconda = "Anaconda's own channels, which organisations may need a licence for";

export const FleetCondaRow = z.object({
  site: z.string(),
  cluster: z.string(),
  place: z.string().describe('folder of the environment'),
  owner: z.string().describe("account that its folder belongs to; '' when not known"),
  python: z.string().describe("'' where there is none"),
  packages: count.describe('of conda'),
  pip: count.describe('packages that pip installed'),
  channels: z.array(z.string()).describe("where its packages came from, the largest first; '' is not told"),
  defaults: z
    .enum(['yes', 'no', 'unknown'])
    .describe(`whether packages come from ${anaconda}; unknown: of some the channel is not told`),
  node: z.string().describe("the node whose own it is; '' where nodes share the place"),
  nodes: count.describe('how many nodes see it'),
  since: Time.describe('first seen as it is now'),
  document: z.union([Hash, z.literal('')]),
  confirmedAt: Time.nullable().describe('when it was last seen there'),
});
export type FleetCondaRow = z.infer<typeof FleetCondaRow>;

export const FleetCondaChannelRow = z.object({
  site: z.string(),
  cluster: z.string(),
  channel: z.string().describe("'' where it is not told"),
  defaults: z.boolean().describe(`one of ${anaconda}`),
  environments: count.describe('that have packages from it'),
  packages: count.describe('that these have from it, one by one'),
});
export type FleetCondaChannelRow = z.infer<typeof FleetCondaChannelRow>;

export const FleetCondaOwnerRow = z.object({
  owner: z.string().describe("'' when not known"),
  environments: count,
  clusters: count,
  packages: count.describe('of conda and of pip, of all of them'),
  defaults: count.describe(`environments with packages from ${anaconda}`),
  oldest: Time.describe('when the one was first seen that has been as it is for longest'),
});
export type FleetCondaOwnerRow = z.infer<typeof FleetCondaOwnerRow>;

export const FleetCondaClusterRow = z.object({
  site: z.string(),
  cluster: z.string(),
  environments: count,
  different: count.describe('that have not the same packages'),
  defaults: count.describe(`with packages from ${anaconda}`),
  untold: count.describe('of which nobody can tell that, since a channel is not told'),
  owners: count.describe('accounts that are known'),
  median: count.describe('packages of the environment in the middle'),
  largest: count.describe('packages of the largest'),
  oldest: Time.describe('when the one was first seen that has been as it is for longest'),
});
export type FleetCondaClusterRow = z.infer<typeof FleetCondaClusterRow>;
