import type { OperatingSystem } from '../../facets/os/schema.ts';
import type { RuntimeName } from '../../facets/runtimes/schema.ts';
import { factOf, sourceOf } from '../facts.ts';
import { distributionOf, nameOf } from '../needs/distribution.ts';
import type { NodeGroup } from '../nodeGroup.ts';
import type { Finding, WayRule } from '../rule.ts';
import type { ImageSubject } from '../subject.ts';

/** How the runtime gets the rights that a container needs. */
export const namespaces: WayRule = {
  name: 'namespaces',
  sentence: 'The runtime has a setuid starter, or ordinary users may make user namespaces.',
  cases: [
    'A setuid starter, or a runtime that needs no rights (udocker): yes.',
    'A runtime by user namespaces, and ordinary users may make them: yes.',
    'The same, and they are forbidden: no.',
    'The same, restricted by AppArmor, and a profile in /etc/apparmor.d is for the runtime: yes with a note, since only root sees which are loaded.',
    'The same, and no profile is for it by the name of its file: unknown, since one of another name may be.',
    'podman also needs ranges in /etc/subuid and /etc/subgid. The account that collects has them: yes with a note, since each user needs their own.',
    'Nobody has ranges, and the image is made from a distribution, whose files have several owners: no.',
  ],
  unknown:
    'How the runtime gets its rights, whether user namespaces are allowed where it needs them, or, for podman, who has ranges: others than the account that collects, or a directory service tells them.',
  sources: [
    'Linux, user_namespaces(7); Documentation/admin-guide/sysctl/user.rst: max_user_namespaces',
    'Ubuntu 23.10, restricted unprivileged user namespaces (kernel.apparmor_restrict_unprivileged_userns)',
    'Apptainer, dist/debian/apparmor-userns: the profile of its Debian packages, from 1.3.4 on',
    'podman, troubleshooting.md: rootless containers and /etc/subuid; subuid(5); nsswitch.conf: subid',
  ],
  judge: (image, group, way) => {
    const { name, mode, path } = way.runtime;
    const facts = [factOf(`how ${name} gets its rights`, mode, way)];
    if (mode === 'daemon') return [];
    if (mode === 'setuid') return [{ answer: 'yes', message: `${name} has a setuid starter.`, facts }];
    if (mode === 'none') return [{ answer: 'yes', message: `${name} needs no rights.`, facts }];
    if (mode === '') {
      return [{ answer: 'unknown', message: `How ${name} gets its rights is not known.`, facts }];
    }
    const os = group.os.state === 'present' ? group.os.facts : null;
    const allowed = os?.userNamespaces ?? 'unknown';
    const own = [...facts, factOf('user namespaces', allowed, sourceOf(group.os))];
    return [
      { ...byNamespaces(name, path, allowed, group), facts: own },
      ...(name === 'podman' ? [ranges(image, group)] : []),
    ];
  },
};

/** Profiles that Ubuntu's apparmor package has (/etc/apparmor.d), by the path that they are for. */
const PROFILES: ReadonlyMap<RuntimeName, string> = new Map([
  ['podman', '/usr/bin/podman'],
  ['charliecloud', '/usr/bin/ch-run'],
]);

function byNamespaces(
  name: RuntimeName,
  path: string,
  allowed: OperatingSystem['userNamespaces'],
  group: NodeGroup,
): Omit<Finding, 'facts'> {
  switch (allowed) {
    case 'allowed':
      return { answer: 'yes', message: `${name} uses user namespaces, which ordinary users may make.` };
    case 'forbidden':
      return {
        answer: 'no',
        message: `${name} needs user namespaces, and ordinary users may not make them.`,
      };
    case 'restricted':
      return restricted(name, path, group);
    case 'unknown': {
      const why = group.os.state === 'unknown' ? group.os.why : 'their settings could not be read';
      return {
        answer: 'unknown',
        message: `Whether ordinary users may make user namespaces is not known: ${why}.`,
      };
    }
  }
}

/** What a profile has to be for: the program itself, or the starter that makes the namespaces for it. */
function startersOf(name: RuntimeName, path: string): string[] {
  const [, prefix] = /^(.*)\/bin\/[^/]+$/.exec(path) ?? [];
  const family = name === 'apptainer' ? 'apptainer' : name.startsWith('singularity') ? 'singularity' : '';
  const starters = prefix === undefined || family === '' ? [] : [`${prefix}/libexec/${family}/bin/starter`];
  return [path, ...starters];
}

function restricted(name: RuntimeName, path: string, group: NodeGroup): Omit<Finding, 'facts'> {
  const read = group.os.state === 'present' ? group.os.facts.userNamespaceProfiles : undefined;
  const found = read?.find((profile) =>
    startersOf(name, path).some(
      (starter) => profile.startsWith(starter) && /^(?:[{[*?].*)?$/.test(profile.slice(starter.length)),
    ),
  );
  if (found !== undefined) {
    const message = `AppArmor restricts user namespaces; a profile in /etc/apparmor.d for ${found} lets ${name} make them once it is loaded.`;
    return { answer: 'note', message };
  }
  if (read === undefined && PROFILES.get(name) === path) {
    const message = `AppArmor restricts user namespaces; Ubuntu's own profile for ${path} lets it make them.`;
    return { answer: 'note', message };
  }
  const why =
    read === undefined
      ? `whether ${name} has a profile that lets it make them was not read`
      : `no profile in /etc/apparmor.d that is named after ${name} is for ${path}`;
  return { answer: 'unknown', message: `AppArmor restricts user namespaces, and ${why}.` };
}

/** podman maps the owners of an image's files to ids of a range. */
function ranges(image: ImageSubject, group: NodeGroup): Finding {
  const known = group.os.state === 'present' ? group.os.facts.idRanges : undefined;
  const facts = [factOf('ranges in /etc/subuid and /etc/subgid', known ?? 'not known', sourceOf(group.os))];
  const say = (answer: Finding['answer'], message: string): Finding => ({ answer, message, facts });
  switch (known) {
    case 'whole':
      return say('note', 'The account that collects has ranges for podman; each user needs their own.');
    case 'part':
      return say(
        'note',
        'The account that collects has ranges of fewer than 65,536 ids for podman, which some images exceed.',
      );
    case 'others':
      return say(
        'unknown',
        'Some accounts have the ranges that podman needs; the one that collects has none.',
      );
    case 'none': {
      const made = distributionOf(image);
      const why = 'No account has the ranges that podman needs for images whose files have several owners';
      return made.known
        ? {
            ...say('no', `${why}, as those of ${nameOf(made.value)} have.`),
            facts: [...facts, ...made.facts],
          }
        : say('unknown', `${why}; whether this one's have is not known.`);
    }
    case 'elsewhere':
      return say('unknown', 'A directory service tells the ranges that podman needs, and was not asked.');
    case undefined:
      return say('unknown', 'Whether there are the ranges that podman needs was not read.');
  }
}
