import { type FacetEvidence, type Part, partOf } from '../../frames/evidence.ts';
import { textOf } from '../../frames/text.ts';
import type { FacetReading } from '../facet.ts';
import { nodeReading, partText } from '../reading.ts';
import { adaptersOf } from './adapter.ts';
import { readCards } from './cards.ts';
import { readMounts } from './mounts.ts';
import { mpiPlugins, readMpiTypes } from './mpi.ts';
import { moduleVersions, programs, softwareOf } from './programs.ts';
import type { Fabric } from './schema.ts';

/**
 * What a program that is there cannot say now is not known: the reading then fails, and what was known before
 * stays.
 */
export function readFabric(evidence: FacetEvidence): FacetReading {
  if (evidence.outcome !== 'present') return nodeReading(evidence, null);
  const { parts } = evidence;
  const late = parts.find((one) => one.name.endsWith('-rc') && TIMED_OUT.includes(textOf(one.bytes).trim()));
  const isMpiKnown = partOf(parts, 'mpi-plugins') !== undefined;
  if (late && !(late.name === 'srun-mpi-rc' && isMpiKnown)) {
    const message = `${late.name.slice(0, -3)} did not answer in time`;
    return { ...nodeReading(evidence, null), outcome: 'failed', reason: 'timeout', message };
  }
  const mpiTypes = mpiTypesOf(parts);
  if (mpiTypes === null) {
    const message = `srun --mpi=list: ${firstLine(partText(parts, 'srun-mpi'))}`;
    return { ...nodeReading(evidence, null), outcome: 'failed', reason: 'error', message };
  }
  const cards = partOf(parts, 'cards') ? readCards(partText(parts, 'cards')) : null;
  const mounts = partOf(parts, 'mounts') ? readMounts(partText(parts, 'mounts')) : null;
  const asked = programs.filter(({ part }) => partOf(parts, part));
  const told = asked.map(({ part, name, read }) => ({ name, version: read(partText(parts, part)) }));
  const document: Fabric = {
    kind: 'fabric.node',
    adapters: cards && adaptersOf(cards),
    software: softwareOf([...told, ...moduleVersions(partText(parts, 'modules'))]),
    mpiTypes,
    fileSystems: mounts?.fileSystems ?? null,
  };
  return nodeReading(evidence, document, mounts?.problems ?? []);
}

/** Statuses of timeout(1): it ended the program, or a signal did. */
const TIMED_OUT = ['124', '137', '143'];

/** No srun offers nothing; null when it is there and nothing can be known. */
function mpiTypesOf(parts: Part[]): string[] | null {
  if (!partOf(parts, 'srun-mpi')) return [];
  const told = readMpiTypes(partText(parts, 'srun-mpi'));
  if (told !== null) return told;
  return partOf(parts, 'mpi-plugins') ? mpiPlugins(partText(parts, 'mpi-plugins')) : null;
}

function firstLine(text: string): string {
  return (text.split('\n').find((line) => line.trim() !== '') ?? '').trim().slice(0, 200);
}
