import { mebibytes, pciId, said } from './values.ts';

/** A GPU as the kernel shows it. */
export interface Device {
  vendor: 'NVIDIA' | 'AMD' | 'Intel';
  pciId: string;
  /** The kernel driver that holds it; '' is none; null where it cannot be told (lspci). */
  kernelDriver: string | null;
  memoryMiB: number | null;
  model: string;
}

const VENDORS: Record<string, Device['vendor']> = { '10de': 'NVIDIA', '1002': 'AMD', '8086': 'Intel' };

/** The agent's lines: class, vendor, device, kernel driver, bytes of memory, name; `-` is not known. */
export function readDevices(text: string): Device[] {
  return text.split('\n').flatMap((line): Device[] => {
    const [, vendorId = '', device = '', driver = '', memory = '', ...name] = line.split(' ');
    const id = vendorId.replace(/^0x/, '');
    const vendor = Object.hasOwn(VENDORS, id) ? VENDORS[id] : undefined;
    if (!vendor) return [];
    return [
      {
        vendor,
        pciId: pciId(id, device),
        kernelDriver: driver === '-' ? '' : driver,
        memoryMiB: mebibytes(memory, 'B'),
        model: said(name.join(' ')),
      },
    ];
  });
}

/**
 * `lspci -nnmm` without the slot: `"3D controller [0302]" "NVIDIA Corporation [10de]" "GA100 [A100 PCIe
 * 40GB] [20f1]" -ra1 ...`. A device that the PCI database lacks is called `Device`.
 */
export function readLspci(text: string): Device[] {
  return text.split('\n').flatMap((line): Device[] => {
    const [, classText = '', , vendorText = '', , deviceText = ''] = line.split('"');
    const deviceClass = idIn(classText);
    const id = idIn(vendorText);
    const vendor = Object.hasOwn(VENDORS, id) ? VENDORS[id] : undefined;
    if (!vendor || !(deviceClass.startsWith('03') || (deviceClass.startsWith('12') && id === '1002')))
      return [];
    const device = idIn(deviceText);
    const name = deviceText.slice(0, Math.max(0, deviceText.lastIndexOf('['))).trim();
    const model = name === 'Device' ? '' : name;
    return [{ vendor, pciId: pciId(id, device), kernelDriver: null, memoryMiB: null, model }];
  });
}

/** `302` out of `3D controller [0302]`: the last brackets. */
function idIn(text: string): string {
  return /\[([0-9a-f]{4})\]$/.exec(text)?.[1] ?? '';
}

/** `NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat ...` in /proc/driver/nvidia/version. */
export function nvidiaKernelVersion(text: string): string {
  const line = text.split('\n').find((one) => one.startsWith('NVRM version:')) ?? '';
  return line.split(/\s+/).find((word) => /^\d{3,4}\.\d+(?:\.\d+)?$/.test(word)) ?? '';
}

/** Lines `vendor device gfx_target_version`, in decimal as /sys/class/kfd writes them, by PCI id. */
export function gfxTargets(text: string): Map<string, string> {
  const targets = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [vendor = '', device = '', target = ''] = line.trim().split(' ');
    if (![vendor, device, target].every((one) => /^\d{1,9}$/.test(one))) continue;
    const id = pciId(Number(vendor).toString(16), Number(device).toString(16));
    targets.set(id, target);
  }
  return targets;
}
