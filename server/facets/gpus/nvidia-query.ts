import { card, migCounts } from './card.ts';
import { emptyReport, type NvidiaReport } from './nvidia-report.ts';
import type { Card, MigDevices } from './schema.ts';
import { mebibytes, migMode, nvidiaPciId, said, versionIn } from './values.ts';

type Mig = Omit<MigDevices, 'count'>;

interface Block {
  facts: Partial<Card>;
  devices: Mig[];
}

/**
 * The first `nvidia-smi -q` report in a text. `key : value` lines stand under headings by their indent,
 * a card begins with `GPU 00000000:18:00.0` at the margin. Null when there is no report. The same lines
 * without any card (`-q -d COMPUTE`, cut down to its head) give driver and CUDA version.
 */
export function readNvidiaQuery(text: string): NvidiaReport | null {
  const report = emptyReport();
  const blocks: Block[] = [];
  let path: { indent: number; key: string }[] = [];
  let logs = 0;
  for (const line of text.split('\n')) {
    if (line.includes('NVSMI LOG==') && ++logs > 1) break;
    const body = line.trim();
    if (body === '') continue;
    const indent = line.length - line.trimStart().length;
    const colon = body.indexOf(' :');
    const key = (colon < 0 ? body : body.slice(0, colon)).trim();
    const value = colon < 0 ? '' : body.slice(colon + 2).trim();
    if (indent === 0 && /^GPU [0-9A-Fa-f]{4,8}:[0-9A-Fa-f]{2}:/.test(body)) {
      blocks.push({ facts: {}, devices: [] });
      path = [];
      continue;
    }
    if (indent === 0) readHead(report, key, value);
    path = path.filter((heading) => heading.indent < indent);
    const block = blocks.at(-1);
    if (colon >= 0 && block && indent > 0) readFact(block, path, key, value);
    if (colon < 0 && path.length < 16) path.push({ indent, key });
    if (key === 'MIG Device') block?.devices.push({ profile: '', multiprocessors: null, memoryMiB: null });
  }
  if (!report.driver && !report.cuda && blocks.length === 0) return null;
  report.cards = blocks.map(({ facts, devices }) =>
    card({ vendor: 'NVIDIA', ...facts, migDevices: migCounts(devices) }),
  );
  return report;
}

function readHead(report: NvidiaReport, key: string, value: string): void {
  if (key === 'Attached GPUs' && /^\d{1,4}$/.test(value)) report.attached = Number(value);
  // Driver 610 renames both and keeps the old names for a while; `nvidia-smi --version` writes DRIVER.
  if (/^(?:driver|kmd) version$/i.test(key)) report.driver = versionIn(value) || report.driver;
  if (/^cuda (?:umd )?version$/i.test(key)) report.cuda = versionIn(value) || report.cuda;
}

function readFact(block: Block, path: { key: string }[], key: string, value: string): void {
  const { facts, devices } = block;
  const device = path[0]?.key === 'MIG Device' ? devices.at(-1) : undefined;
  if (device) {
    if (key === 'Multiprocessor count' && /^\d{1,5}$/.test(value)) device.multiprocessors = Number(value);
    if (path.at(-1)?.key === 'Shared FB Memory Usage' && key === 'Total') device.memoryMiB = mebibytes(value);
    return;
  }
  switch ([...path.map((heading) => heading.key), key].join('/')) {
    case 'Product Name':
      facts.model = said(value);
      return;
    case 'FB Memory Usage/Total':
      facts.memoryMiB = mebibytes(value);
      return;
    case 'MIG Mode/Current':
      facts.mig = migMode(value);
      return;
    case 'PCI/Device Id':
      facts.pciId = nvidiaPciId(value);
  }
}
