import { expect, test } from 'vitest';
import { questionRoots } from '../../server/frames/question.ts';

const LINE = 'tree nfs4 filer:/sw /sw 128 1700000000 - /sw/modules';

test('a question has the roots that its lines name', () => {
  expect(
    questionRoots(`${LINE}\ninstallation cvmfs2 a.b /cvmfs/a.b 256 1 cvmfs:a.b:7 /cvmfs/a.b/a folder\n`),
  ).toEqual([
    {
      kind: 'tree',
      path: '/sw/modules',
      mount: { point: '/sw', fstype: 'nfs4', source: 'filer:/sw', inode: '128' },
      change: '1700000000',
      proof: '',
    },
    {
      kind: 'installation',
      path: '/cvmfs/a.b/a folder',
      mount: { point: '/cvmfs/a.b', fstype: 'cvmfs2', source: 'a.b', inode: '256' },
      change: '1',
      proof: 'cvmfs:a.b:7',
    },
  ]);
});

test.each([
  ['no path', 'tree nfs4 filer:/sw /sw 128 1700000000 -'],
  ['a path that does not begin at /', 'tree nfs4 filer:/sw /sw 128 1700000000 - sw'],
  ['a path longer than there are', `${LINE}${'x'.repeat(4096)}`],
  ['a word without end', `${'x'.repeat(40_000)} ${LINE}`],
])('a question with a line that has %s claims nothing', (_, line) => {
  expect(questionRoots(`${LINE}\n${line}\n`)).toEqual([]);
});

test('a question without end claims nothing', () => {
  expect(questionRoots(`${LINE}\n`.repeat(50_000))).toEqual([]);
});
