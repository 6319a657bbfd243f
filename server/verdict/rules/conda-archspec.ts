import { factOf, sourceOf } from '../facts.ts';
import type { NodeGroup } from '../nodeGroup.ts';
import type { Rule } from '../rule.ts';
import type { VirtualNeed } from '../subject.ts';
import { judgeVirtual, splitSpec, type VirtualPackage } from '../virtual.ts';

/** What records ask of the processors. */
export const condaArchspec: Rule = {
  name: 'conda-archspec',
  sentence: "The nodes' processors are what the records of an environment ask for by __archspec.",
  cases: [
    'x86_64_v2, x86_64_v3, x86_64_v4: processors of that level or a higher one serve it.',
    'A lower level: no.',
  ],
  unknown:
    'What the records ask for where it was not read, the level of the processors, or a name that is no level (zen4).',
  sources: ['conda, plugins/virtual_packages/archspec.py; archspec, cpu/microarchitectures.json'],
  judge: (subject, group) =>
    subject.kind === 'environment' ? judgeVirtual(subject, '__archspec', levelOf(group), byLevel) : [],
};

function levelOf(group: NodeGroup): VirtualPackage {
  const level = group.hardware.state === 'present' ? group.hardware.facts.level : '';
  const facts = [factOf('level of the processors', level, sourceOf(group.hardware))];
  return { version: level, facts, why: 'the level of the processors is not known' };
}

/** Its version is always 1, and its build is the name of a microarchitecture: `__archspec 1 x86_64_v3`, `=1=*_v3`. */
function byLevel(need: VirtualNeed, level: string): boolean | null {
  const asked = /^x86_64(?:_v([2-4]))?$/.exec(splitSpec(need.spec).build.replaceAll('*', ''));
  const own = /^x86-64-v([1-4])$/.exec(level)?.[1];
  if (!asked || own === undefined) return null;
  return Number(own) >= Number(asked[1] ?? '1');
}
