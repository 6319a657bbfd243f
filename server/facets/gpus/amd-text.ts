import { cardOfAmd, cardOfRocm } from './amd.ts';
import { card } from './card.ts';
import { csvRows } from './csv.ts';
import type { JsonObject } from './json.ts';
import type { Card } from './schema.ts';
import { mebibytes, pciId, said } from './values.ts';

/**
 * `amd-smi static` as people read it: what `--json` nests, indented, with keys in capitals. `GPU: 0` begins a
 * card. Null when the text is something else.
 */
export function readAmdSmiText(text: string): Card[] | null {
  const gpus: Record<string, Record<string, string>>[] = [];
  let section = '';
  // Processors (MI300A) have sections of the same names.
  let isCard = false;
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const indent = line.length - line.trimStart().length;
    const key = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (indent === 0) {
      isCard = key === 'gpu' && /^\d{1,4}$/.test(value);
      if (isCard) gpus.push({});
      continue;
    }
    const gpu = isCard ? gpus.at(-1) : undefined;
    if (!gpu) continue;
    // Deeper ones stand under a section; a section has no value of its own.
    if (value === '' && indent <= 4) section = key;
    else if (indent > 4) gpu[section] = { ...gpu[section], [key]: value };
  }
  const told = gpus.filter((one) => one.asic || one.vram || one.driver);
  return told.length > 0 ? told.map((one) => cardOfAmd(one)) : null;
}

/** `amd-smi static --csv`: one flat row per card, with the keys of all sections. */
export function readAmdSmiCsv(text: string): Card[] | null {
  const rows = csvRows(text, (columns) => columns[0] === 'gpu' && columns.includes('market_name'));
  if (!rows) return null;
  return rows.map((row) => cardOfAmd({ asic: row, vram: row, driver: withDriver(row), board: row }));
}

/** In the flat row the driver's two keys are `name` and `version`; the BIOS has others. */
function withDriver(row: Record<string, string>): JsonObject {
  return { driver_version: row.driver_version ?? row.version ?? '' };
}

/**
 * `rocm-smi` with --show options: `GPU[0]		: Card series: 		Instinct MI210`, and the driver's version once.
 * Null when the text is something else.
 */
export function readRocmText(text: string): Card[] | null {
  const cards = new Map<string, Record<string, string>>();
  let driver = '';
  for (const line of text.split('\n')) {
    driver ||= /^\s*Driver version:\s*(\S{1,60})\s*$/.exec(line)?.[1] ?? '';
    const [, index, key = '', value = ''] = /^GPU\[(\d{1,4})\]\s*: ([^:]{1,80}):(.*)$/.exec(line) ?? [];
    if (index !== undefined) cards.set(index, { ...cards.get(index), [key.trim()]: value.trim() });
  }
  return cards.size > 0 ? [...cards.values()].map((one) => cardOfRocm(one, driver)) : null;
}

/** `rocm-smi --csv`: a row per card, `card0`, and at the end one of the system. */
export function readRocmCsv(text: string): Card[] | null {
  const rows = csvRows(text, (columns) => columns[0] === 'device' && columns.length > 1);
  const cards = rows?.filter((row) => /^card\d{1,4}$/.test(row.device ?? ''));
  if (!cards || cards.length === 0) return null;
  const driver = rows?.find((row) => row.device === 'system')?.['Driver version'] ?? '';
  return cards.map((one) => cardOfRocm(one, driver));
}

/**
 * Plain `rocm-smi`. Up to ROCm 5.6 a row is the number of the card and measurements; from 5.7 on the PCI number
 * stands in it: `0       2     0x740f,   61559  ...`.
 */
export function readRocmTable(text: string): Card[] | null {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => /^=+ Concise Info =+$/.test(line.trim()));
  if (at < 0) return null;
  const cards: Card[] = [];
  for (const line of lines.slice(at + 1)) {
    if (/^=+ End of ROCm SMI Log =+$/.test(line.trim())) break;
    if (!/^(?:GPU\[)?\d{1,4}\b/.test(line)) continue;
    cards.push(card({ vendor: 'AMD', pciId: pciId('1002', /\s(0x[0-9a-f]{4}),/i.exec(line)?.[1]) }));
  }
  return cards.length > 0 ? cards : null;
}

/**
 * Plain `amd-smi` from ROCm 7 on: two lines a card, `| 0000:05:00.0    AMD Instinct MI300X | ...` and
 * `|   0       0       2        SPX/NPS1 | 0 %        N/A           283/196592 MB |`.
 */
export function readAmdSmiTable(text: string): Card[] | null {
  const head = /^\| AMD-SMI .{0,300}$/m.exec(text)?.[0];
  if (head === undefined) return null;
  const driver = /amdgpu version: (\d[\w.-]{0,40})/.exec(head)?.[1] ?? '';
  const rocm = /ROCm version: (\d[\w.-]{0,40})/.exec(head)?.[1] ?? '';
  const cards: Card[] = [];
  for (const line of text.split('\n')) {
    const name = /^\| [0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.\d +([^|]{1,80})\|/i.exec(line)?.[1];
    if (name !== undefined) cards.push(card({ vendor: 'AMD', model: said(name), driver, rocm }));
    const memory = /\/(\d{1,9} MB) +\|\s*$/.exec(line)?.[1];
    const last = cards.at(-1);
    if (last && memory !== undefined) last.memoryMiB ??= mebibytes(memory);
  }
  return cards.length > 0 ? cards : null;
}
