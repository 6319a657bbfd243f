import type { Column, Facet } from '../facet.ts';
import { column } from '../nodeDocument.ts';
import { natives } from './natives.ts';
import { locateRuntime, runtimeOfferings } from './offerings.ts';
import { readRuntimes } from './read.ts';
import { Runtime, Runtimes, runtimeNames } from './schema.ts';

const held = (one: Column, holds: NonNullable<Column['holds']>): Column => ({ ...one, holds });
const oneOf =
  (words: readonly string[]): NonNullable<Column['holds']> =>
  (cell) =>
    words.includes(String(cell));
const like =
  (pattern: RegExp): NonNullable<Column['holds']> =>
  (cell) =>
    pattern.test(String(cell));
/** Empty, or beginning with a number; a development build may have its commit only. */
const isVersion = like(/^(?:|\d\S*|[0-9a-f]{7,40})$/);

const columns: Column[] = [
  held(
    column(
      'name',
      'text',
      'Which runtime; singularity is the one before it became Apptainer and SingularityCE.',
    ),
    oneOf(runtimeNames),
  ),
  held(column('version', 'text', 'Its version; empty when it does not tell.'), isVersion),
  held(column('release', 'text', 'What a distribution added to the version, such as 1.el9.'), like(/^\S*$/)),
  held(column('path', 'text', 'Where its program is.'), like(/^(?:|\/.*)$/s)),
  column('inPath', 'boolean', 'Whether PATH finds it there.'),
  held(
    column(
      'mode',
      'text',
      'How it gets its rights: setuid, user-namespace, daemon or none; empty when that cannot be told.',
    ),
    oneOf(Runtime.shape.mode.options),
  ),
  held(
    column('serverVersion', 'text', 'Version of the server behind the client, where it may be asked.'),
    // There is one exactly where the server was read.
    (cell, row) => isVersion(cell, row) && (cell !== '') === (row.server === 'read'),
  ),
  held(
    column('server', 'text', 'read, or why the server could not be asked: permission, stopped or none.'),
    oneOf(Runtime.shape.server.options),
  ),
  held(
    column(
      'nvidiaToolkit',
      'text',
      'Version of the NVIDIA container toolkit on the node; empty when it has none.',
    ),
    isVersion,
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
