import type { Card, GpuGroup, Gpus, MigDevices } from './schema.ts';

const unknownCard: Omit<Card, 'vendor'> = {
  model: '',
  pciId: '',
  memoryMiB: null,
  driver: '',
  kernelDriver: '',
  cuda: '',
  rocm: '',
  computeCapability: '',
  gfx: '',
  mig: '',
  migDevices: [],
  state: 'reported',
  confined: false,
};

export function card(facts: Partial<Card> & Pick<Card, 'vendor'>): Card {
  return { ...unknownCard, ...facts };
}

/** Equal cards become one group with a count; the order of the bus does not matter. */
export function gpusOf(cards: Card[]): Gpus {
  const groups = new Map<string, GpuGroup>();
  for (const one of cards) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.count += 1;
    else groups.set(key, { ...one, count: 1 });
  }
  const sorted = [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  return { kind: 'gpus.node', gpus: sorted.map(([, group]) => group) };
}

/** The order of the fields is the order of the groups: vendor and model first. */
function keyOf(one: Card): string {
  return JSON.stringify([
    one.vendor,
    one.model,
    one.pciId,
    one.memoryMiB,
    one.state,
    one.mig,
    one.migDevices,
    one.driver,
    one.kernelDriver,
    one.cuda,
    one.rocm,
    one.computeCapability,
    one.gfx,
    one.confined,
  ]);
}

/** Counts equal MIG devices, sorted by profile and size. */
export function migCounts(devices: Omit<MigDevices, 'count'>[]): MigDevices[] {
  const counts = new Map<string, MigDevices>();
  for (const { profile, multiprocessors, memoryMiB } of devices) {
    const key = JSON.stringify([profile, multiprocessors, memoryMiB]);
    const known = counts.get(key);
    if (known) known.count += 1;
    else counts.set(key, { profile, multiprocessors, memoryMiB, count: 1 });
  }
  return [...counts.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
