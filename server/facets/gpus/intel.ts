import { card } from './card.ts';
import { csvRows } from './csv.ts';
import { isObject, type JsonObject, jsonIn, textAt } from './json.ts';
import type { Card } from './schema.ts';
import { mebibytes, pciId, said } from './values.ts';

/**
 * `xpu-smi discovery -j` (a `device_list`) or `xpu-smi discovery -d 0 -j` (one device, with memory and
 * driver). Virtual functions are shares of a card that is listed itself. Null when it is something else.
 */
export function readXpuSmi(text: string): Card[] | null {
  const value = jsonIn(text);
  const list = isObject(value) && Array.isArray(value.device_list) ? value.device_list : [value];
  return cardsOf(list.filter(isObject));
}

const KEYS = new Map<string, string>(
  Object.entries({
    'Device Name': 'device_name',
    'PCI Device ID': 'pci_device_id',
    'Driver Version': 'driver_version',
    'Memory Physical Size': 'memory_physical_size',
    'Function Type': 'device_function_type',
  }),
);

/** `xpu-smi discovery` as a table: the number of the device stands in its first line, `| 0 | Device Name: ...`. */
export function readXpuTable(text: string): Card[] | null {
  if (!/^\| Device ID +\| Device Information +\|/m.test(text)) return null;
  const devices: JsonObject[] = [];
  for (const line of text.split('\n')) {
    const [before, id = '', told = ''] = line.trim().split('|');
    if (before !== '') continue;
    if (/^\d{1,4}$/.test(id.trim())) devices.push({});
    const colon = told.indexOf(':');
    const key = colon < 0 ? undefined : KEYS.get(told.slice(0, colon).trim());
    const device = devices.at(-1);
    if (key && device) device[key] = told.slice(colon + 1).trim();
  }
  return cardsOf(devices);
}

/** `xpu-smi discovery --dump 1,2,8,16,24`: the headings of the properties that were asked for. */
export function readXpuDump(text: string): Card[] | null {
  const rows = csvRows(text, (columns) => columns.includes('Device Name') && columns.length > 1);
  return (
    rows && cardsOf(rows.map((row) => Object.fromEntries([...KEYS].map(([name, key]) => [key, row[name]]))))
  );
}

function cardsOf(list: JsonObject[]): Card[] | null {
  const devices = list.filter((one) => textAt(one, 'device_name') !== '');
  if (devices.length === 0) return null;
  return devices.filter((one) => textAt(one, 'device_function_type') !== 'virtual').map(intelCard);
}

function intelCard(one: JsonObject): Card {
  return card({
    vendor: 'Intel',
    model: said(textAt(one, 'device_name')),
    pciId: pciId('8086', textAt(one, 'pci_device_id')),
    memoryMiB:
      mebibytes(textAt(one, 'memory_physical_size_byte'), 'B') ??
      mebibytes(textAt(one, 'memory_physical_size')),
    driver: said(textAt(one, 'driver_version')),
  });
}
