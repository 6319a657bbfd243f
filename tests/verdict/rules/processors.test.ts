import { cpuLevel } from '../../../server/verdict/rules/cpu-level.ts';
import { condaPackage, content, environment, type HostChange, image, inside } from '../invent.ts';
import { table } from './table.ts';

const level = (level: string): HostChange => ({ hardware: { level } });
const of = (...packages: ReturnType<typeof content>[]) => image({ inside: inside(packages) });
const named = (id: string, versionId: string) => image({ inside: inside([], { system: { id, versionId } }) });
const el = (tag: string) => of(content('rpm', 'glibc', `2.34-100.${tag}`));
const alma = of(content('rpm', 'glibc', '2.39-37.el10'), content('rpm', 'almalinux-release', '10.0-25.el10'));
const arm = (features: string[]): HostChange => ({
  hardware: { architecture: 'aarch64', level: '', features },
});
const GRAVITON_2 = ['aes', 'asimd', 'asimdrdm', 'atomics', 'crc32', 'dcpop', 'fp', 'pmull', 'sha1', 'sha2'];
const amazonArm = image({
  architectures: ['aarch64'],
  inside: inside([content('rpm', 'glibc', '2.34-52.amzn2023.0.8')]),
});

table(cpuLevel, [
  ['EL9 on v2', el('el9_4.2'), level('x86-64-v2'), 'yes'],
  ['EL9 on v1', el('el9_4.2'), level('x86-64-v1'), 'no'],
  ['EL10 on v3', el('el10_0'), level('x86-64-v3'), 'yes'],
  ['EL10 on v2', el('el10_0'), level('x86-64-v2'), 'no'],
  ['AlmaLinux 10 on v2, for which it has a build', alma, level('x86-64-v2'), 'unknown'],
  ['AlmaLinux 10 on v1', alma, level('x86-64-v1'), 'no'],
  ['EL8 on v1', el('el8_9'), level('x86-64-v1'), 'yes'],
  ['an EL that is not out yet', el('el11'), level('x86-64-v3'), 'unknown'],
  ['Amazon Linux 2023 on v1', el('amzn2023.0.8'), level('x86-64-v1'), 'no'],
  ['Amazon Linux 2 on v1', of(content('rpm', 'glibc', '2.26-64.amzn2.0.2')), level('x86-64-v1'), 'yes'],
  ['SUSE 15 on v1', of(content('rpm', 'glibc', '2.38-150600.14.5.2')), level('x86-64-v1'), 'yes'],
  ['SUSE 16 on v1', of(content('rpm', 'glibc', '2.40-160000.2.2')), level('x86-64-v1'), 'no'],
  ['Ubuntu on v1', of(content('dpkg', 'libc6', '2.39-0ubuntu8.4')), level('x86-64-v1'), 'yes'],
  ['Alpine Linux on v1', of(content('apk', 'musl', '1.2.5-r0')), level('x86-64-v1'), 'yes'],
  [
    'rpm packages of nobody known',
    of(content('rpm', 'glibc', '2.38-29.oe2403')),
    level('x86-64-v3'),
    'unknown',
  ],
  ['EL9 by its os-release alone', named('rocky', '9.4'), level('x86-64-v1'), 'no'],
  ['EL8 by its os-release alone', named('almalinux', '8.10'), level('x86-64-v1'), 'yes'],
  ['AlmaLinux 10 by its os-release alone', named('almalinux', '10.0'), level('x86-64-v2'), 'unknown'],
  ['Debian by its os-release alone', named('debian', ''), level('x86-64-v1'), 'yes'],
  ['EL without a release', named('rhel', ''), level('x86-64-v1'), 'unknown'],
  ['a system of nobody known', named('constructor', '1'), level('x86-64-v1'), 'unknown'],
  [
    'a package says more than os-release',
    image({
      inside: inside([content('rpm', 'glibc', '2.34-100.el9')], {
        system: { id: 'debian', versionId: '12' },
      }),
    }),
    level('x86-64-v1'),
    'no',
  ],
  [
    "conda's marker",
    of(
      content('dpkg', 'libc6', '2.36-9+deb12u9'),
      content('conda', '_x86_64-microarch-level', '3', '2_x86_64_v3', '/opt/conda'),
    ),
    level('x86-64-v2'),
    'no',
  ],
  ['a variant', image({ variant: 'v3' }), level('x86-64-v2'), 'no'],
  ['a variant that is served', image({ variant: 'v3' }), level('x86-64-v3'), 'yes'],
  [
    'by a label of Ubuntu, when nobody looked inside',
    image({
      inside: null,
      labels: [
        { name: 'org.opencontainers.image.ref.name', value: 'ubuntu' },
        { name: 'org.opencontainers.image.version', value: '22.04' },
      ],
    }),
    level('x86-64-v2'),
    'unknown',
  ],
  [
    'by a label of Red Hat, when nobody looked inside',
    image({ inside: null, labels: [{ name: 'com.redhat.component', value: 'ubi10-container' }] }),
    level('x86-64-v2'),
    'no',
  ],
  ['nobody looked inside', image({ inside: null }), level('x86-64-v3'), 'unknown'],
  ['nobody looked inside, and it cannot matter', image({ inside: null }), level('x86-64-v4'), 'yes'],
  [
    'no distribution in it',
    of(content('conda', 'samtools', '1.17', 'h0_0', '/usr/local')),
    level('x86-64-v3'),
    'unknown',
  ],
  ['level not known', el('el9_4.2'), level(''), 'unknown'],
  ['hardware never read', el('el9_4.2'), { hardware: 'unknown' }, 'unknown'],
  ['Amazon Linux 2023 on Graviton 2', amazonArm, arm(GRAVITON_2), 'yes'],
  [
    'Amazon Linux 2023 on ARMv8.0',
    amazonArm,
    arm(['aes', 'asimd', 'crc32', 'fp', 'pmull', 'sha1', 'sha2']),
    'no',
  ],
  ['Amazon Linux 2023 where features were not read', amazonArm, arm([]), 'unknown'],
  [
    'Debian on ARMv8.0',
    image({ architectures: ['aarch64'], inside: inside([content('dpkg', 'libc6', '2.36-9+deb12u9')]) }),
    arm(['asimd', 'fp']),
    'yes',
  ],
  [
    'POWER',
    image({ architectures: ['ppc64le'] }),
    { hardware: { architecture: 'ppc64le', level: '' } },
    'unknown',
  ],
  [
    'another architecture: rule architecture says so',
    image({ architectures: ['aarch64'] }),
    level('x86-64-v1'),
    '',
  ],
  [
    'environment for v3 on v2',
    environment([condaPackage('_x86_64-microarch-level', '3', { subdir: 'noarch' })]),
    level('x86-64-v2'),
    'no',
  ],
  [
    'environment for v3 on v3',
    environment([condaPackage('_x86_64-microarch-level', '3', { subdir: 'noarch' })]),
    level('x86-64-v3'),
    'yes',
  ],
  ['environment that names none', environment([condaPackage('samtools', '1.17')]), level('x86-64-v1'), 'yes'],
  [
    'environment of which records are missing',
    environment([], { unreadable: 1 }),
    level('x86-64-v3'),
    'unknown',
  ],
]);
