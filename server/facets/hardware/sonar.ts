import { z } from 'zod';
import { problemOf } from '../reading.ts';
import { sonarJson } from '../sonarJson.ts';
import { unameArchitecture } from './architecture.ts';
import { nothingKnown, type Processors } from './processors.ts';

const Attributes = z.object({
  architecture: z.string().catch(''),
  sockets: z.number().nullable().catch(null),
  cores_per_socket: z.number().nullable().catch(null),
  threads_per_core: z.number().nullable().catch(null),
  cpu_model: z.string().catch(''),
  description: z.string().catch(''),
  distances: z.array(z.unknown()).catch([]),
  numa_nodes: z.number().nullable().catch(null),
});
type Attributes = z.infer<typeof Attributes>;

/** From version 0.13 on; before that `sonar sysinfo` printed one flat object. */
const Output = z.object({
  data: z.object({ type: z.literal('sysinfo'), attributes: z.record(z.string(), z.unknown()) }),
});
const Flat = z.object({ hostname: z.string(), description: z.string(), cpu_cores: z.number() });

/** Does the text look like what parseSonar reads? */
export function isSonar(text: string): boolean {
  const json = sonarJson(text);
  return Output.safeParse(json).success || Flat.safeParse(json).success;
}

/**
 * Sonar's sysinfo (https://github.com/NordicHPC/sonar, doc/NEW-FORMAT.md). Its memory is MemTotal, which
 * differs between equal nodes, and is not taken.
 */
export function parseSonar(text: string): Processors {
  const json = sonarJson(text);
  const output = Output.safeParse(json);
  if (output.success) return processorsOf(Attributes.parse(output.data.data.attributes));
  const flat = Flat.safeParse(json);
  if (flat.success) return processorsOf(Attributes.parse({ description: flat.data.description }));
  return { ...nothingKnown, problems: [problemOf('hardware', '', 'sonar', 0, text, 'no sysinfo of Sonar')] };
}

function processorsOf(found: Attributes): Processors {
  const { sockets, cores_per_socket: each, threads_per_core: perCore } = found;
  const told = descriptionOf(found.description);
  const problems: Processors['problems'] = [];
  let cores = sockets === null || each === null ? null : sockets * each;
  // Sonar 0.13 counts the logical processors of all sockets as cores of one on some machines.
  if (told && cores !== null && told.cores !== cores) {
    const seen = `sockets ${sockets}, cores_per_socket ${each}, description ${found.description}`;
    problems.push(problemOf('hardware', '', 'sonar', 0, seen, 'contradiction; the description is taken'));
    cores = told.cores;
  }
  cores ??= told?.cores ?? null;
  const threads = cores === null ? null : cores * (perCore ?? told?.perCore ?? Number.NaN);
  return {
    ...nothingKnown,
    architecture: unameArchitecture(found.architecture),
    models: [found.cpu_model.trim() || (told?.model ?? '')],
    sockets: sockets ?? told?.sockets ?? null,
    cores,
    threads,
    numaNodes: found.numa_nodes || (found.distances.length > 0 ? found.distances.length : null),
    problems,
  };
}

/** `2x14 (hyperthreaded) Intel(R) Xeon(R) Gold 5120 CPU @ 2.20GHz, 125 GiB, ...` */
function descriptionOf(text: string) {
  const found = /^(\d{1,4})x(\d{1,4}) (\(hyperthreaded\) )?([^,]*)/.exec(text);
  if (!found) return null;
  const [, sockets = '', each = '', twice, model = ''] = found;
  return {
    sockets: Number(sockets),
    cores: Number(sockets) * Number(each),
    perCore: twice === undefined ? 1 : 2,
    model: model.trim(),
  };
}
