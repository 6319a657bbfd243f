import { problemOf } from '../reading.ts';
import { walkXml } from '../xml.ts';
import { card, migCounts } from './card.ts';
import { emptyReport, type NvidiaReport } from './nvidia-report.ts';
import type { Card, MigDevices } from './schema.ts';
import { mebibytes, migMode, nvidiaPciId, said, versionIn } from './values.ts';

type Mig = Omit<MigDevices, 'count'>;

/**
 * `nvidia-smi -q -x`, document types v4 to v13 (drivers 304 to 610). Null when the text holds no such
 * report. A card whose element does not end is lost; `attached_gpus` may count more than are described.
 */
export function readNvidiaXml(text: string): NvidiaReport | null {
  if (!text.includes('<nvidia_smi_log')) return null;
  const report = emptyReport();
  let facts: Partial<Card> = {};
  let devices: Mig[] = [];
  let mig: Mig = noMig();
  const open = walkXml(text, {
    open: (name, path) => {
      if (name === 'gpu' && path.length === 2) {
        facts = {};
        devices = [];
      }
      if (name === 'mig_device') mig = noMig();
    },
    close: (name, path, value) => {
      const parent = path.at(-2) ?? '';
      if (name === 'gpu' && path.length === 2) {
        report.cards.push(card({ vendor: 'NVIDIA', ...facts, migDevices: migCounts(devices) }));
        return;
      }
      if (name === 'mig_device') devices.push(mig);
      if (path.length === 2) readHead(report, name, value);
      if (path.includes('mig_device')) mig = { ...mig, ...migFact(parent, name, value) };
      else if (path[1] === 'gpu') facts = { ...facts, ...gpuFact(parent, name, value) };
    },
  });
  if (open.includes('gpu')) {
    const message = 'the report ends inside a <gpu> element';
    report.problems.push(problemOf('gpus', '', 'nvidia-smi-xml', 0, text.slice(-100), message));
  }
  return report;
}

function noMig(): Mig {
  return { profile: '', multiprocessors: null, memoryMiB: null };
}

function readHead(report: NvidiaReport, name: string, value: string): void {
  if (name === 'driver_version' || name === 'kmd_version') report.driver = versionIn(value) || report.driver;
  if (name === 'cuda_version' || name === 'cuda_umd_version') report.cuda = versionIn(value) || report.cuda;
  if (name === 'attached_gpus' && /^\d{1,4}$/.test(value)) report.attached = Number(value);
}

function gpuFact(parent: string, name: string, value: string): Partial<Card> {
  switch (`${parent}/${name}`) {
    case 'gpu/product_name':
      return { model: said(value) };
    case 'fb_memory_usage/total':
    // Before document type v5 (driver 340) the element had another name.
    case 'memory_usage/total':
      return { memoryMiB: mebibytes(value) };
    case 'mig_mode/current_mig':
      return { mig: migMode(value) };
    case 'pci/pci_device_id':
      return { pciId: nvidiaPciId(value) };
    default:
      return {};
  }
}

function migFact(parent: string, name: string, value: string): Partial<Mig> {
  if (name === 'multiprocessor_count')
    return { multiprocessors: /^\d{1,5}$/.test(value) ? Number(value) : null };
  if (parent === 'fb_memory_usage' && name === 'total') return { memoryMiB: mebibytes(value) };
  return {};
}
