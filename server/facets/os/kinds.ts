import type { DocumentKind } from '../facet.ts';
import { eachMatching, matching, oneOf } from '../holds.ts';
import { column, oneRow } from '../nodeDocument.ts';
import { BinaryFormat, OperatingSystem } from './schema.ts';

export const kinds: DocumentKind[] = [
  {
    kind: 'os.node',
    sentence: 'The distribution of one node, its C library, and what it allows to ordinary users.',
    schema: OperatingSystem,
    columns: [
      column('id', 'text', 'The ID of os-release, such as rocky or ubuntu.', matching(/^\S*$/)),
      column('versionId', 'text', 'The VERSION_ID of os-release; empty for rolling distributions.'),
      column('name', 'text', 'The NAME of os-release.'),
      column('version', 'text', 'The VERSION of os-release.'),
      column('prettyName', 'text', 'The PRETTY_NAME of os-release.'),
      column('codename', 'text', 'The VERSION_CODENAME of os-release.'),
      column(
        'idLike',
        'list',
        'The ID_LIKE of os-release: what this distribution is derived from, closest first.',
        eachMatching(/^\S+$/),
      ),
      column('variant', 'text', 'The VARIANT_ID of os-release, such as server.'),
      column('build', 'text', 'The BUILD_ID of os-release: the system image the node was made from.'),
      column(
        'family',
        'text',
        'The family of distributions: rhel, suse, debian, alpine and so on.',
        matching(/^\S*$/),
      ),
      column(
        'release',
        'text',
        'The older release file, which names a point release where os-release does not.',
      ),
      column('libc', 'text', 'The C library: glibc or musl.', oneOf('glibc', 'musl', 'unknown')),
      column('libcVersion', 'text', 'The version of the C library.', matching(/^(?:\d[\w.]*)?$/)),
      column(
        'cgroup',
        'text',
        'Which control groups are mounted: v1, v2 or hybrid.',
        oneOf('v1', 'v2', 'hybrid', 'unknown'),
      ),
      column('container', 'text', 'What the node itself runs in, where it is a container.'),
      column(
        'userNamespaces',
        'text',
        'Whether ordinary users may make user namespaces: allowed, restricted to programs with an AppArmor profile, or forbidden.',
        oneOf('allowed', 'restricted', 'forbidden', 'unknown'),
      ),
      column(
        'maxUserNamespaces',
        'text',
        'Whether user.max_user_namespaces is zero.',
        oneOf('zero', 'not zero', 'unknown'),
      ),
      column(
        'unprivilegedUserNamespaces',
        'text',
        'kernel.unprivileged_userns_clone, which only Debian and its like have: on, off or none.',
        oneOf('on', 'off', 'none', 'unknown'),
      ),
      column(
        'apparmorRestrictsUserNamespaces',
        'text',
        'kernel.apparmor_restrict_unprivileged_userns, which Ubuntu has: on, off or none.',
        oneOf('on', 'off', 'none', 'unknown'),
      ),
      {
        name: 'userNamespaceProfiles',
        type: 'list',
        sentence:
          'Where AppArmor restricts user namespaces: paths of container runtimes for which a profile in /etc/apparmor.d allows them; empty also where nothing says it.',
        of: (row) => row.userNamespaceProfiles ?? [],
        holds: eachMatching(/^\/\S+$/),
      },
      {
        name: 'idRanges',
        type: 'text',
        sentence:
          'Ranges in /etc/subuid and /etc/subgid: of the account that collects, 65,536 ids or more (whole) or fewer (part); only of others; none; or told elsewhere, by a directory service.',
        of: (row) => row.idRanges ?? '',
        holds: oneOf('', 'whole', 'part', 'others', 'none', 'elsewhere'),
      },
      column(
        'selinux',
        'text',
        'SELinux as it runs: enforcing, permissive or none.',
        oneOf('enforcing', 'permissive', 'none', 'unknown'),
      ),
      column('apparmor', 'text', 'AppArmor as it runs: its mode where it may be read, else enabled or none.'),
      {
        name: 'binaryFormats',
        type: 'list',
        sentence: 'Enabled handlers for programs of another kind, with the architecture they run.',
        of: (row) => {
          const formats = BinaryFormat.array().safeParse(row.binaryFormats);
          if (!formats.success) return [];
          return formats.data
            .filter((one) => one.enabled)
            .map(({ name, architecture }) => (architecture === '' ? name : `${name} (${architecture})`));
        },
      },
    ],
    rows: oneRow,
  },
];
