import { card } from './card.ts';
import type { Device } from './devices.ts';
import type { Card, CardState } from './schema.ts';

/** Kernel drivers through which a vendor's tools work. */
const DRIVERS: Record<Device['vendor'], string[]> = {
  NVIDIA: ['nvidia'],
  AMD: ['amdgpu'],
  Intel: ['i915', 'xe'],
};

/** Held by the vendor's own driver (lspci cannot always tell), yet nothing answered for it; or not held. */
export function stateOf(device: Device): CardState {
  return device.kernelDriver === null || DRIVERS[device.vendor].includes(device.kernelDriver)
    ? 'no tool'
    : 'no driver';
}

export function fromKernel(device: Device, state: CardState, driver: string): Card {
  const { vendor, pciId, memoryMiB, model, kernelDriver } = device;
  return card({ vendor, pciId, memoryMiB, model, kernelDriver: kernelDriver ?? '', driver, state });
}
