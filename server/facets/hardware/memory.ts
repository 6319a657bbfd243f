/**
 * Online memory blocks times block size (kernel: ABI/testing/sysfs-devices-memory; the size is hexadecimal
 * without 0x). null when the kernel tells no blocks or none is online, which no running machine can be.
 */
export function parseMemory(text: string): number | null {
  const size = /^block_size (?:0x)?([0-9a-fA-F]{1,12})$/m.exec(text)?.[1];
  const online = /^online (\d{1,9})$/m.exec(text)?.[1];
  if (size === undefined || online === undefined) return null;
  const bytes = Number.parseInt(size, 16) * Number(online);
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : null;
}
