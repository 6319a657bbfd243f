import { hostLibraries } from '../../../server/verdict/rules/host-libraries.ts';
import { libcKernel } from '../../../server/verdict/rules/libc-kernel.ts';
import { vsyscall } from '../../../server/verdict/rules/vsyscall.ts';
import type { ImageSubject } from '../../../server/verdict/subject.ts';
import { content, environment, type HostChange, image, inside, settings } from '../invent.ts';
import { table, wayTable } from './table.ts';

const kernel = (release: string): HostChange => ({ kernel: { release } });
const EL6 = image({ inside: inside([content('rpm', 'glibc', '2.12-1.212.el6_10.3')]) });
const EL7 = image({ inside: inside([content('rpm', 'glibc', '2.17-326.el7_9')]) });
const EL9 = image();
const MUSL = image({ inside: inside([content('apk', 'musl', '1.2.5-r0')]) });
const BARE = image({ inside: inside([content('conda', 'samtools', '1.17', 'h0_0', '/usr/local')]) });
const byFiles = (version: string): ImageSubject =>
  image({ inside: inside([], { libc: [{ name: 'glibc', version }] }) });

table(libcKernel, [
  ['EL9 on EL9', EL9, {}, 'yes'],
  ['EL9 on EL7', EL9, kernel('3.10.0-1160.el7.x86_64'), 'yes'],
  ['EL9 on EL6: FATAL: kernel too old', EL9, kernel('2.6.32-754.el6.x86_64'), 'no'],
  ['EL7 on EL6', EL7, kernel('2.6.32-754.el6.x86_64'), 'yes'],
  ['EL6 on EL7', EL6, kernel('3.10.0-1160.el7.x86_64'), 'yes'],
  ['Alpine Linux on EL6', MUSL, kernel('2.6.32-754.el6.x86_64'), 'no'],
  [
    'an epoch in front',
    image({ inside: inside([content('rpm', 'glibc', '1:2.34-1')]) }),
    kernel('2.6.32'),
    'no',
  ],
  ['Arm is stricter', image({ architectures: ['arm64'] }), kernel('3.4.0'), 'no'],
  [
    'nobody looked inside, and the kernel is new',
    image({ inside: null }),
    kernel('4.18.0-553.el8.x86_64'),
    'yes',
  ],
  [
    'nobody looked inside, and the kernel is old',
    image({ inside: null }),
    kernel('3.10.0-1160.el7.x86_64'),
    'unknown',
  ],
  ['by its files', byFiles('2.28'), kernel('2.6.32'), 'no'],
  ['no library found', BARE, kernel('3.10.0'), 'unknown'],
  ['kernel not known', EL9, kernel(''), 'unknown'],
  ['kernel never read', EL9, { kernel: 'unknown' }, 'unknown'],
  ["an environment uses the host's", environment([]), kernel('2.6.32'), ''],
]);

table(vsyscall, [
  ['EL9 does not call it', EL9, {}, 'yes'],
  ['EL7 does not call it', EL7, {}, 'yes'],
  ['EL6 on EL6', EL6, kernel('2.6.32-754.el6.x86_64'), 'yes'],
  ['EL6 on EL9', EL6, {}, 'unknown'],
  ['EL6 where the page is mapped', EL6, { kernel: { vsyscall: 'mapped' } }, 'yes'],
  ['EL6 where it may be executed alone', EL6, { kernel: { vsyscall: 'execute only' } }, 'yes'],
  ['EL6 on vsyscall=none', EL6, { kernel: { vsyscall: 'none' } }, 'no'],
  ['EL7 on vsyscall=none', EL7, { kernel: { vsyscall: 'none' } }, 'yes'],
  [
    'nobody looked inside, and it is mapped',
    image({ inside: null }),
    { kernel: { vsyscall: 'mapped' } },
    'yes',
  ],
  [
    'nobody looked inside, and it is not',
    image({ inside: null }),
    { kernel: { vsyscall: 'none' } },
    'unknown',
  ],
  ['Alpine Linux', MUSL, {}, 'yes'],
  ['EL6 where the kernel is not known', EL6, { kernel: 'unknown' }, 'unknown'],
  ['nobody looked inside', image({ inside: null }), {}, 'unknown'],
  ['by its files', byFiles('2.12'), {}, 'unknown'],
  ['by its files, new enough', byFiles('2.14'), {}, 'yes'],
  ['not on Arm', image({ architectures: ['aarch64'], inside: null }), {}, ''],
]);

const cuda = (one: ImageSubject): ImageSubject => ({
  ...one,
  settings: settings({ CUDA_VERSION: '11.8.0' }),
});

wayTable(
  hostLibraries,
  ['apptainer', '1.3.4'],
  [
    ['EL7 on EL9', cuda(EL7), {}, 'note'],
    ['EL9 on EL9', cuda(EL9), {}, 'yes'],
    ['EL9 on EL8', cuda(EL9), { os: { libcVersion: '2.28' } }, 'yes'],
    ['Alpine Linux on EL9', cuda(MUSL), {}, 'note'],
    ['library of the image not known', cuda(BARE), {}, 'unknown'],
    ['library of the host not known', cuda(EL9), { os: 'unknown' }, 'unknown'],
    ['no CUDA in it: nothing is bound', EL7, {}, ''],
    ['podman binds no GL of the host', cuda(EL7), {}, '', ['podman', '5.2.2']],
  ],
);
