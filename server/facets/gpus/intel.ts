import { card } from './card.ts';
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
  const devices = list.filter(isObject).filter((one) => textAt(one, 'device_name') !== '');
  if (devices.length === 0) return null;
  return devices.filter((one) => textAt(one, 'device_function_type') !== 'virtual').map(intelCard);
}

function intelCard(one: JsonObject): Card {
  return card({
    vendor: 'Intel',
    model: said(textAt(one, 'device_name')),
    pciId: pciId('8086', textAt(one, 'pci_device_id')),
    memoryMiB: mebibytes(textAt(one, 'memory_physical_size_byte'), 'B'),
    driver: said(textAt(one, 'driver_version')),
  });
}
