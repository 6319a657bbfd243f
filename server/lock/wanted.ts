import { isDigest } from '../compare/label.ts';
import type { Comparable, Match } from '../compare/match.ts';
import { nameConda } from '../names/index.ts';
import type { Lock, LockedCondaPackage, LockedEnvironment } from './schema.ts';
import type { VerifiedRow } from './verify.ts';

/** One thing that a lock holds, as it is looked for. */
export interface Wanted {
  row: Pick<VerifiedRow, 'kind' | 'name' | 'locked'>;
  comparable: Comparable;
  /** The least that counts as the same. */
  least: Match;
  /** Said of a row that holds, where names are all that could be compared; '' where bytes or a record were. */
  byName: string;
  /** sha256 of the modulefile that was locked; '' where there is none. */
  fileHash: string;
  /** Whether the build is part of what has to be the same although it decides no match. */
  andBuild: boolean;
}

export function wantedPackage(one: LockedCondaPackage): Wanted {
  const { name, version, build, channel, subdir, sha256, md5 } = one;
  const named = nameConda({ name, version, build });
  const digest = sha256 === '' ? md5 && `conda-md5:${md5}` : `conda-sha256:${sha256}`;
  const marks = [md5 && `conda-md5:${md5}`, channel && `channel:${channel}`, subdir && `subdir:${subdir}`];
  return {
    row: { kind: 'package', name, locked: label(version, '', build) },
    comparable: {
      tool: named?.tool ?? name,
      version: named?.version ?? version,
      variant: named?.variant ?? '',
      build: named?.build ?? build,
      provider: 'conda',
      digest,
      marks: marks.filter((mark) => mark !== ''),
    },
    // A record that could not be read tells no more than the name of its file does.
    least: isNamedOnly(one) ? 'same-version' : 'same-build',
    byName: isNamedOnly(one) ? 'by its name, version and build: its record told no channel and no hash' : '',
    fileHash: '',
    andBuild: isNamedOnly(one),
  };
}

const isNamedOnly = ({ channel, sha256, md5 }: LockedCondaPackage) =>
  channel === '' && sha256 === '' && md5 === '';

type Pip = LockedEnvironment['pip'][number];
export const pipKey = ({ name, version }: Pip) => `${name} ${version}`;

/** Of what pip added its version is all that is known. */
export function wantedPip({ name, version }: Pip): Wanted {
  const named = nameConda({ name, version, build: 'pypi_0' });
  return {
    row: { kind: 'package', name, locked: label(version, '', 'pip') },
    comparable: {
      tool: named?.tool ?? name,
      version: named?.version ?? version,
      variant: named?.variant ?? '',
      build: '',
      provider: 'conda',
      digest: '',
    },
    least: 'same-version',
    byName: 'by its version alone: pip tells no more',
    fileHash: '',
    andBuild: false,
  };
}

export function wantedImage(one: Lock['images'][number]): Wanted {
  const [digest = '', ...marks] = one.digests.filter(isDigest);
  return { ...wantedNamed('image', one, digest, marks), ...imageBy(digest), fileHash: '' };
}

export function wantedModule(one: Lock['modules'][number]): Wanted {
  return {
    ...wantedNamed('module', one, '', []),
    least: 'same-version',
    byName: 'by its name alone: no hash of its file is known',
    fileHash: one.fileHash,
    andBuild: true,
  };
}

function wantedNamed(
  kind: 'image' | 'module',
  one: Lock['modules'][number] | Lock['images'][number],
  digest: string,
  marks: string[],
): Pick<Wanted, 'row' | 'comparable'> {
  const { tool, version, variant, build, provider } = one;
  return {
    row: { kind, name: tool, locked: label(version, variant, build) },
    comparable: { tool, version, variant, build, provider, digest, marks },
  };
}

/** An image that no digest tells is no better. */
const imageBy = (digest: string) =>
  ({
    least: 'same-build',
    byName: digest === '' ? 'by its build alone: the lock has no digest' : '',
    andBuild: false,
  }) as const;

export const label = (version: string, variant: string, build: string) =>
  `${version}${variant}${build === '' ? '' : ` ${build}`}`;
