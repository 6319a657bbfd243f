import { type FacetEvidence, partOf } from '../../frames/evidence.ts';
import type { FacetReading } from '../facet.ts';
import { nodeReading, partText } from '../reading.ts';
import { bytesOfHex, elfArchitecture, unameArchitecture } from './architecture.ts';
import { parseCpuinfo } from './cpuinfo.ts';
import { countOfList } from './cpuList.ts';
import { parseMemory } from './memory.ts';
import { hardwareOf } from './processors.ts';
import { parseTopology } from './topology.ts';

export function readHardware(evidence: FacetEvidence): FacetReading {
  const { parts } = evidence;
  const cpuinfo = parseCpuinfo(partText(parts, 'cpuinfo'));
  const arch = unameArchitecture(partText(parts, 'arch').trim());
  const facts = hardwareOf(
    {
      ...cpuinfo,
      ...parseTopology(partText(parts, 'topology')),
      architecture: arch || elfArchitecture(bytesOfHex(partText(parts, 'elf'))),
      numaNodes: countOfList(partText(parts, 'numa')),
    },
    parseMemory(partText(parts, 'memory')),
  );
  const isEmpty = partOf(parts, 'cpuinfo') !== undefined && cpuinfo.threads === null && facts.model === '';
  return nodeReading(evidence, isEmpty ? null : facts, cpuinfo.problems);
}
