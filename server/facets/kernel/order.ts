import { rpmvercmp } from '../../names/orderings/rpm.ts';

/**
 * Orders kernel releases: by runs of digits and letters as rpm-version(7) does, which puts Debian's and
 * SUSE's right as well, with release candidates before their release.
 */
export function compareReleases(a: string, b: string): number {
  return rpmvercmp(candidatesFirst(a), candidatesFirst(b));
}

function candidatesFirst(release: string): string {
  return release.replace(/-rc(?=\d)/, '~rc');
}

/**
 * What kind of kernel a release is, apart from its version: `rt`, `generic`, `default`, `cloud`, `debug`;
 * '' for Red Hat's plain one. Words with digits are versions and architectures, save those of rt (`rt7`)
 * and of Oracle's own kernel (`el9uek`). `bpo` and `deb` are where Debian built it.
 */
export function flavourOf(release: string): string {
  return release
    .split(/[-.+_~]/)
    .map((word) => (/^rt\d*$/.test(word) ? 'rt' : (/^el\d+([a-z]+)$/.exec(word)?.[1] ?? word)))
    .filter((word) => /^[a-z]+$/i.test(word) && word !== 'bpo' && word !== 'rc')
    .join('-');
}
