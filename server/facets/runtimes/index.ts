import type { Column, Facet } from '../facet.ts';
import { column } from '../nodeDocument.ts';
import { natives } from './natives.ts';
import { locateRuntime, runtimeOfferings } from './offerings.ts';
import { readRuntimes } from './read.ts';
import { Runtimes } from './schema.ts';

const columns: Column[] = [
  column(
    'name',
    'text',
    'Which runtime; singularity is the one before it became Apptainer and SingularityCE.',
  ),
  column('version', 'text', 'Its version; empty when it does not tell.'),
  column('release', 'text', 'What a distribution added to the version, such as 1.el9.'),
  column('path', 'text', 'Where its program is.'),
  column('inPath', 'boolean', 'Whether PATH finds it there.'),
  column(
    'mode',
    'text',
    'How it gets its rights: setuid, user-namespace, daemon or none; empty when that cannot be told.',
  ),
  column('serverVersion', 'text', 'Version of the server behind the client, where it may be asked.'),
  column('server', 'text', 'read, or why the server could not be asked: permission, stopped or none.'),
  column(
    'nvidiaToolkit',
    'text',
    'Version of the NVIDIA container toolkit on the node; empty when it has none.',
  ),
  column('dockerIsPodman', 'boolean', 'Whether podman answers to the name docker on the node.'),
];

export const runtimes: Facet = {
  name: 'runtimes',
  sentence: 'The container runtimes of a node and how each of them gets its rights.',
  scope: 'node',
  kinds: [
    {
      kind: 'runtimes.node',
      sentence: 'One row per container runtime; what holds for the node is repeated in each.',
      schema: Runtimes,
      columns,
      rows: (facts) => {
        const found = Runtimes.safeParse(facts);
        if (!found.success) return [];
        const { runtimes: list, nvidiaToolkit, dockerIsPodman } = found.data;
        return list.map((one) => ({ ...one, nvidiaToolkit, dockerIsPodman }));
      },
    },
  ],
  read: readRuntimes,
  natives,
  offerings: runtimeOfferings,
  locate: ({ locator }) => locateRuntime(locator),
};
