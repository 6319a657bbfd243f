import type { Adapter } from '../../../server/facets/fabric/schema.ts';
import { mpi } from '../../../server/verdict/rules/mpi.ts';
import { content, EL9, type HostChange, image, inside } from '../invent.ts';
import { table } from './table.ts';

const holding = (...packages: ReturnType<typeof content>[]) =>
  image({ inside: inside([...EL9, ...packages]) });
const openMpi = (version: string) => content('conda', 'openmpi', version, 'h0_0', '/opt/conda');
const UCX = content('conda', 'ucx', '1.17.0', 'h0_0', '/opt/conda');

function fabric(network: Adapter['network'], mpiTypes: string[] | null): HostChange {
  const adapter: Adapter = {
    network,
    model: '',
    pciId: '',
    board: '',
    firmware: '',
    driver: '',
    driverVersion: '',
    ports: 1,
    gigabits: 200,
    count: 1,
  };
  return { fabric: { adapters: [adapter], mpiTypes } };
}

table(mpi, [
  ['no MPI in it', image(), { fabric: 'unknown' }, ''],
  [
    'Open MPI 5 with UCX, and pmix',
    holding(openMpi('5.0.5'), UCX),
    fabric('InfiniBand', ['pmi2', 'pmix', 'pmix_v4']),
    'yes',
  ],
  ['Open MPI 5, and no pmix', holding(openMpi('5.0.5'), UCX), fabric('InfiniBand', ['none', 'pmi2']), 'note'],
  ['Open MPI 4 by pmi2', holding(openMpi('4.1.6'), UCX), fabric('InfiniBand', ['none', 'pmi2']), 'yes'],
  ['only a versioned pmix', holding(openMpi('5.0.5'), UCX), fabric('InfiniBand', ['pmix_v5']), 'yes'],
  ['Open MPI without UCX', holding(openMpi('5.0.5')), fabric('InfiniBand', ['pmix']), 'note'],
  ['Slingshot wants more than UCX', holding(openMpi('5.0.5'), UCX), fabric('Slingshot', ['pmix']), 'note'],
  [
    'MPICH of Debian on Omni-Path',
    holding(content('dpkg', 'libmpich12', '4.2.0-5build3'), content('dpkg', 'libpsm2-2', '11.2.185')),
    fabric('Omni-Path', ['pmi2']),
    'yes',
  ],
  ['no interconnect', holding(openMpi('5.0.5')), { fabric: { mpiTypes: ['pmix'] } }, 'yes'],
  ['no srun', holding(openMpi('5.0.5')), { fabric: { mpiTypes: [] } }, 'note'],
  [
    'adapters not known',
    holding(openMpi('5.0.5')),
    { fabric: { adapters: null, mpiTypes: ['pmix'] } },
    'unknown',
  ],
  ['types not known', holding(openMpi('5.0.5'), UCX), fabric('InfiniBand', null), 'unknown'],
  ['fabric never read', holding(openMpi('5.0.5')), { fabric: 'unknown' }, 'unknown'],
  [
    'one of two MPIs cannot be started',
    holding(openMpi('5.0.5'), content('conda', 'mpich', '4.2.0'), UCX),
    fabric('InfiniBand', ['pmi2']),
    'note',
  ],
]);
