import type { Measure } from './measure.ts';
import { cpuinfo } from './node-cpuinfo.ts';
import { gpus } from './node-gpus.ts';
import { lscpu } from './node-lscpu.ts';
import { osRelease } from './node-os-release.ts';
import { sonar } from './node-sonar.ts';
import { uname } from './node-uname.ts';

/** What nodes say of themselves: system, kernel, processors and GPUs. */
export const nodeMeasures: Measure[] = [...osRelease, ...cpuinfo, ...lscpu, ...uname, ...sonar, ...gpus];
