import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holdsOnLinux } from '../../server/check/versions/marker.ts';
import { expectLinear } from '../names/effort.ts';

const CASES: [marker: string, expected: boolean | null][] = [
  ['sys_platform == "linux"', true],
  ["sys_platform == 'win32'", false],
  ['"win32" == sys_platform', false],
  ['platform_system != "Windows"', true],
  ['os_name == "posix" and python_version >= "3.8"', null],
  ['os_name == "nt" and python_version >= "3.8"', false],
  ['os_name == "nt" or python_version >= "3.8"', null],
  ['os_name == "posix" or python_version >= "3.8"', true],
  // `and` binds closer: true or (false and unknown).
  ['sys_platform == "linux" or os_name == "nt" and python_version < "3"', true],
  ['(sys_platform == "linux" or os_name == "nt") and os_name == "nt"', false],
  ['sys_platform in "linux linux2"', true],
  ['sys_platform not in "linux linux2"', false],
  ['"lin" in sys_platform', true],
  ['platform_machine == "x86_64"', null],
  ['extra == "dev"', null],
  ['"3.10" >= "3.9"', true],
  ['', null],
  ['sys_platform ==', null],
  ['sys_platform == "linux" garbage', null],
  ['(sys_platform == "linux"', null],
  ['and == "x"', null],
  ['sys_platform = "win32"', null],
  ['sys_platform == "win32', null],
];

test.each(CASES)('%s', (marker, expected) => {
  expect(holdsOnLinux(marker)).toBe(expected);
});

test('what is unknown decides nothing that the other side does not decide', () => {
  const known = fc.constantFrom(
    ['sys_platform == "linux"', true] as const,
    ['os_name == "nt"', false] as const,
    ['python_version < "3.9"', null] as const,
  );
  fc.assert(
    fc.property(known, known, known, ([a, x], [b, y], [c, z]) => {
      // With every value that the unknown ones may have.
      const values = (one: boolean | null) => (one === null ? [true, false] : [one]);
      const found = new Set(
        values(x).flatMap((l) => values(y).flatMap((m) => values(z).map((r) => l || (m && r)))),
      );
      const expected = found.size === 1 ? [...found][0] : null;
      expect(holdsOnLinux(`${a} or ${b} and ${c}`)).toBe(expected);
    }),
  );
});

test.each(['(', '"', "' ", 'a == ', 'and ', 'a', ' '])('effort grows with many of %j', (sign) => {
  expectLinear((size) => void holdsOnLinux(sign.repeat(size)), 500, sign);
});
