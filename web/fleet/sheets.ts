import type {
  FleetGpuRow,
  FleetHeld,
  FleetKernelRow,
  FleetPlace,
  FleetRuntimeRow,
  FleetSystemRow,
} from '../../server/routes/schemas/fleet.ts';

type Cell = string | number | boolean | null;
export type FleetRow = FleetPlace & FleetHeld & Record<string, Cell>;

export interface FleetColumn {
  key: string;
  title: string;
  numeric?: boolean;
  hint?: string;
}

interface Versions {
  caption: string;
  rowTitle: string;
  /** The columns that a version is told by. */
  by: string[];
  title: (row: FleetRow) => string;
}

/** One table of the fleet: its address, its words, its columns; the first names what a row is about. */
export interface Sheet {
  name: 'kernels' | 'systems' | 'gpus' | 'runtimes';
  title: string;
  example: string;
  columns: [FleetColumn, ...FleetColumn[]];
  /** A column of numbers that is counted instead of nodes. */
  counts?: 'cards';
  /** What a site is made of, where a node has one of them. */
  spread?: string;
  /** How versions are spread over all sites. */
  versions?: Versions;
}

/** A column that the rows of the API have. */
const of =
  <Row>() =>
  (key: keyof Row & string, title: string, more: Partial<FleetColumn> = {}): FleetColumn => ({
    key,
    title,
    ...more,
  });
const kernel = of<FleetKernelRow>();
const system = of<FleetSystemRow>();
const gpu = of<FleetGpuRow>();
const runtime = of<FleetRuntimeRow>();

export const sheets: Sheet[] = [
  {
    name: 'kernels',
    title: 'Kernels',
    spread: 'Kernels',
    example: 'el9_4',
    columns: [
      kernel('release', 'Running'),
      kernel('newest', 'Newest installed', { hint: 'of the same flavour' }),
      kernel('rebootPending', 'Reboot pending'),
    ],
  },
  {
    name: 'systems',
    title: 'Systems',
    spread: 'Systems',
    example: 'Rocky',
    columns: [
      system('system', 'System'),
      system('libc', 'C library'),
      system('cgroup', 'cgroup'),
      system('userNamespaces', 'User namespaces'),
    ],
  },
  {
    name: 'gpus',
    title: 'GPUs and drivers',
    spread: 'GPU models',
    counts: 'cards',
    versions: {
      caption: 'Drivers, and the CUDA or ROCm that they support',
      rowTitle: 'Driver',
      by: ['driver', 'cuda', 'rocm'],
      title: ({ driver, cuda, rocm }) =>
        [
          driver === '' ? 'driver not told' : String(driver),
          cuda !== '' && `CUDA ${cuda}`,
          rocm !== '' && `ROCm ${rocm}`,
        ]
          .filter(Boolean)
          .join(' · '),
    },
    example: 'A100',
    columns: [
      gpu('model', 'Model'),
      gpu('memoryMiB', 'Memory', { numeric: true }),
      gpu('driver', 'Driver'),
      gpu('cuda', 'CUDA', { hint: 'the highest version that the driver supports' }),
      gpu('rocm', 'ROCm'),
      gpu('computeCapability', 'Compute capability'),
      gpu('mig', 'MIG'),
      gpu('cardState', 'Known', { hint: 'how far the facts of the cards reach' }),
      gpu('cards', 'Cards', { numeric: true }),
    ],
  },
  {
    name: 'runtimes',
    title: 'Runtimes',
    versions: {
      caption: 'Versions of runtimes',
      rowTitle: 'Runtime',
      by: ['runtime', 'version'],
      title: ({ runtime, version }) => `${runtime} ${version === '' ? '(version not told)' : version}`,
    },
    example: 'apptainer',
    columns: [
      runtime('runtime', 'Runtime'),
      runtime('version', 'Version'),
      runtime('mode', 'Rights by'),
      runtime('server', 'Server'),
      runtime('serverVersion', 'Its version'),
    ],
  },
];
