import { unameArchitecture } from '../../facets/hardware/architecture.ts';
import { factOf, sourceOf } from '../facts.ts';
import { type Libc, libcOf } from '../needs/libc.ts';
import type { Rule } from '../rule.ts';
import { isAtLeast, numbersOf } from '../versions.ts';

/** Oldest kernels by the oldest glibc that asks for them (x86 and most others), newest first. */
const KERNELS: readonly [glibc: string, kernel: string][] = [
  ['2.26', '3.2'],
  ['2.20', '2.6.32'],
  ['2.17', '2.6.16'],
];

/** Architectures whose first kernel in glibc is a later one (sysdeps/unix/sysv/linux/<arch>/configure.ac). */
const LATER: ReadonlyMap<string, string> = new Map([
  ['aarch64', '3.7'],
  ['ppc64le', '3.10'],
  ['riscv64', '4.15'],
  ['loongarch64', '5.19'],
]);

/** Distributions may ask for more than glibc does; none is known that asks for more than this (Arch Linux). */
const STRICTEST = '4.4';

/** The C library of an image against the kernel that is running. */
export const libcKernel: Rule = {
  name: 'libc-kernel',
  sentence:
    "The nodes' kernel is not older than the image's C library accepts (else: FATAL: kernel too old).",
  cases: [
    'glibc 2.26 and later need Linux 3.2, 2.20 and later 2.6.32, 2.17 and later 2.6.16; musl needs 2.6.39.',
    'On aarch64 at least 3.7, ppc64le 3.10, riscv64 4.15, loongarch64 5.19.',
    'An older kernel: no.',
    `A kernel from ${STRICTEST} on: yes whatever the library is, since none is known that asks for more.`,
  ],
  unknown: `The kernel, or, on a kernel before ${STRICTEST}, the C library.`,
  sources: [
    'glibc NEWS and sysdeps/unix/sysv/linux/configure.ac (arch_minimum_kernel), 2.17 to 2.42',
    'Arch Linux, glibc PKGBUILD: --enable-kernel=4.4; Fedora, Debian and Ubuntu build with 3.2',
  ],
  judge: (subject, group) => {
    if (subject.kind !== 'image') return [];
    const release = group.kernel.state === 'present' ? numbersOf(group.kernel.facts.release) : '';
    const libc = libcOf(subject);
    const kernel = factOf('kernel', release, sourceOf(group.kernel));
    if (release === '') {
      return [{ answer: 'unknown', message: 'The running kernel is not known.', facts: libc.facts }];
    }
    const facts = [...libc.facts, kernel];
    const [first = ''] = subject.architectures.map(unameArchitecture);
    const enough = highestOf(STRICTEST, LATER.get(first) ?? '');
    if (isAtLeast(release, enough)) {
      return [
        { answer: 'yes', message: `No C library known here asks for more than Linux ${enough}.`, facts },
      ];
    }
    if (!libc.known) {
      return [{ answer: 'unknown', message: `The C library of the image is not known: ${libc.why}.`, facts }];
    }
    const needed = highestOf(oldestKernel(libc.value), LATER.get(first) ?? '');
    const name = `${libc.value.name} ${libc.value.version}`.trim();
    return [
      isAtLeast(release, needed)
        ? { answer: 'yes', message: `${name} needs Linux ${needed}, and these nodes run ${release}.`, facts }
        : { answer: 'no', message: `${name} needs Linux ${needed}; these nodes run ${release}.`, facts },
    ];
  },
};

function oldestKernel({ name, version }: Libc): string {
  if (name === 'musl') return '2.6.39';
  return KERNELS.find(([glibc]) => version !== '' && isAtLeast(version, glibc))?.[1] ?? '2.6.16';
}

function highestOf(a: string, b: string): string {
  return b === '' || isAtLeast(a, b) ? a : b;
}
