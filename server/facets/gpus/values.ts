/**
 * A value that a tool printed, or '' when it says that it has none. nvidia-smi: `[N/A]`, `N/A`,
 * `[Not Supported]`, `[Unknown Error]`, `[GPU is lost]`, `[Insufficient Permissions]`,
 * `[Function Not Found]`, `ERR!`, `Requested functionality has been deprecated`; the AMD and Intel
 * tools: `N/A`, `None`, `unknown`.
 */
export function said(value: string | undefined): string {
  const text = (value ?? '').trim();
  if (text.startsWith('[') && text.endsWith(']')) return '';
  return NOTHING.has(text.toLowerCase()) ? '' : text;
}

const NOTHING = new Set([
  'n/a',
  'na',
  'none',
  'unknown',
  'unknown error',
  'not supported',
  'err!',
  'error',
  'gpu is lost',
  'gpu requires reset',
  'insufficient permissions',
  'function not found',
  'requested functionality has been deprecated',
]);

/** `550.54.15`, also out of `610.57.04 [Deprecated; ... Use KMD Version instead]`; else ''. */
export function versionIn(value: string | undefined): string {
  return /^\d+(?:\.\d+)+/.exec(said(value))?.[0] ?? '';
}

const MIB: Record<string, number> = { b: 1 / 1048576, kib: 1 / 1024, mib: 1, mb: 1, gib: 1024, gb: 1024 };

/**
 * MiB out of `81559 MiB`, `81559`, `80 GB`. The tools that say MB mean MiB (amd-smi: 65536 MB of an
 * MI210); a bare number is in `unit`.
 */
export function mebibytes(value: string | undefined, unit = 'MiB'): number | null {
  const match = /^(\d{1,15}(?:\.\d{1,6})?) ?([A-Za-z]{0,3})$/.exec(said(value));
  const factor = MIB[(match?.[2] || unit).toLowerCase()];
  if (!match || factor === undefined) return null;
  const found = Math.round(Number(match[1]) * factor);
  return found > 0 ? found : null;
}

/** nvidia-smi joins device and vendor, `0x233010DE`; the XML leaves the prefix out. */
export function nvidiaPciId(value: string | undefined): string {
  const match = /^(?:0x)?([0-9a-f]{4})10de$/i.exec(said(value));
  return match ? `10de:${match[1]?.toLowerCase()}` : '';
}

/** `1002:738c` out of a vendor and `0x738c`, `738c` or `0xbda`. */
export function pciId(vendor: string, device: string | undefined): string {
  const match = /^(?:0x)?([0-9a-f]{1,4})$/i.exec(said(device));
  return match ? `${vendor}:${match[1]?.toLowerCase().padStart(4, '0')}` : '';
}

export function migMode(value: string | undefined): '' | 'enabled' | 'disabled' {
  const text = said(value).toLowerCase();
  return text === 'enabled' || text === 'disabled' ? text : '';
}
