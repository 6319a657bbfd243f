import type { Environment, Needs } from '../facets/conda/schema.ts';
import type { Source } from './facts.ts';
import type { EnvironmentSubject, VirtualNeed } from './subject.ts';

/** What records of packages ask of the machine, by `name version build`; null where nobody read that. */
export type NeedsOf = ReadonlyMap<string, VirtualNeed[]> | null;

export function needsByPackage({ needs }: Needs): ReadonlyMap<string, VirtualNeed[]> {
  const found = new Map<string, VirtualNeed[]>();
  for (const { name, version, build, spec, optional } of needs) {
    const key = `${name} ${version} ${build}`;
    found.set(key, [...(found.get(key) ?? []), { spec, optional }]);
  }
  return found;
}

/** What a document of the facet conda says of an environment. */
export function environmentSubject(
  facts: Environment,
  name: string,
  source: Source,
  needs: NeedsOf = null,
): EnvironmentSubject {
  return {
    kind: 'environment',
    name,
    ...source,
    packages: facts.packages.map(({ name, version, build, subdir }) => ({
      name,
      version,
      build,
      subdir,
      virtual: needs && (needs.get(`${name} ${version} ${build}`) ?? []),
    })),
    pip: facts.pip,
    unreadable: facts.unreadable,
  };
}
