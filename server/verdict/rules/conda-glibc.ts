import { factOf, sourceOf } from '../facts.ts';
import type { NodeGroup } from '../nodeGroup.ts';
import type { Finding, Rule } from '../rule.ts';
import type { EnvironmentSubject } from '../subject.ts';
import { judgeVirtual, type VirtualPackage } from '../virtual.ts';

/** What records ask of the C library, which an environment takes from the host. */
export const condaGlibc: Rule = {
  name: 'conda-glibc',
  sentence: "The nodes' glibc is what the records of an environment ask for by __glibc.",
  cases: [
    'Every record that asks is served by the version of glibc: yes; one is not: no.',
    'A node with musl has no __glibc: a record that depends on it is not served.',
    'Packages that pip installed: yes with a note, since nobody reads which C library their wheels need.',
  ],
  unknown: 'What the records ask for where it was not read, or the C library of the nodes.',
  sources: ['conda, plugins/virtual_packages: __glibc; conda-forge, sysroot packages'],
  judge: (subject, group) =>
    subject.kind === 'environment'
      ? [...judgeVirtual(subject, '__glibc', glibcOf(group)), ...wheelsOf(subject)]
      : [],
};

function wheelsOf(subject: EnvironmentSubject): Finding[] {
  const [first] = subject.pip;
  if (!first) return [];
  const number = subject.pip.length === 1 ? '1 package' : `${subject.pip.length} packages`;
  const message = `pip installed ${number} into it; which C library their wheels need was not read.`;
  return [
    { answer: 'note', message, facts: [factOf(`python package ${first.name}`, first.version, subject)] },
  ];
}

function glibcOf(group: NodeGroup): VirtualPackage {
  const os = group.os.state === 'present' ? group.os.facts : null;
  const facts = [
    factOf('C library of the nodes', os ? `${os.libc} ${os.libcVersion}`.trim() : '', sourceOf(group.os)),
  ];
  const why = 'the C library of the nodes is not known';
  if (!os || os.libc === 'unknown') return { version: '', facts, why };
  return { version: os.libc === 'glibc' ? os.libcVersion : null, facts, why };
}
