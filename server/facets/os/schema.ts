import { z } from 'zod';

/** A handler of binfmt_misc: what the kernel hands programs of another kind to. */
export const BinaryFormat = z.object({
  name: z.string(),
  enabled: z.boolean(),
  /** As `uname -m` names it; '' when it is for something else than programs of another machine. */
  architecture: z.string(),
  interpreter: z.string(),
  /** Letters of the kernel; F: it also works inside containers, which do not have the interpreter. */
  flags: z.string(),
});
export type BinaryFormat = z.infer<typeof BinaryFormat>;

/** A setting of the kernel; none where this kernel does not have it. */
export const Switch = z.enum(['on', 'off', 'none', 'unknown']);
export type Switch = z.infer<typeof Switch>;

/** Text is '' when not known. */
export const OperatingSystem = z.object({
  kind: z.literal('os.node'),
  /** ID of os-release(5) as it is written; '' when it is not set. */
  id: z.string(),
  versionId: z.string(),
  name: z.string(),
  version: z.string(),
  prettyName: z.string(),
  codename: z.string(),
  idLike: z.array(z.string()),
  variant: z.string(),
  build: z.string(),
  /** What releases are compared by: rhel, suse, debian, alpine, ...: the lower-case ID or what it is like. */
  family: z.string(),
  /** The older release files' own word, such as CentOS 7's point release or Debian's. */
  release: z.string(),
  libc: z.enum(['glibc', 'musl', 'unknown']),
  libcVersion: z.string(),
  cgroup: z.enum(['v1', 'v2', 'hybrid', 'unknown']),
  container: z.string(),
  userNamespaces: z.enum(['allowed', 'restricted', 'forbidden', 'unknown']),
  /** Whether user.max_user_namespaces is zero. */
  maxUserNamespaces: z.enum(['zero', 'not zero', 'unknown']),
  unprivilegedUserNamespaces: Switch,
  apparmorRestrictsUserNamespaces: Switch,
  selinux: z.enum(['enforcing', 'permissive', 'none', 'unknown']),
  /** enforce, complain and the like where it may be read, else enabled. */
  apparmor: z.string(),
  /**
   * Paths that AppArmor profiles of container runtimes are for which allow user namespaces; absent where AppArmor does
   * not restrict them, or where the profiles could not be read.
   */
  userNamespaceProfiles: z.array(z.string()).optional(),
  /**
   * Ranges of /etc/subuid and /etc/subgid: the collecting account has 65,536 ids or more, or fewer; only others have;
   * nobody has; or a directory service tells them. Absent where an older agent did not look.
   */
  idRanges: z.enum(['whole', 'part', 'others', 'none', 'elsewhere']).optional(),
  /** null when it cannot be told. */
  binaryFormats: z.array(BinaryFormat).nullable(),
});
export type OperatingSystem = z.infer<typeof OperatingSystem>;
