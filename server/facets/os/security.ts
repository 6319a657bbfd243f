import type { OperatingSystem, Switch } from './schema.ts';

export type Security = Pick<
  OperatingSystem,
  | 'userNamespaces'
  | 'maxUserNamespaces'
  | 'unprivilegedUserNamespaces'
  | 'apparmorRestrictsUserNamespaces'
  | 'selinux'
  | 'apparmor'
>;

/** What the agent read of /proc/sys and of the security modules, as name to value. */
export function securityOf(facts: Map<string, string>): Security {
  const apparmor = apparmorOf(facts);
  const known: Omit<Security, 'userNamespaces'> = {
    maxUserNamespaces: maxOf(facts.get('userns-max')),
    unprivilegedUserNamespaces: switchOf(facts.get('userns-clone')),
    apparmorRestrictsUserNamespaces: switchOf(facts.get('userns-apparmor')),
    selinux: selinuxOf(facts.get('selinux')),
    apparmor,
  };
  return { ...known, userNamespaces: userNamespacesOf(facts.get('userns'), known) };
}

function apparmorOf(facts: Map<string, string>): string {
  const enabled = facts.get('apparmor');
  if (enabled === undefined) return 'unknown';
  return enabled === 'Y' ? facts.get('apparmor-mode') || 'enabled' : 'none';
}

function maxOf(value: string | undefined): Security['maxUserNamespaces'] {
  if (value === undefined) return 'unknown';
  return value === '0' ? 'zero' : 'not zero';
}

function switchOf(value: string | undefined): Switch {
  if (value === 'none') return 'none';
  if (value === undefined || !/^\d+$/.test(value)) return 'unknown';
  return Number(value) === 0 ? 'off' : 'on';
}

function selinuxOf(value: string | undefined): Security['selinux'] {
  if (value === '1') return 'enforcing';
  if (value === '0') return 'permissive';
  return value === 'none' ? 'none' : 'unknown';
}

/**
 * Whether an ordinary user may make a user namespace. A kernel that has namespaces and no
 * user.max_user_namespaces (before 4.9) may want a boot parameter as Red Hat 7.2 did: not known, unless
 * Debian's switch says it.
 */
function userNamespacesOf(
  kernelHas: string | undefined,
  known: Omit<Security, 'userNamespaces'>,
): Security['userNamespaces'] {
  if (
    kernelHas === 'no' ||
    known.maxUserNamespaces === 'zero' ||
    known.unprivilegedUserNamespaces === 'off'
  ) {
    return 'forbidden';
  }
  if (known.apparmorRestrictsUserNamespaces === 'on' && known.apparmor !== 'none') return 'restricted';
  const isSaid = known.maxUserNamespaces === 'not zero' || known.unprivilegedUserNamespaces === 'on';
  return kernelHas === 'yes' && isSaid ? 'allowed' : 'unknown';
}
