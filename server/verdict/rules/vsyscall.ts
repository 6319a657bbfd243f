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
    'An older glibc on a later kernel: unknown, since vsyscall= on its command line decides and is not collected.',
  ],
  unknown: 'The C library of the image, or the kernel, as well as the last case.',
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
    const old = libc.known
      ? `${libc.value.name} ${libc.value.version} calls vsyscall`
      : `The C library is not known: ${libc.why}`;
    const os = group.os.state === 'present' ? group.os.facts : null;
    const usual =
      os?.id === 'debian'
        ? ' Kernels of Debian start without it.'
        : os?.family === 'rhel'
          ? ' Kernels of Enterprise Linux start with it.'
          : '';
    const message = `${old}; whether these nodes map it is not collected.${libc.known ? usual : ''}`;
    return [{ answer: 'unknown', message, facts }];
  },
};
