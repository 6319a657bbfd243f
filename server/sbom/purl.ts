import { PackageURL } from 'packageurl-js';

/**
 * Package URLs as the purl project defines them by type (github.com/package-url/purl-spec). Names come from machines that are not
 * ours: one that the type does not allow has none.
 */
export type Purl = { purl?: string };

interface Named {
  type: string;
  namespace?: string;
  name: string;
  version: string;
  qualifiers?: Record<string, string>;
}

function purlOf({ type, namespace = '', name, version, qualifiers = {} }: Named): Purl {
  const known = Object.fromEntries(Object.entries(qualifiers).filter(([, value]) => value !== ''));
  try {
    const url = new PackageURL(type, namespace || null, name, version || null, known, null);
    return { purl: url.toString() };
  } catch {
    return {};
  }
}

/** `pkg:conda/samtools@1.17?build=h00cdaf9_0&channel=bioconda&subdir=linux-64` */
export function condaPurl(one: Record<'name' | 'version' | 'build' | 'channel' | 'subdir', string>): Purl {
  const { name, version, build, channel, subdir } = one;
  return purlOf({ type: 'conda', name, version, qualifiers: { build, channel, subdir } });
}

export const pypiPurl = ({ name, version }: { name: string; version: string }): Purl =>
  purlOf({ type: 'pypi', name, version });

export interface System {
  id: string;
  versionId: string;
}

/** A package of a system, whose distribution is part of its name; none where nobody knows which that is. */
export function systemPurl(
  one: { manager: string; name: string; version: string; architecture: string },
  system: System | null,
): Purl {
  const type = TYPES[one.manager];
  if (type === undefined || system === null || system.id === '') return {};
  // Only rpm tells the epoch apart from the version.
  const [, epoch = '', rest = one.version] = type === 'rpm' ? (/^(\d+):(.*)$/.exec(one.version) ?? []) : [];
  return purlOf({
    type,
    namespace: system.id,
    name: one.name,
    version: rest,
    qualifiers: {
      arch: one.architecture,
      distro: system.versionId === '' ? system.id : `${system.id}-${system.versionId}`,
      epoch: epoch === '0' ? '' : epoch,
    },
  });
}

const TYPES: Record<string, string> = { dpkg: 'deb', rpm: 'rpm', apk: 'apk', pacman: 'alpm' };

/** An image of a registry by the digest of its manifest: `pkg:oci/samtools@sha256:...?repository_url=quay.io/biocontainers/samtools`. */
export function ociPurl(reference: string, manifestDigest: string): Purl {
  if (!/^[0-9a-f]{64}$/.test(manifestDigest)) return {};
  const { repository, tag } = partsOf(reference);
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  if (name === '') return {};
  return purlOf({
    type: 'oci',
    name,
    version: `sha256:${manifestDigest}`,
    qualifiers: { repository_url: whole(repository), tag },
  });
}

/** A name without a registry is one of Docker Hub (distribution/reference, "normalized"); what was built here is in none. */
function whole(repository: string): string {
  const [first = '', ...rest] = repository.toLowerCase().split('/');
  if (first === 'localhost') return '';
  if (rest.length > 0 && /[.:]/.test(first)) return repository.toLowerCase();
  return `docker.io/${rest.length === 0 ? 'library/' : ''}${repository.toLowerCase()}`;
}

/** `registry:5000/name/part:tag@sha256:...` */
export function partsOf(reference: string): { repository: string; tag: string } {
  const at = reference.indexOf('@');
  const named = at === -1 ? reference : reference.slice(0, at);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  if (colon === -1) return { repository: named, tag: '' };
  return { repository: named.slice(0, colon), tag: named.slice(colon + 1) };
}
