import type { OperatingSystem } from '../../facets/os/schema.ts';
import type { RuntimeName } from '../../facets/runtimes/schema.ts';
import { factOf, sourceOf } from '../facts.ts';
import type { NodeGroup } from '../nodeGroup.ts';
import type { Finding, Way, WayRule } from '../rule.ts';

/** How the runtime gets the rights that a container needs. */
export const namespaces: WayRule = {
  name: 'namespaces',
  sentence: 'The runtime has a setuid starter, or ordinary users may make user namespaces.',
  cases: [
    'A setuid starter, or a runtime that needs no rights (udocker): yes.',
    'A runtime by user namespaces, and ordinary users may make them: yes.',
    'The same, and they are forbidden: no.',
    "The same, restricted by Ubuntu's AppArmor, and podman or Charliecloud in /usr/bin, for which Ubuntu has profiles: yes with a note.",
    'The same, and any other runtime: unknown, since whether a profile is loaded for it is not collected.',
    'podman also needs ranges in /etc/subuid for most images: unknown, since these are not collected.',
  ],
  unknown: 'How the runtime gets its rights, or whether user namespaces are allowed where it needs them.',
  sources: [
    'Linux, user_namespaces(7); Documentation/admin-guide/sysctl/user.rst: max_user_namespaces',
    'Ubuntu 23.10, restricted unprivileged user namespaces (kernel.apparmor_restrict_unprivileged_userns)',
    'Apptainer, dist/debian/apparmor-userns: the profile of its Debian packages, from 1.3.4 on',
  ],
  judge: (_, group, way) => {
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
    return [{ ...byNamespaces(name, path, allowed, group), facts: own }, ...ranges(way)];
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
      if (PROFILES.get(name) === path) {
        const message = `AppArmor restricts user namespaces; Ubuntu's own profile for ${path} lets it make them.`;
        return { answer: 'note', message };
      }
      return {
        answer: 'unknown',
        message: `AppArmor restricts user namespaces, and whether ${name} has a profile that lets it make them is not collected.`,
      };
    case 'unknown': {
      const why = group.os.state === 'unknown' ? group.os.why : 'their settings could not be read';
      return {
        answer: 'unknown',
        message: `Whether ordinary users may make user namespaces is not known: ${why}.`,
      };
    }
  }
}

function ranges({ runtime }: Way): Finding[] {
  if (runtime.name !== 'podman') return [];
  const message =
    'podman needs ranges in /etc/subuid for images with several owners; these are not collected.';
  return [{ answer: 'unknown', message, facts: [] }];
}
