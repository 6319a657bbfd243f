import { expect, test } from 'vitest';
import { judgedOn, runsOn, runsSomewhere } from '../../server/check/judged.ts';
import { content, EL9, group, type HostChange, image, inside, source } from '../verdict/invent.ts';

/** Groups of nodes under documents of their own, as the store names them. */
const HOSTS: [name: string, change: HostChange][] = [
  ['plain', {}],
  ['old', { hardware: { level: 'x86-64-v1' } }],
  ['arm', { hardware: { architecture: 'aarch64', level: '' } }],
  ['unread', { hardware: 'unknown' }],
  ['none', { runtimes: 'absent' }],
];
const groups = HOSTS.map(([name, change]) => {
  const one = group(change);
  for (const facet of ['hardware', 'kernel', 'os', 'gpus', 'runtimes', 'fabric'] as const) {
    const known = one[facet];
    if (known.state === 'present') Object.assign(known, source(`${facet} of ${name}`));
  }
  return one;
});

test('groups that hold the same documents are judged once, and as each for itself', () => {
  const subjects = [
    image(),
    image({ inside: inside(EL9), architectures: ['aarch64'] }),
    image({ inside: null }),
    image({ inside: inside([content('apk', 'musl', '1.2.5-r0')]) }),
  ];
  const answers = new Set<string>();
  for (const subject of subjects) {
    const runs = runsOn(() => subject);
    for (let at = 0; at < 1 << groups.length; at += 1) {
      const some = groups.filter((_, bit) => at & (1 << bit));
      const alone = runsSomewhere(judgedOn(() => subject, some));
      expect(runs(some)).toBe(alone);
      answers.add(alone);
    }
  }
  expect(answers.size).toBeGreaterThan(1);
});
