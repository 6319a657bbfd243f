import type { SaidCollection } from './collection.ts';
import type { Discovery } from './discovery.ts';
import type { InventoryReport } from './reports.ts';
import type { NodeSettings } from './settings.ts';
import type { Role } from './sitesSchema.ts';

export interface InventoryNode {
  name: string;
  role: Role;
  settings: NodeSettings;
}

export interface InventoryCluster {
  name: string;
  title: string;
  /** How to get at what not everybody may use: notes by tool, in lower case. */
  access: Record<string, string>;
  /** When it is visited as a whole, as far as the file says it. */
  collect: SaidCollection;
  nodes: InventoryNode[];
  /** Groups of nodes whose names are told elsewhere; null where the file names all. */
  discovery: Discovery | null;
  /** Old names of nodes to new ones. */
  renamed: Record<string, string>;
}

export interface InventorySite {
  name: string;
  title: string;
  timezone: string;
  /** An e-mail address or a page; '' when the file names none. */
  contact: string;
  clusters: InventoryCluster[];
}

/** What a sites file says, settings folded into every node. */
export interface Inventory {
  sites: InventorySite[];
  /** Reports that are made regularly. */
  reports: InventoryReport[];
}
