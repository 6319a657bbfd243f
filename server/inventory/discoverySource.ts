import { dirname, isAbsolute, resolve } from 'node:path';
import type { ClusterContext } from './clusterNodes.ts';
import type { Source } from './discovery.ts';
import { expand } from './nodeSet.ts';
import type { From } from './sitesSchema.ts';
import type { Path } from './yamlPlaces.ts';

const KINDS = ['slurm', 'genders', 'ansible', 'clustershell', 'list'] as const;

/** What `from` says, or nothing and what is wrong with it. */
export function sourceOf(from: From, path: Path, { file, problem }: ClusterContext): Source | undefined {
  const kinds = KINDS.filter((kind) => from[kind] !== undefined);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    problem(path, 'value', `expected one of ${KINDS.join(', ')}, found ${kinds.join(' and ') || 'none'}`);
    return undefined;
  }
  const said = from[kind] ?? '';
  const groups = kind === 'slurm' ? from.partitions : from.groups;
  if (kind === 'slurm' && from.groups !== undefined)
    problem([...path, 'groups'], 'key', 'Slurm has partitions and no groups');
  if (kind !== 'slurm' && from.partitions !== undefined)
    problem([...path, 'partitions'], 'key', 'only Slurm has partitions');
  if (kind === 'list' && from.groups !== undefined)
    problem([...path, 'groups'], 'key', 'a list of nodes has no groups');
  const left = from.exclude === undefined ? undefined : expand(from.exclude);
  if (left && !left.ok) problem([...path, 'exclude'], 'value', left.message, left.column - 1);
  const isPlain = kind === 'slurm' || said.startsWith('~') || isAbsolute(said);
  return {
    kind,
    of: isPlain ? said : resolve(dirname(file), said),
    groups: groups === undefined ? [] : typeof groups === 'string' ? [groups] : groups,
    exclude: left?.ok ? left.names : [],
  };
}
