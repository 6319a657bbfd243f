import type { Fabric } from '../facets/fabric/schema.ts';
import type { Gpus } from '../facets/gpus/schema.ts';
import type { Hardware } from '../facets/hardware/schema.ts';
import type { Kernel } from '../facets/kernel/schema.ts';
import type { OperatingSystem } from '../facets/os/schema.ts';
import type { Runtimes } from '../facets/runtimes/schema.ts';
import type { Known } from './facts.ts';

/** The facets that decide what runs on a node. */
export interface HostFacts {
  hardware: Known<Hardware>;
  kernel: Known<Kernel>;
  os: Known<OperatingSystem>;
  gpus: Known<Gpus>;
  runtimes: Known<Runtimes>;
  fabric: Known<Fabric>;
}

export const deciding = ['hardware', 'kernel', 'os', 'gpus', 'runtimes', 'fabric'] as const;
export type Deciding = (typeof deciding)[number];

/** Nodes of one cluster that hold the same documents in every facet that decides. */
export interface NodeGroup extends HostFacts {
  site: string;
  cluster: string;
  /** Names of the nodes, folded: `cpu[001-982]`. */
  nodes: string;
  nodeCount: number;
  /** One of them, to look at. */
  nodeId: number;
  roles: string[];
}
