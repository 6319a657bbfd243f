import type { Adapter } from './schema.ts';

/** One card as a text tells it, before equal ones are counted. */
export interface Told {
  /** Of the kernel's class or of the program: infiniband, cxi. */
  class: 'infiniband' | 'cxi';
  vendor: string;
  device: string;
  type: string;
  board: string;
  firmware: string;
  driver: string;
  driverVersion: string;
  /** `1: CA`, `4: RNIC`, or the transport of ibv_devinfo, `iWARP (1)`. */
  nodeType: string;
  ports: Port[];
  /** null where only those of a shortened text were told. */
  portCount: number | null;
}

export interface Port {
  linkLayer: string;
  isUp: boolean;
  gigabits: number | null;
}

export const nothingTold: Told = {
  class: 'infiniband',
  vendor: '',
  device: '',
  type: '',
  board: '',
  firmware: '',
  driver: '',
  driverVersion: '',
  nodeType: '',
  ports: [],
  portCount: null,
};

/** Names by PCI id (https://pci-ids.ucw.cz), virtual functions under the name of their card. */
const MODELS: Record<string, string> = {
  '15b3:1003': 'ConnectX-3',
  '15b3:1004': 'ConnectX-3',
  '15b3:1007': 'ConnectX-3 Pro',
  '15b3:1011': 'Connect-IB',
  '15b3:1012': 'Connect-IB',
  '15b3:1013': 'ConnectX-4',
  '15b3:1014': 'ConnectX-4',
  '15b3:1015': 'ConnectX-4 Lx',
  '15b3:1016': 'ConnectX-4 Lx',
  '15b3:1017': 'ConnectX-5',
  '15b3:1018': 'ConnectX-5',
  '15b3:1019': 'ConnectX-5 Ex',
  '15b3:101a': 'ConnectX-5 Ex',
  '15b3:101b': 'ConnectX-6',
  '15b3:101c': 'ConnectX-6',
  '15b3:101d': 'ConnectX-6 Dx',
  '15b3:101f': 'ConnectX-6 Lx',
  '15b3:1021': 'ConnectX-7',
  '15b3:1023': 'ConnectX-8',
  '15b3:a2d2': 'BlueField',
  '15b3:a2d6': 'BlueField-2',
  '15b3:a2dc': 'BlueField-3',
  '8086:24f0': 'Omni-Path HFI 100',
  '8086:24f1': 'Omni-Path HFI 100',
  '17db:0501': 'Slingshot Cassini',
  '1d0f:efa0': 'Elastic Fabric Adapter',
  '1d0f:efa1': 'Elastic Fabric Adapter',
  '1d0f:efa2': 'Elastic Fabric Adapter',
  '1d0f:efa3': 'Elastic Fabric Adapter',
};

/** Drivers whose network is known whatever the port says; `rxe` and `siw` are made of software. */
const NETWORKS: Record<string, Adapter['network']> = {
  hfi1: 'Omni-Path',
  efa: 'EFA',
  ib_qib: 'InfiniBand',
  cxgb4: 'iWARP',
  rdma_rxe: 'software',
  siw: 'software',
};

/** Equal cards become one row with a count, sorted; the order of the bus does not matter. */
export function adaptersOf(cards: Told[]): Adapter[] {
  const found = new Map<string, Adapter>();
  for (const one of cards.map(adapterOf)) {
    const key = JSON.stringify(one);
    const known = found.get(key);
    if (known) known.count += 1;
    else found.set(key, one);
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function adapterOf(told: Told): Adapter {
  const pciId = idOf(told.vendor, told.device);
  const up = told.ports.flatMap((port) => (port.isUp && port.gigabits !== null ? [port.gigabits] : []));
  return {
    network: networkOf(told, pciId),
    model: (Object.hasOwn(MODELS, pciId) ? MODELS[pciId] : undefined) ?? told.type,
    pciId,
    board: told.board,
    // Software devices and some cards say 0.0.0, or leave the hypervisor to say it.
    firmware: /^(?:0(?:\.0)*|N\/A)$/.test(told.firmware) ? '' : told.firmware,
    driver: told.driver,
    driverVersion: told.driverVersion,
    ports: told.portCount ?? (told.ports.length > 0 ? told.ports.length : null),
    gigabits: up.length > 0 ? Math.max(...up) : null,
    count: 1,
  };
}

function networkOf(told: Told, pciId: string): Adapter['network'] {
  if (told.class === 'cxi') return 'Slingshot';
  const byDriver = Object.hasOwn(NETWORKS, told.driver) ? NETWORKS[told.driver] : undefined;
  if (byDriver) return byDriver;
  if (/omni-path/i.test(MODELS[pciId] ?? '') || /^Omni-Path|HFI/i.test(told.type)) return 'Omni-Path';
  if (pciId.startsWith('1d0f:efa')) return 'EFA';
  if (/RNIC|iWARP/i.test(told.nodeType)) return 'iWARP';
  const layers = told.ports.map((port) => port.linkLayer);
  if (layers.includes('InfiniBand')) return 'InfiniBand';
  if (layers.includes('Ethernet')) return 'RoCE';
  return '';
}

/** `15b3:101b` out of `0x15b3` and `0x101b`; ibv_devinfo writes the vendor's IEEE number and a decimal part. */
export function idOf(vendor: string, device: string): string {
  const hex = (text: string) => /^(?:0x)?([0-9a-f]{1,4})$/i.exec(text)?.[1]?.toLowerCase().padStart(4, '0');
  const [maker, part] = [hex(vendor), hex(device)];
  return maker && part ? `${maker}:${part}` : '';
}

/** `200 Gb/sec (4X HDR)`, `200`, `BS_200G`: gigabits a second. */
export function gigabitsOf(text: string): number | null {
  const found = /(\d{1,5}(?:\.\d{1,3})?)/.exec(text)?.[1];
  const number = found === undefined ? 0 : Number(found);
  return number > 0 ? number : null;
}
