import { problemOf } from '../reading.ts';
import { card } from './card.ts';
import { emptyReport, type NvidiaReport } from './nvidia-report.ts';
import type { Card } from './schema.ts';
import { mebibytes, migMode, nvidiaPciId, said, versionIn } from './values.ts';

const FORMAT = 'nvidia-smi-csv';

/** Fields of `nvidia-smi --help-query-gpu` that are read, with their older names. */
const FIELDS: Record<string, (value: string) => Partial<Card>> = {
  name: (value) => ({ model: said(value) }),
  gpu_name: (value) => ({ model: said(value) }),
  'pci.device_id': (value) => ({ pciId: nvidiaPciId(value) }),
  driver_version: (value) => ({ driver: versionIn(value) }),
  kmd_version: (value) => ({ driver: versionIn(value) }),
  'memory.total': (value) => ({ memoryMiB: mebibytes(value) }),
  compute_cap: (value) => ({ computeCapability: versionIn(value) }),
  'mig.mode.current': (value) => ({ mig: migMode(value) }),
};

/** Fields that tell one card from another: with one of them a row is a card, whatever else was asked for. */
const OF_ONE = ['uuid', 'gpu_uuid', 'serial', 'gpu_serial', 'index', 'pci.bus_id', 'gpu_bus_id'];

/**
 * How the other fields of `nvidia-smi --help-query-gpu` begin, in drivers 390 to 610: most of the columns of a
 * heading are such, which the words of a sentence with commas are not.
 */
const OTHERS =
  /^(?:timestamp|count|pci\.|pcie\.|vbios_version|driver_model\.|display_|persistence_mode|accounting\.|addressing_mode|inforom\.|gom\.|gpu_operation_mode\.|fan\.|pstate|performance_state|clocks|memory\.|utilization\.|encoder\.|decoder|ecc\.|retired_pages\.|temperature|power|enforced\.|mig\.|mode|compute_mode|compute_cap|gsp\.|c2c\.|protected_memory|fabric\.|platform\.|hostname|dram_encryption|vgpu|reset_status|gpu_recovery|module_power|instant|inst)/;

/** Fields of the tables of processes, pages and clocks, which name a GPU once per row. */
const NOT_GPUS = ['pid', 'process_name', 'retired_pages.address', 'graphics'];

/**
 * The first table of `nvidia-smi --query-gpu=... --format=csv` in a text: columns in any order, with
 * or without units. Text around it is passed over; null when there is no table.
 */
export function readNvidiaCsv(text: string): NvidiaReport | null {
  const lines = text.split('\n').map((line) => line.trim());
  const first = lines.findIndex((line) => line !== '');
  // A single field name is a heading only at the very top; elsewhere it is a word.
  const at = lines.findIndex(
    (line, index) => (index === first || line.includes(',')) && columnsOf(line) !== null,
  );
  if (at < 0) return readHeadless(lines);
  const columns = columnsOf(lines[at] ?? '') ?? [];
  const report = emptyReport();
  for (let index = at + 1; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (line === '') break;
    const cells = line.split(',').map((cell) => cell.trim());
    if (cells.length !== columns.length) {
      const message = `${cells.length} values for ${columns.length} columns`;
      report.problems.push(problemOf('gpus', '', FORMAT, index + 1, line, message));
      continue;
    }
    const count = cells[columns.indexOf('count')];
    if (count !== undefined && /^\d{1,4}$/.test(count)) report.attached = Number(count);
    report.cards.push(cardOf(columns, cells));
  }
  return report;
}

/** Field names without units when the line heads a table of GPUs, else null. */
function columnsOf(line: string): string[] | null {
  if (line.length > 20_000) return null;
  const columns = line.split(',').map((cell) => cell.trim().replace(/ \[[^\]]{1,20}\]$/, ''));
  if (!columns.every((column) => /^[A-Za-z][A-Za-z0-9_.]*$/.test(column))) return null;
  if (columns.some((column) => NOT_GPUS.includes(column))) return null;
  const of = (knows: (column: string) => boolean) => columns.filter(knows).length;
  const isRead = (column: string) => Object.hasOwn(FIELDS, column);
  const isOfOne = (column: string) => OF_ONE.includes(column);
  const known = of((column) => isRead(column) || isOfOne(column) || OTHERS.test(column));
  if (known * 3 < columns.length * 2) return null;
  return of(isRead) > 0 || (of(isOfOne) > 0 && columns.length > 1) ? columns : null;
}

function cardOf(columns: string[], cells: string[]): Card {
  const facts: Partial<Card> = {};
  columns.forEach((column, index) => {
    const read = Object.hasOwn(FIELDS, column) ? FIELDS[column] : undefined;
    for (const [key, value] of Object.entries(read?.(cells[index] ?? '') ?? {}))
      if (value !== '' && value !== null) Object.assign(facts, { [key]: value });
  });
  return card({ vendor: 'NVIDIA', ...facts });
}

const FAMILY =
  /^(?:NVIDIA (?=[A-Z0-9])|Tesla |Quadro |GeForce |GRID |TITAN |Graphics Device$|A\d{1,3}[A-Z]?-|[ABHLVTPMK]\d{1,3}[A-Z]{0,2}(?:-|$))/;

/**
 * Rows of `--format=csv,noheader`, where the shape of the values tells what they are: a product name,
 * and beside it a driver version, sizes with their unit (the largest is the total), a capability.
 */
function readHeadless(lines: string[]): NvidiaReport | null {
  const report = emptyReport();
  const isLonely = lines.every(
    (line) => line === '' || (FAMILY.test(line) && /^[\w ./+()-]{1,60}$/.test(line)),
  );
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const cells = line.split(',').map((cell) => cell.trim());
    const model = cells.find((cell) => FAMILY.test(cell));
    if (model === undefined || (cells.length < 2 && !isLonely)) {
      if (report.cards.length === 0) return null;
      const message = 'no product name in this row';
      report.problems.push(problemOf('gpus', '', FORMAT, index + 1, line, message));
      continue;
    }
    report.cards.push(
      card({
        vendor: 'NVIDIA',
        model,
        memoryMiB: memoryOf(cells),
        driver: cells.find((cell) => /^[1-9]\d{2}\.\d{2,3}(?:\.\d{2})?$/.test(cell)) ?? '',
        computeCapability: cells.find((cell) => /^[1-9]\d?\.\d$/.test(cell)) ?? '',
        pciId: cells.map(nvidiaPciId).find((id) => id !== '') ?? '',
      }),
    );
  }
  return report.cards.length ? report : null;
}

/**
 * The largest size. With `nounits` a size is a whole number among others: temperatures and loads are
 * small, and clocks of memory, which are not, end in 01, 51 and the like, as no memory's size does.
 */
function memoryOf(cells: string[]): number | null {
  const told = cells.flatMap((cell) => (/ MiB$/.test(cell) ? (mebibytes(cell) ?? []) : []));
  const bare = cells.filter((cell) => /^\d{4,6}$/.test(cell) && !/[0257][05]1$/.test(cell)).map(Number);
  const sizes = told.length > 0 ? told : bare.filter((size) => size >= 4000);
  return sizes.length > 0 ? sizes.reduce((a, b) => Math.max(a, b)) : null;
}
