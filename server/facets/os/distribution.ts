import type { Problem } from '../facet.ts';
import { familyOf } from './family.ts';
import { parseOsRelease } from './osRelease.ts';
import { oldRelease } from './releaseFile.ts';
import type { OperatingSystem } from './schema.ts';

export type Distribution = Pick<
  OperatingSystem,
  | 'id'
  | 'versionId'
  | 'name'
  | 'version'
  | 'prettyName'
  | 'codename'
  | 'idLike'
  | 'variant'
  | 'build'
  | 'family'
  | 'release'
>;

/** From os-release, and from the release file where that is all there is (Red Hat 6 and before). */
export function distributionOf(
  osRelease: string,
  release: string,
): { facts: Distribution; problems: Problem[] } {
  const { fields, problems } = parseOsRelease(osRelease);
  const field = (name: string) => fields.get(name)?.trim() ?? '';
  const old = fields.size === 0 ? oldRelease(release) : { id: '', versionId: '', name: '' };
  const id = field('ID') || old.id;
  const idLike = field('ID_LIKE')
    .split(/\s+/)
    .filter((word) => word !== '');
  return {
    facts: {
      id,
      versionId: field('VERSION_ID') || old.versionId,
      name: field('NAME') || old.name,
      version: field('VERSION'),
      prettyName: field('PRETTY_NAME') || (fields.size === 0 ? release : ''),
      codename: field('VERSION_CODENAME'),
      idLike,
      variant: field('VARIANT_ID'),
      build: field('BUILD_ID'),
      family: familyOf(id, idLike),
      release,
    },
    problems,
  };
}
