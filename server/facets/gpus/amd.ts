import { card } from './card.ts';
import { isObject, type JsonObject, jsonIn, objectAt, textAt, textOfAny } from './json.ts';
import type { Card } from './schema.ts';
import { mebibytes, pciId, said } from './values.ts';

/**
 * `rocm-smi ... --json`: an object per card, `card0`, and one called `system`. Keys differ between
 * releases in case and wording (`Card series`, `Card Series`, `Device Name`) and any may be missing;
 * the name may be a number (`0x1002`), which is none. Null when the text is something else.
 */
export function readRocmSmi(text: string): Card[] | null {
  const value = jsonIn(text);
  if (!isObject(value)) return null;
  const names = Object.keys(value).filter((key) => /^card\d{1,4}$/.test(key));
  if (names.length === 0) return null;
  const driver = said(textOfAny(objectAt(value, 'system'), ['driver version']));
  return names.map((name) => cardOfRocm(objectAt(value, name), driver));
}

/** A card by the keys of rocm-smi, whatever form they were printed in. */
export function cardOfRocm(one: JsonObject, driver: string): Card {
  const name = ['card series', 'device name', 'market name', 'card model']
    .map((key) => said(textOfAny(one, [key])))
    .find((text) => text !== '' && !/^0x/i.test(text));
  return card({
    vendor: 'AMD',
    model: name ?? '',
    pciId: pciId('1002', textOfAny(one, ['device id', 'gpu id'])),
    memoryMiB: mebibytes(textOfAny(one, ['vram total memory (b)', 'vram total memory']), 'B'),
    driver,
    gfx: gfxOf(textOfAny(one, ['gfx version'])),
  });
}

/**
 * `amd-smi static --json`: a list of GPUs, from ROCm 6.4 on wrapped in `gpu_data`. Sizes are `{value,
 * unit}` or, in ROCm 5, a number of MB. Null when the text is something else.
 */
export function readAmdSmi(text: string): Card[] | null {
  const value = jsonIn(text);
  // With one card asked for, some releases leave the list out.
  const list = isObject(value) ? (value.gpu_data ?? (isObject(value.asic) ? [value] : null)) : value;
  if (!Array.isArray(list)) return null;
  const gpus = list.filter(isObject).filter(isCard);
  return gpus.length === 0 ? null : gpus.filter((one) => !isShare(one)).map(cardOfAmd);
}

/** Processors, `cpu`, may stand among them. */
function isCard(one: JsonObject): boolean {
  return /^\d{1,4}$/.test(textAt(one, 'gpu'));
}

/** Of a card that is cut into partitions (CPX, DPX), each is listed; the first stands for the card. */
function isShare(one: JsonObject): boolean {
  return Number(textAt(objectAt(one, 'partition'), 'partition_id')) > 0;
}

/** A card by the keys of amd-smi, whatever form they were printed in. */
export function cardOfAmd(one: JsonObject): Card {
  const asic = objectAt(one, 'asic');
  const vram = objectAt(one, 'vram');
  const driver = objectAt(one, 'driver');
  const board = said(textAt(objectAt(one, 'board'), 'product_name'));
  // `amd-smi metric` has it under another name.
  const size = vram.size ?? objectAt(one, 'mem_usage').total_vram;
  const memory = isObject(size)
    ? `${textAt(size, 'value')} ${textAt(size, 'unit')}`
    : textOfAny(vram, ['size', 'size_mb', 'vram_size_mb', 'vram_size']);
  return card({
    vendor: 'AMD',
    model: said(textAt(asic, 'market_name')) || board,
    pciId: pciId('1002', textAt(asic, 'device_id')),
    memoryMiB: mebibytes(memory),
    driver: said(textOfAny(driver, ['driver_version', 'version'])),
    gfx: gfxOf(textAt(asic, 'target_graphics_version')),
  });
}

function gfxOf(text: string): string {
  return /^gfx[0-9a-f]{3,6}/.exec(said(text).toLowerCase())?.[0] ?? '';
}

/**
 * gfx_target_version of /sys/class/kfd: two decimal digits each for minor and stepping, which the
 * name writes in hexadecimal: 90402 is gfx942, 90010 is gfx90a.
 */
export function gfxOfTarget(target: string): string {
  if (!/^\d{5,6}$/.test(target)) return '';
  const number = Number(target);
  const minor = Math.floor(number / 100) % 100;
  return `gfx${Math.floor(number / 10000)}${minor.toString(16)}${(number % 100).toString(16)}`;
}
