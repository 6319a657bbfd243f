import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareDebian } from '../../server/names/orderings/debian.ts';
import { rpmvercmp } from '../../server/names/orderings/rpm.ts';
import { needs } from '../harness/tools.ts';

/** The programs' own answers, for versions made of what their rules tell apart. */
const pieces = ['0', '00', '1', '01', '9', '10', 'a', 'b', 'Z', 'rc', '~', '~~', '.', '+', '..'];

/** The same pairs in each run: what differs can be looked at again. */
function pairs(of: string[], count: number): [string, string][] {
  const version = fc
    .tuple(fc.nat(9), fc.array(fc.constantFrom(...of), { maxLength: 5 }))
    .map(([first, rest]) => `${first}${rest.join('')}`);
  return fc.sample(fc.tuple(version, version), { numRuns: count, seed: 17 });
}

describe.skipIf(!needs('dpkg', 'dpkg'))('Debian', () => {
  test('orders as dpkg --compare-versions does, with revisions and epochs', () => {
    const dpkg = (a: string, word: string, b: string) =>
      spawnSync('dpkg', ['--compare-versions', a, word, b]).status === 0;
    const asked = pairs([...pieces, '-'], 250).flatMap(([a, b]): [string, string][] => {
      // An empty revision is an error to dpkg.
      const [one, two] = [a.replace(/-+$/, ''), b.replace(/-+$/, '')];
      return [
        [one, two],
        [`1:${one}`, two],
      ];
    });
    const wrong = asked.filter(([a, b]) => {
      const theirs = dpkg(a, 'lt', b) ? -1 : dpkg(a, 'gt', b) ? 1 : 0;
      return Math.sign(compareDebian(a, b)) !== theirs;
    });
    expect(wrong).toEqual([]);
  }, 60_000);
});

describe.skipIf(!needs('rpm', 'rpm'))('RPM', () => {
  test("orders as rpm's own comparison does", () => {
    const asked = pairs([...pieces, '^', '_'], 800);
    const program = asked.map(([a, b]) => `print(rpm.vercmp("${a}", "${b}") .. " ")`).join(' ');
    const theirs = spawnSync('rpm', ['--eval', `%{lua:${program}}`], { encoding: 'utf8' });
    const answers = theirs.stdout.trim().split(/\s+/).map(Number);
    expect(answers).toHaveLength(asked.length);
    const wrong = asked.filter(([a, b], at) => Math.sign(rpmvercmp(a, b)) !== answers[at]);
    expect(wrong).toEqual([]);
  }, 60_000);
});
