import type { DocumentKind } from '../facet.ts';
import { column, oneRow } from '../nodeDocument.ts';
import { type Adapter, Fabric } from './schema.ts';

function adapterText(one: Adapter): string {
  const name = [one.model || one.pciId || one.driver, one.network].filter((word) => word !== '').join(', ');
  const speed = one.gigabits === null ? '' : `, ${one.gigabits} Gb/s`;
  const firmware = one.firmware === '' ? '' : `, firmware ${one.firmware}`;
  return `${one.count} × ${name}${speed}${firmware}`;
}

/** A list of one member of the document as words; null where that is not known. */
function list<K extends keyof typeof Fabric.shape>(
  name: K,
  sentence: string,
  words: (document: Fabric) => string[] | null,
) {
  const of = (row: Record<string, unknown>) => {
    const found = Fabric.safeParse({ kind: 'fabric.node', ...row });
    return found.success ? words(found.data) : null;
  };
  return { name, type: 'list' as const, sentence, of, holds: allNamed };
}

function allNamed(cell: unknown): boolean {
  return Array.isArray(cell) && cell.every((word) => typeof word === 'string' && /\S/.test(word));
}

export const kinds: DocumentKind[] = [
  {
    kind: 'fabric.node',
    sentence: 'The interconnect of one node, its software, its MPI types and its shared file systems.',
    schema: Fabric,
    columns: [
      list('adapters', 'Interconnect cards: how many, model, network, speed of the link, firmware.', (one) =>
        one.adapters ? one.adapters.map(adapterText) : null,
      ),
      {
        ...column(
          'drivers',
          'list',
          "Drivers of the cards, with the version of those that are not the kernel's own.",
        ),
        of: (row) => {
          const found = Fabric.safeParse({ kind: 'fabric.node', ...row }).data?.adapters;
          const drivers = found?.map((one) => `${one.driver} ${one.driverVersion}`.trim());
          return drivers ? [...new Set(drivers)].filter((word) => word !== '') : null;
        },
        holds: allNamed,
      },
      list('software', 'What drives the interconnect and mounts file systems, with versions.', (one) =>
        one.software.map(({ name, version }) => `${name} ${version}`.trim()),
      ),
      list('mpiTypes', 'What srun --mpi takes; empty where there is no srun.', (one) => one.mpiTypes),
      list(
        'fileSystems',
        'Where shared file systems are mounted, and of what type; autofs is on demand.',
        (one) =>
          one.fileSystems
            ? one.fileSystems.map(({ point, type, protocol }) => `${point} (${`${type} ${protocol}`.trim()})`)
            : null,
      ),
    ],
    rows: oneRow,
  },
];
