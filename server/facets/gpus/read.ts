import type { FacetEvidence, Part } from '../../frames/evidence.ts';
import { partOf } from '../../frames/evidence.ts';
import type { FacetReading, Problem } from '../facet.ts';
import { nodeReading, partText } from '../reading.ts';
import { gfxOfTarget, readAmdSmi, readRocmSmi } from './amd.ts';
import { card, gpusOf } from './card.ts';
import { type Device, gfxTargets, nvidiaKernelVersion, readDevices, readLspci } from './devices.ts';
import { readXpuSmi } from './intel.ts';
import { fromKernel, stateOf } from './kernelCard.ts';
import { withProfiles } from './nvidia.ts';
import { readNvidiaCsv } from './nvidia-csv.ts';
import { type Failure, firstLine, nvidiaFailure, timedOut } from './nvidia-failure.ts';
import { readNvidiaList } from './nvidia-list.ts';
import { readNvidiaQuery } from './nvidia-query.ts';
import { missingCards, nvidiaCards } from './nvidia-report.ts';
import type { Card } from './schema.ts';

/** One vendor's cards; a failure means that nothing may be concluded about this node's GPUs. */
interface VendorReading {
  cards: Card[];
  failure?: Failure;
  problems?: Problem[];
}

/**
 * The agent's evidence. What a tool that is installed and whose driver holds a card cannot say now, is
 * not known: then the reading fails with the tool's own reason, and what was known before stays.
 */
export function readGpus(evidence: FacetEvidence): FacetReading {
  if (evidence.outcome !== 'present') return nodeReading(evidence, null);
  const { parts } = evidence;
  const named = readLspci(partText(parts, 'lspci'));
  const seen = readDevices(partText(parts, 'pci'));
  const devices = (seen.length ? seen : named).map((one) => ({
    ...one,
    model: one.model || (named.find((other) => other.pciId === one.pciId)?.model ?? ''),
  }));
  const of = (vendor: Device['vendor']) => devices.filter((one) => one.vendor === vendor);
  const readings = [
    readNvidia(parts, of('NVIDIA')),
    readAmd(parts, of('AMD')),
    readIntel(parts, of('Intel')),
  ];
  const problems = readings.flatMap((one) => one.problems ?? []);
  const failure = readings.find((one) => one.failure)?.failure;
  if (failure) return { ...nodeReading(evidence, null, problems), ...failure };
  const confined = partOf(parts, 'confined') !== undefined;
  const cards = readings.flatMap((one) => one.cards).map((one) => ({ ...one, confined }));
  return nodeReading(evidence, gpusOf(cards), problems);
}

function readNvidia(parts: Part[], devices: Device[]): VendorReading {
  const kernelVersion = nvidiaKernelVersion(partText(parts, 'nvidia-version'));
  const name = ['nvidia-smi-390', 'nvidia-smi-450', 'nvidia-smi'].find((one) => partOf(parts, one));
  const unheld = devices.filter((one) => one.kernelDriver !== null && !isNvidia(one));
  const held = devices.filter((one) => one.kernelDriver === null || isNvidia(one));
  const idle = unheld.map((one) => fromKernel(one, 'no driver', ''));
  if (!name || held.length === 0)
    return { cards: [...idle, ...held.map((one) => fromKernel(one, 'no tool', kernelVersion))] };

  const text = partText(parts, name);
  const status = statusOf(parts, name);
  const report = timedOut(status) ? null : readNvidiaCsv(text);
  if (!report || report.cards.length === 0) {
    const failure = nvidiaFailure(text, status);
    // A job that was given no card is told so; the kernel still shows what the node has.
    if (failure.reason !== 'no-devices' || !partOf(parts, 'confined')) return { cards: [], failure };
    return { cards: [...idle, ...held.map((one) => fromKernel(one, 'unreported', kernelVersion))] };
  }
  const versions = readNvidiaQuery(partText(parts, 'nvidia-smi-versions'));
  const versionsStatus = statusOf(parts, 'nvidia-smi-versions');
  if (!versions || timedOut(versionsStatus))
    return { cards: [], failure: nvidiaFailure(partText(parts, 'nvidia-smi-versions'), versionsStatus) };
  const listStatus = statusOf(parts, 'nvidia-smi-list');
  const list = readNvidiaList(partText(parts, 'nvidia-smi-list'));
  if (timedOut(listStatus) || (listStatus !== null && list.length === 0))
    return { cards: [], failure: nvidiaFailure(partText(parts, 'nvidia-smi-list'), listStatus) };

  const full = { ...report, cuda: versions.cuda, driver: kernelVersion, attached: versions.attached };
  const cards = withProfiles(nvidiaCards(full), list).map((one) => ({
    ...one,
    kernelDriver: held.some((device) => device.kernelDriver === null) ? '' : 'nvidia',
  }));
  const rest = without(held, cards).map((one) => ({
    ...fromKernel(one, 'unreported', kernelVersion),
    cuda: versions.cuda,
  }));
  const problems = [...report.problems, ...missingCards({ ...full, cards: [...cards, ...rest] }, name)];
  return { cards: [...cards, ...rest, ...idle], problems };
}

function isNvidia(device: Device): boolean {
  return device.kernelDriver?.startsWith('nvidia') === true;
}

function readAmd(parts: Part[], devices: Device[]): VendorReading {
  const driver = partText(parts, 'amdgpu-version').trim();
  const rocm = partText(parts, 'rocm-version').trim();
  const targets = gfxTargets(partText(parts, 'kfd'));
  const tool = ['amd-smi', 'rocm-smi'].find((one) => partOf(parts, one));
  const told = tool ? readToolCards(parts, tool, tool === 'amd-smi' ? readAmdSmi : readRocmSmi) : undefined;
  if (told?.failure) return told;
  const cards = devices.map((one) => {
    const known = told?.cards.find((other) => other.pciId === one.pciId);
    const held = one.kernelDriver === 'amdgpu';
    // amdgpu's own files give the memory; the tool adds no more than a name.
    const state = held && (known || one.memoryMiB !== null) ? 'reported' : stateOf(one);
    return card({
      ...fromKernel(one, state, held ? driver || (known?.driver ?? '') : ''),
      model: told ? known?.model || one.model : one.model,
      memoryMiB: one.memoryMiB ?? known?.memoryMiB ?? null,
      gfx: gfxOfTarget(targets.get(one.pciId) ?? '') || (known?.gfx ?? ''),
      rocm: held ? rocm : '',
    });
  });
  return { cards };
}

function readIntel(parts: Part[], devices: Device[]): VendorReading {
  if (!partOf(parts, 'xpu-smi')) return { cards: devices.map((one) => fromKernel(one, stateOf(one), '')) };
  const told = readToolCards(parts, 'xpu-smi', readXpuSmi);
  if (told.failure) return told;
  const details: Card[] = [];
  for (let index = 0; partOf(parts, `xpu-smi-${index}`); index++) {
    const detail = readToolCards(parts, `xpu-smi-${index}`, readXpuSmi);
    if (detail.failure) return detail;
    details.push(...detail.cards);
  }
  const cards = devices.map((one) => {
    const known = [...details, ...told.cards].find((other) => other.pciId === one.pciId);
    if (!known) return fromKernel(one, stateOf(one), '');
    return card({ ...known, kernelDriver: one.kernelDriver ?? '', model: known.model || one.model });
  });
  return { cards };
}

function readToolCards(parts: Part[], name: string, read: (text: string) => Card[] | null): VendorReading {
  const text = partText(parts, name);
  const status = statusOf(parts, name);
  if (timedOut(status))
    return { cards: [], failure: { reason: 'timeout', message: `${name} did not answer in time` } };
  const cards = read(text);
  if (cards) return { cards };
  const message = `${name}: ${firstLine(text) || `exit status ${status ?? 'not known'}`}`;
  return { cards: [], failure: { reason: 'error', message } };
}

/** The devices that are left when each card has taken one: of its own kind, where it says its kind. */
function without(devices: Device[], cards: Card[]): Device[] {
  const left = [...devices];
  for (const one of cards) {
    const at = left.findIndex((device) => one.pciId === '' || device.pciId === one.pciId);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}

function statusOf(parts: Part[], name: string): number | null {
  const text = partText(parts, `${name}-rc`).trim();
  return /^\d{1,3}$/.test(text) ? Number(text) : null;
}
