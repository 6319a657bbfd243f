import { expect, test } from 'vitest';
import { accountOf, nodeClass } from '../../server/facets/modules/node-class.ts';

const part = (name: string, text: string) => ({ name, bytes: Buffer.from(text) });
const V2 =
  'flags\t\t: lm cmov cx8 fpu fxsr mmx syscall sse sse2 cx16 lahf_lm popcnt pni sse4_1 sse4_2 ssse3 other\n';

test.each([
  ['x86-64', V2, 'ID="rhel"\nVERSION_ID="9.4"\n', ['x86-64-v2', 'rhel-9', 'as audit']],
  ['Arm', 'CPU implementer\t: 0x41\nCPU part\t: 0xd4f\n', '', ['arm-0x41-0xd4f', 'as audit']],
  [
    'POWER',
    'cpu\t\t: POWER9, altivec supported\n',
    'ID=sles\nVERSION_ID="15.5"\n',
    ['POWER9', 'sles-15', 'as audit'],
  ],
  ['a rolling system', '', 'NAME=x\nID=arch\n', ['arch', 'as audit']],
  ['an agent that tells neither', '', '', []],
])('%s', (_, cpu, release, found) => {
  expect(nodeClass([part('cpu', cpu), part('os-release', release)], 'audit')).toEqual(found);
});

test('an update within a release is the same', () => {
  const at = (version: string) => nodeClass([part('os-release', `ID=rhel\nVERSION_ID="${version}"\n`)], '');
  expect(at('9.5')).toEqual(at('9.4'));
  expect(at('8.10')).not.toEqual(at('9.4'));
});

test('the account comes back out of the key', () => {
  expect(accountOf('x86_64 lmod 8.7 /m x86-64-v2 rhel-9 as audit')).toBe('audit');
  expect(accountOf('x86_64 lmod 8.7 /m')).toBe('');
});
