import { factOf, sourceOf } from '../facts.ts';
import { libcOf } from '../needs/libc.ts';
import type { Rule } from '../rule.ts';
import { isAtLeast, numbersOf } from '../versions.ts';

/** Old programs call the kernel at a fixed address, which kernels of today may not map any more. */
export const vsyscall: Rule = {
  name: 'vsyscall',
  sentence:
    'x86_64 images with glibc before 2.14, such as those of Enterprise Linux 6, need a kernel that maps vsyscall.',
  cases: [
    'musl, or glibc 2.14 and later: yes, since they do not call it.',
    'A kernel before 3.1, which always maps it: yes.',
    'A later kernel that maps it, readable or to be executed alone: yes whatever the library is.',
    'A later kernel that does not (vsyscall=none), and an older glibc: no.',
  ],
  unknown:
    'The C library of the image, on a kernel that does not map it or of which that is not known; with an older glibc, what the kernel maps.',
  sources: [
    'Linux, Documentation/admin-guide/kernel-parameters.txt: vsyscall=; arch/x86/Kconfig: LEGACY_VSYSCALL_*',
    'Debian 9 release notes: vsyscall is off (glibc up to 2.13 in chroots and containers)',
  ],
  judge: (subject, group) => {
    if (subject.kind !== 'image') return [];
    const { architectures } = subject;
    const isX86 =
      architectures.length === 0 || architectures.some((one) => one === 'x86_64' || one === 'amd64');
    if (!isX86 && !architectures.includes('unknown')) return [];
    const libc = libcOf(subject);
    if (libc.known && (libc.value.name === 'musl' || isAtLeast(libc.value.version, '2.14'))) {
      const message = `${libc.value.name} ${libc.value.version} does not call vsyscall.`;
      return [{ answer: 'yes', message, facts: libc.facts }];
    }
    const release = group.kernel.state === 'present' ? numbersOf(group.kernel.facts.release) : '';
    const facts = [...libc.facts, factOf('kernel', release, sourceOf(group.kernel))];
    if (release !== '' && !isAtLeast(release, '3.1')) {
      return [{ answer: 'yes', message: `Linux ${release} always maps vsyscall.`, facts }];
    }
    const page = group.kernel.state === 'present' ? group.kernel.facts.vsyscall : undefined;
    if (page !== undefined) facts.push(factOf('vsyscall page', page, sourceOf(group.kernel)));
    if (page === 'mapped' || page === 'execute only') {
      return [{ answer: 'yes', message: 'The running kernel maps vsyscall.', facts }];
    }
    const old = libc.known
      ? `${libc.value.name} ${libc.value.version} calls vsyscall`
      : `The C library is not known: ${libc.why}`;
    if (page === 'none') {
      return [
        {
          answer: libc.known ? 'no' : 'unknown',
          message: `${old}, and the running kernel does not map it.`,
          facts,
        },
      ];
    }
    return [{ answer: 'unknown', message: `${old}; whether these nodes map it is not known.`, facts }];
  },
};
