import { type FacetEvidence, partOf } from '../../frames/evidence.ts';
import type { FacetReading } from '../facet.ts';
import { nodeReading, partText } from '../reading.ts';
import { bytesOfHex, elfArchitecture, flagArchitecture, unameArchitecture } from './architecture.ts';
import { parseCpuinfo } from './cpuinfo.ts';
import { countOfList } from './cpuList.ts';
import { parseMemory } from './memory.ts';
import { hardwareOf } from './processors.ts';
import { parseTopology } from './topology.ts';

export function readHardware(evidence: FacetEvidence): FacetReading {
  const { parts } = evidence;
  const cpuinfo = parseCpuinfo(partText(parts, 'cpuinfo'));
  const architecture =
    unameArchitecture(partText(parts, 'arch').trim()) ||
    elfArchitecture(bytesOfHex(partText(parts, 'elf'))) ||
    flagArchitecture(cpuinfo.flags);
  const facts = hardwareOf(
    {
      ...cpuinfo,
      ...parseTopology(partText(parts, 'topology'), architecture),
      architecture,
      numaNodes: countOfList(partText(parts, 'numa')),
    },
    parseMemory(partText(parts, 'memory')),
  );
  const isEmpty = partOf(parts, 'cpuinfo') !== undefined && cpuinfo.threads === null && facts.model === '';
  return nodeReading(evidence, isEmpty ? null : facts, cpuinfo.problems);
}
