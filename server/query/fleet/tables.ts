import type { ZodType } from 'zod';
import { Gpus } from '../../facets/gpus/schema.ts';
import { Kernel } from '../../facets/kernel/schema.ts';
import type { FacetName } from '../../facets/names.ts';
import { OperatingSystem } from '../../facets/os/schema.ts';
import { Runtimes } from '../../facets/runtimes/schema.ts';
import { FleetGpu, FleetKernel, FleetRuntime, FleetSystem } from '../../routes/schemas/fleet.ts';

/** Facts of one line of a fleet-wide table, without where they are. */
export type FleetFacts = Record<string, string | number | boolean | null>;

/** A table of what all nodes have of one facet: which facts of a document make its lines. */
export interface FleetTable {
  facet: FacetName;
  sentence: string;
  /** What a line is called by: the column that `value` narrows. */
  by: string;
  /** Of a line without facts. */
  none: FleetFacts;
  /** The lines of one document; null when its facts are of a form that this version does not know. */
  lines: (facts: unknown) => FleetFacts[] | null;
  /** A number that is added up where lines are put together, such as cards. */
  sum?: string;
}

export const fleetTables = {
  kernels: {
    facet: 'kernel',
    sentence: 'Kernels that run, and whether a newer one waits for a reboot',
    by: 'release',
    none: emptyOf(FleetKernel),
    lines: read(Kernel, (kernel) => [
      { release: kernel.release, newest: kernel.newest, rebootPending: kernel.rebootPending },
    ]),
  },
  systems: {
    facet: 'os',
    sentence: 'Operating systems with their C library, and whether containers may have user namespaces',
    by: 'system',
    none: emptyOf(FleetSystem),
    lines: read(OperatingSystem, (os) => [
      {
        system: os.prettyName || `${os.name || os.id} ${os.versionId}`.trim(),
        libc: os.libc === 'unknown' ? '' : `${os.libc} ${os.libcVersion}`.trim(),
        cgroup: os.cgroup,
        userNamespaces: os.userNamespaces,
      },
    ]),
  },
  gpus: {
    facet: 'gpus',
    sentence: 'GPUs with their drivers and what these support',
    by: 'model',
    none: emptyOf(FleetGpu),
    lines: read(Gpus, ({ gpus }) =>
      gpus.map((card) => ({
        model: card.model || card.pciId || card.vendor,
        vendor: card.vendor,
        memoryMiB: card.memoryMiB,
        driver: card.driver,
        cuda: card.cuda,
        rocm: card.rocm,
        computeCapability: card.computeCapability,
        mig: card.mig,
        cardState: card.state,
        cards: card.count,
      })),
    ),
    sum: 'cards',
  },
  runtimes: {
    facet: 'runtimes',
    sentence: 'Container runtimes with their versions and how they get their rights',
    by: 'runtime',
    none: emptyOf(FleetRuntime),
    lines: read(Runtimes, ({ runtimes }) =>
      runtimes.map((runtime) => ({
        runtime: runtime.name,
        version: runtime.version,
        mode: runtime.mode,
        server: runtime.server,
        serverVersion: runtime.serverVersion,
      })),
    ),
  },
} satisfies Record<string, FleetTable>;

export type FleetTableName = keyof typeof fleetTables;

function read<Read>(schema: ZodType<Read>, lines: (facts: Read) => FleetFacts[]) {
  return (facts: unknown): FleetFacts[] | null => {
    const parsed = schema.safeParse(facts);
    return parsed.success ? lines(parsed.data) : null;
  };
}

/** The columns of a table, empty: numbers and yes or no are null, text is ''. */
function emptyOf(row: { shape: Record<string, ZodType> }): FleetFacts {
  return Object.fromEntries(
    Object.entries(row.shape).map(([name, cell]) => [name, cell.safeParse(null).success ? null : '']),
  );
}
