import type { Device } from './devices.ts';
import { pciId } from './values.ts';

type Vendor = Device['vendor'];

const VENDORS: [id: string, name: string, vendor: Vendor][] = [
  ['10de', 'NVIDIA Corporation', 'NVIDIA'],
  ['1002', 'Advanced Micro Devices, Inc. [AMD/ATI]', 'AMD'],
  ['1002', 'Advanced Micro Devices [AMD/ATI]', 'AMD'],
  ['1002', 'ATI Technologies Inc', 'AMD'],
  ['8086', 'Intel Corporation', 'Intel'],
];

/** Display controllers; accelerators of AMD's are GPUs, those of others are not. */
const DISPLAYS = new Map<string, string>(
  Object.entries({
    'VGA compatible controller': '0300',
    'XGA compatible controller': '0301',
    '3D controller': '0302',
    'Display controller': '0380',
    'Processing accelerators': '1200',
  }),
);

const SLOT = /^(?:[0-9a-f]{4,8}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/i;

interface Line {
  /** A name, a name with its number in brackets, or a number. */
  class: string;
  vendor: string;
  device: string;
}

/**
 * lspci(8) with any of -n, -nn, -m, -mm, -vmm, -v, -k and -D. Null when the text is something else; a machine
 * without GPUs has none.
 */
export function readLspciText(text: string): Device[] | null {
  const devices: Device[] = [];
  let seen = 0;
  let current: Device | null = null;
  for (const line of recordsOf(text)) {
    if (typeof line === 'string') {
      const driver =
        /^\s+Kernel driver in use: (\S{1,60})/.exec(line)?.[1] ?? /^Driver:\s+(\S{1,60})/.exec(line)?.[1];
      if (driver !== undefined && current) current.kernelDriver = driver;
      continue;
    }
    seen += 1;
    current = deviceOf(line);
    if (current) devices.push(current);
  }
  if (seen === 0) return null;
  // With -k or -v a device without that line has no driver.
  const isTold = /^(?:[ \t]+Kernel driver in use: |Driver:\s)/m.test(text);
  return devices.map((one) => ({ ...one, kernelDriver: one.kernelDriver ?? (isTold ? '' : null) }));
}

/** Lines that begin a device, and those below it as they are. */
function recordsOf(text: string): (Line | string)[] {
  const records: (Line | string)[] = [];
  let open: Line | undefined;
  for (const line of text.split('\n')) {
    const space = line.indexOf(' ');
    const told = SLOT.test(line.slice(0, Math.max(0, space))) ? lineOf(line.slice(space + 1)) : null;
    const [, key, value = ''] = /^(Slot|Class|Vendor|Device):\s+(\S.{0,200})$/.exec(line) ?? [];
    if (told) records.push(told);
    else if (key === 'Slot' && SLOT.test(value.trim())) open = { class: '', vendor: '', device: '' };
    else if (open && key === 'Class') open.class = value.trim();
    else if (open && key === 'Vendor') open.vendor = value.trim();
    else if (open && key === 'Device') {
      open.device = value.trim();
      records.push(open);
      open = undefined;
    } else records.push(line);
  }
  return records;
}

function lineOf(rest: string): Line | null {
  if (rest.startsWith('"')) {
    const [, deviceClass = '', , vendor = '', , device = ''] = rest.split('"');
    return { class: deviceClass, vendor, device };
  }
  // `0302: 10de:20f1 (rev a1)`
  const bare = /^([0-9a-f]{4}): ([0-9a-f]{4}):([0-9a-f]{4})\b/i.exec(rest);
  if (bare) return { class: `[${bare[1]}]`, vendor: `[${bare[2]}]`, device: `[${bare[3]}]` };
  const colon = rest.indexOf(': ');
  if (colon < 0) return null;
  const name = rest
    .slice(colon + 2)
    .trim()
    .replace(/ \(prog-if [^)]{0,60}\)$/, '')
    .replace(/ \(rev [0-9a-f]{2}\)$/, '');
  const ids = / \[([0-9a-f]{4}):([0-9a-f]{4})\]$/i.exec(name);
  const [vendor, device] = namesOf(ids ? name.slice(0, ids.index) : name);
  return {
    class: rest.slice(0, colon),
    vendor: ids ? `${vendor} [${ids[1]}]` : vendor,
    device: ids ? `${device} [${ids[2]}]` : device,
  };
}

/** Nothing separates the two names but that vendors are known. */
function namesOf(name: string): [vendor: string, device: string] {
  const known = VENDORS.find(([, vendor]) => name.startsWith(`${vendor} `))?.[1];
  return known === undefined ? [name, ''] : [known, name.slice(known.length + 1)];
}

function deviceOf({ class: deviceClass, vendor, device }: Line): Device | null {
  const classId = idIn(deviceClass) || (DISPLAYS.get(deviceClass.trim()) ?? '');
  const vendorId = idIn(vendor);
  const maker = VENDORS.find(([id, name]) => (vendorId ? id === vendorId : vendor.startsWith(name)));
  if (!maker || !(classId.startsWith('03') || (classId.startsWith('12') && maker[0] === '1002'))) return null;
  const id = idIn(device);
  const name = (id ? device.slice(0, device.lastIndexOf('[')) : device).trim();
  return {
    vendor: maker[2],
    pciId: id ? pciId(maker[0], id) : pciId(maker[0], /^Device ([0-9a-f]{4})$/i.exec(name)?.[1]),
    kernelDriver: null,
    memoryMiB: null,
    model: /^Device(?: [0-9a-f]{4})?$/i.test(name) ? '' : name,
  };
}

/** `302` out of `3D controller [0302]`: the last brackets. */
function idIn(text: string): string {
  return /\[([0-9a-f]{4})\]$/i.exec(text.trim())?.[1]?.toLowerCase() ?? '';
}
