import type { StoredImage } from '../../../server/facets/images/schema.ts';
import type { OperatingSystem } from '../../../server/facets/os/schema.ts';
import type { Runtime } from '../../../server/facets/runtimes/schema.ts';
import { docker } from '../../../server/verdict/rules/docker.ts';
import { namespaces } from '../../../server/verdict/rules/namespaces.ts';
import { nvidiaToolkit } from '../../../server/verdict/rules/nvidia-toolkit.ts';
import { runtime } from '../../../server/verdict/rules/runtime.ts';
import type { ImageSubject } from '../../../server/verdict/subject.ts';
import { type HostChange, image, type runtime as installed, settings } from '../invent.ts';
import { wayTable } from './table.ts';

const form = (form: ImageSubject['form']) => image({ form });
const encrypted = (encryption: ImageSubject['encryption']) => image({ encryption });
const stored = (engine: StoredImage['engine']) => image({ form: 'stored', engine });

wayTable(
  runtime,
  ['apptainer', '1.3.4'],
  [
    ['SIF', form('sif'), {}, 'yes'],
    ['SIF by SingularityCE', form('sif'), {}, 'yes', ['singularity-ce', '3.11.4']],
    ['SIF by Singularity 3', form('sif'), {}, 'yes', ['singularity', '3.8.7']],
    ['SIF by Singularity 2', form('sif'), {}, 'no', ['singularity', '2.6.1']],
    ['SIF by a Singularity of unknown version', form('sif'), {}, 'unknown', ['singularity', '']],
    ['squashfs by Singularity 2', form('squashfs'), {}, 'yes', ['singularity', '2.6.1']],
    ['OCI-SIF by Apptainer', form('oci-sif'), {}, 'no'],
    ['OCI-SIF by SingularityCE 4', form('oci-sif'), {}, 'yes', ['singularity-ce', '4.1.2']],
    ['OCI-SIF by SingularityCE 3', form('oci-sif'), {}, 'no', ['singularity-ce', '3.11.5']],
    ['OCI-SIF by a SingularityCE of unknown version', form('oci-sif'), {}, 'unknown', ['singularity-ce', '']],
    ['an image of a store by podman', stored('docker'), {}, 'yes', ['podman', '5.2.2']],
    ['a file of unknown kind', form('unknown'), {}, 'unknown'],
    ['device mapper, setuid', encrypted('device-mapper'), {}, 'note'],
    [
      'device mapper, no setuid',
      encrypted('device-mapper'),
      {},
      'no',
      ['apptainer', '1.3.4', { mode: 'user-namespace' }],
    ],
    [
      'device mapper, rights not known',
      encrypted('device-mapper'),
      {},
      'unknown',
      ['apptainer', '1.3.4', { mode: '' }],
    ],
    ['device mapper, Singularity 3.4', encrypted('device-mapper'), {}, 'note', ['singularity', '3.4.0']],
    ['device mapper, Singularity 3.3', encrypted('device-mapper'), {}, 'no', ['singularity', '3.3.0']],
    [
      'gocryptfs, no setuid',
      encrypted('gocryptfs'),
      {},
      'note',
      ['apptainer', '1.2.0', { mode: 'user-namespace' }],
    ],
    [
      'gocryptfs, no setuid, before 1.2',
      encrypted('gocryptfs'),
      {},
      'no',
      ['apptainer', '1.1.9', { mode: 'user-namespace' }],
    ],
    ['gocryptfs, setuid, before 1.3', encrypted('gocryptfs'), {}, 'no', ['apptainer', '1.2.5']],
    ['gocryptfs by SingularityCE', encrypted('gocryptfs'), {}, 'no', ['singularity-ce', '4.1.2']],
    ['encryption not known', encrypted(null), {}, 'unknown'],
  ],
);

const userns = (userNamespaces: 'allowed' | 'restricted' | 'forbidden' | 'unknown'): HostChange => ({
  os: { userNamespaces },
});

const profiles = (...userNamespaceProfiles: string[]): HostChange => ({
  os: { userNamespaces: 'restricted', userNamespaceProfiles },
});
const ranges = (idRanges: OperatingSystem['idRanges']): HostChange => ({
  os: { userNamespaces: 'allowed', idRanges },
});
const podman: Parameters<typeof installed> = ['podman', '5.2.2', { mode: 'user-namespace' }];

wayTable(
  namespaces,
  ['apptainer', '1.3.4', { mode: 'user-namespace' }],
  [
    ['setuid', image(), userns('forbidden'), 'yes', ['apptainer', '1.3.4', { mode: 'setuid' }]],
    ['allowed', image(), userns('allowed'), 'yes'],
    ['forbidden', image(), userns('forbidden'), 'no'],
    ['restricted by AppArmor', image(), userns('restricted'), 'unknown'],
    [
      'restricted, and Ubuntu has a profile',
      image(),
      userns('restricted'),
      'note',
      ['charliecloud', '0.38', { mode: 'user-namespace', path: '/usr/bin/ch-run' }],
    ],
    [
      'restricted, and the profile is for another path',
      image(),
      userns('restricted'),
      'unknown',
      ['charliecloud', '0.38', { mode: 'user-namespace', path: '/opt/ch/bin/ch-run' }],
    ],
    ['not known', image(), userns('unknown'), 'unknown'],
    ['never read', image(), { os: 'unknown' }, 'unknown'],
    ['rights not known', image(), userns('allowed'), 'unknown', ['apptainer', '1.3.4', { mode: '' }]],
    ['no rights needed', image(), userns('forbidden'), 'yes', ['udocker', '1.3.16', { mode: 'none' }]],
    [
      'restricted, and a profile is for its starter',
      image(),
      profiles('/usr/libexec/apptainer/bin/starter{,-suid}'),
      'note',
    ],
    [
      'restricted, and a profile is for another starter',
      image(),
      profiles('/opt/apptainer/libexec/apptainer/bin/starter'),
      'unknown',
    ],
    ['restricted, and no profile is', image(), profiles(), 'unknown'],
    [
      'restricted, and a profile is for a program whose name begins alike',
      image(),
      profiles('/usr/bin/ch-run-oci'),
      'unknown',
      ['charliecloud', '0.38', { mode: 'user-namespace', path: '/usr/bin/ch-run' }],
    ],
    ['podman with ranges', image(), ranges('whole'), 'note', podman],
    ['podman with small ranges', image(), ranges('part'), 'note', podman],
    ['podman, and others have ranges', image(), ranges('others'), 'unknown', podman],
    ['podman, and nobody has ranges', image(), ranges('none'), 'no', podman],
    ['the same for an image of unknown make', image({ inside: null }), ranges('none'), 'unknown', podman],
    ['podman, and a directory service has the ranges', image(), ranges('elsewhere'), 'unknown', podman],
    ['podman, whose ranges nobody read', image(), userns('allowed'), 'unknown', podman],
    ['Apptainer needs no ranges', image(), ranges('none'), 'yes'],
    ['a daemon has its own rule', image(), {}, '', ['docker', '27.1', { mode: 'daemon' }]],
  ],
);

const daemon = (server: Runtime['server']): Parameters<typeof installed> => [
  'docker',
  '27.1',
  { mode: 'daemon', server },
];

wayTable(docker, daemon('read'), [
  ['it answers', image(), {}, 'note'],
  ['closed', image(), {}, 'unknown', daemon('permission')],
  ['stopped', image(), {}, 'no', daemon('stopped')],
  ['none', image(), {}, 'no', daemon('none')],
  ['not told', image(), {}, 'unknown', daemon('')],
  ['no daemon needed', image(), {}, '', ['apptainer', '1.3.4']],
]);

const cuda = image({ settings: settings({ CUDA_VERSION: '12.4.1' }) });

wayTable(
  nvidiaToolkit,
  ['podman', '5.2.2'],
  [
    ['installed', cuda, {}, 'yes', ['podman', '5.2.2'], '1.16.1'],
    ['not installed', cuda, {}, 'no'],
    ['not installed, and not needed', image(), {}, ''],
    ['Apptainer needs none', cuda, {}, '', ['apptainer', '1.3.4']],
    ['not known whether it brings CUDA', image({ inside: null }), {}, ''],
  ],
);
