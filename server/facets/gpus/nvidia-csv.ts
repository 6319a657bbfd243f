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

/** Other usual fields: with them, a line is a heading and no sentence with commas. */
const OTHERS = ['uuid', 'gpu_uuid', 'serial', 'gpu_serial', 'index', 'count', 'pci.bus_id', 'gpu_bus_id'];

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
  const read = columns.filter((column) => Object.hasOwn(FIELDS, column)).length;
  const known = read + columns.filter((column) => OTHERS.includes(column)).length;
  return read > 0 && known * 3 >= Math.min(columns.length, 9) ? columns : null;
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

const FAMILY = /^(?:NVIDIA|Tesla|Quadro|GeForce|GRID|TITAN|Graphics Device|[A-Z]\d{1,4}[A-Z]{0,2}-)/;

/**
 * Rows of `--format=csv,noheader`, where the shape of the values tells what they are: a product name,
 * and beside it a driver version, sizes with their unit (the largest is the total), a capability.
 */
function readHeadless(lines: string[]): NvidiaReport | null {
  const report = emptyReport();
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const cells = line.split(',').map((cell) => cell.trim());
    const model = cells.find((cell) => FAMILY.test(cell));
    if (model === undefined || cells.length < 2) {
      if (report.cards.length === 0) return null;
      const message = 'no product name in this row';
      report.problems.push(problemOf('gpus', '', FORMAT, index + 1, line, message));
      continue;
    }
    const sizes = cells.flatMap((cell) => (/ MiB$/.test(cell) ? (mebibytes(cell) ?? []) : []));
    report.cards.push(
      card({
        vendor: 'NVIDIA',
        model,
        memoryMiB: sizes.length ? sizes.reduce((a, b) => Math.max(a, b)) : null,
        driver: cells.find((cell) => /^[1-9]\d{2}\.\d{2,3}(?:\.\d{2})?$/.test(cell)) ?? '',
        computeCapability: cells.find((cell) => /^[1-9]\d?\.\d$/.test(cell)) ?? '',
        pciId: cells.map(nvidiaPciId).find((id) => id !== '') ?? '',
      }),
    );
  }
  return report.cards.length ? report : null;
}
