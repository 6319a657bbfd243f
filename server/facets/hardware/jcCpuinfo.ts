import { parseCpuinfo } from './cpuinfo.ts';
import { jsonOf } from './lscpuJson.ts';
import type { Processors } from './processors.ts';

/**
 * `jc /proc/cpuinfo` (https://github.com/kellyjonbrazil/jc): an object per blank-line separated block, with
 * the names of the lines as keys, numbers and lists of flags converted. It is written out again as the lines it
 * was made from.
 */
export function parseJcCpuinfo(text: string): Processors {
  const blocks = blocksOf(jsonOf(text)) ?? [];
  return parseCpuinfo(blocks.map(linesOf).join('\n\n'));
}

export function isJcCpuinfo(json: unknown): boolean {
  const blocks = blocksOf(json);
  return blocks?.some((one) => NAMES.some((name) => Object.hasOwn(one, name))) ?? false;
}

const NAMES = ['processor', 'vendor_id', 'CPU implementer', 'cpu model', 'bogomips per cpu', '# processors'];

function blocksOf(json: unknown): Record<string, unknown>[] | null {
  if (!Array.isArray(json)) return null;
  return json.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null);
}

/** `processor` first: it begins one, and the order of keys is nobody's promise. */
function linesOf(block: Record<string, unknown>): string {
  const names = Object.keys(block).sort((a, b) => Number(b === 'processor') - Number(a === 'processor'));
  return names.map((name) => `${name} : ${textOf(block[name])}`).join('\n');
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(' ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === null || typeof value === 'object' ? '' : String(value);
}
