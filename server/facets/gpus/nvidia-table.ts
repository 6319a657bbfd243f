import { card, migCounts } from './card.ts';
import { emptyReport, type NvidiaReport } from './nvidia-report.ts';
import type { Card, MigDevices } from './schema.ts';
import { mebibytes, migMode, said, versionIn } from './values.ts';

type Mig = Omit<MigDevices, 'count'>;

/**
 * The first table that plain `nvidia-smi` prints. It cuts long names (`NVIDIA GeForce RTX 2080 ...`) and
 * stays like that here. Null when there is no table.
 */
export function readNvidiaTable(text: string): NvidiaReport | null {
  const lines = text.split('\n').map((line) => line.trim());
  const at = lines.findIndex((line) => line.startsWith('| NVIDIA-SMI '));
  if (at < 0) return null;
  const report = emptyReport();
  const head = lines[at] ?? '';
  report.driver = wordAfter(head, 'Driver Version:') || wordAfter(head, 'KMD Version:');
  report.cuda = wordAfter(head, 'CUDA Version:') || wordAfter(head, 'CUDA UMD Version:');
  const cards = new Map<string, { facts: Partial<Card>; devices: Mig[] }>();
  let current: Partial<Card> = {};
  let part: 'gpus' | 'mig' = 'gpus';
  for (const line of lines.slice(at + 1)) {
    if (line.startsWith('| Processes:') || line.startsWith('| NVIDIA-SMI ')) break;
    if (line.startsWith('| MIG devices:')) part = 'mig';
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    const first = cells[0] ?? '';
    if (part === 'mig') {
      const index = /^\d{1,4}(?= )/.exec(first)?.[0];
      const device = index === undefined ? undefined : migDevice(cells);
      if (device) cards.get(index ?? '')?.devices.push(device);
      continue;
    }
    if (cells.length !== 3) continue;
    const index = /^\d{1,4}(?= )/.exec(first)?.[0];
    if (index !== undefined && /^[0-9A-Fa-f]{4,8}:/.test(cells[1] ?? '')) {
      current = { model: nameOf(first) };
      cards.set(index, { facts: current, devices: [] });
      continue;
    }
    const total = /\/ *(\d{1,9}MiB)$/.exec(cells[1] ?? '')?.[1];
    if (total) current.memoryMiB = mebibytes(total);
    // The third line of a card has nothing but the MIG mode.
    else if (first === '' && cells[1] === '') current.mig = migMode(cells[2]);
  }
  report.cards = [...cards.values()].map(({ facts, devices }) =>
    card({ vendor: 'NVIDIA', ...facts, migDevices: migCounts(devices) }),
  );
  return report;
}

function wordAfter(line: string, label: string): string {
  const at = line.indexOf(label);
  return at < 0
    ? ''
    : versionIn(
        line
          .slice(at + label.length)
          .trim()
          .split(' ')[0],
      );
}

/** `0  NVIDIA H100 80GB HBM3          On`: the index, the name, the persistence mode. */
function nameOf(cell: string): string {
  const words = cell.split(' ').filter(Boolean);
  return said(words.slice(1, -1).join(' '));
}

/** `0  2  0  0 | 26MiB / 40448MiB | 60  0 | ...`; the second line of a device has no index. */
function migDevice(cells: string[]): Mig | undefined {
  const total = /\/ *(\d{1,9}MiB)$/.exec(cells[1] ?? '')?.[1];
  if (total === undefined) return undefined;
  const multiprocessors = /^\d{1,5}/.exec(cells[2] ?? '')?.[0];
  return {
    profile: '',
    multiprocessors: multiprocessors === undefined ? null : Number(multiprocessors),
    memoryMiB: mebibytes(total),
  };
}
