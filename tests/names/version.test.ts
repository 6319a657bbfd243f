import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareText } from '../../server/names/orderings/lists.ts';
import { lmodKey } from '../../server/names/orderings/lmod.ts';
import { compareVersions, type Ordering, orderings, sortKey } from '../../server/names/version.ts';
import { needs } from '../harness/tools.ts';
import { expectLinear } from './effort.ts';
import { shuffled, versionText } from './texts.ts';

/** Groups in ascending order; texts on one line are equal. */
function expectOrder(ordering: Ordering, groups: readonly (readonly string[])[]): void {
  for (const [i, group] of groups.entries()) {
    for (const [j, other] of groups.entries()) {
      for (const a of group) {
        for (const b of other)
          expect([a, b, compareVersions(a, b, ordering)]).toEqual([a, b, Math.sign(i - j)]);
      }
    }
  }
}

describe('conda', () => {
  // The list in the documentation of conda's VersionOrder.
  const documented = [
    ['0.4', '0.4.0'],
    ['0.4.1.rc', '0.4.1.RC'],
    ['0.4.1'],
    ['0.5a1'],
    ['0.5b3'],
    ['0.5C1'],
    ['0.5'],
    ['0.9.6'],
    ['0.960923'],
    ['1.0'],
    ['1.1dev1'],
    ['1.1_'],
    ['1.1a1'],
    ['1.1.0dev1', '1.1.dev1'],
    ['1.1.a1'],
    ['1.1.0rc1'],
    ['1.1', '1.1.0'],
    ['1.1.0post1', '1.1.post1'],
    ['1.1post1'],
    ['1996.07.12'],
    ['1!0.4.1'],
    ['1!3.1.1.6'],
    ['2!0.4.1'],
  ];
  // OpenSSL's convention, and local versions, from conda's own tests.
  const openssl = [
    ...[['1.0.1dev'], ['1.0.1_'], ['1.0.1a'], ['1.0.1b'], ['1.0.1r'], ['1.0.1rc'], ['1.0.1rc1'], ['1.0.1s']],
    ...[['1.0.1'], ['1.0.1post.a'], ['1.0.1post.z'], ['1.0.1post.za'], ['1.0.2']],
  ];
  const local = [
    ...[
      ['1.0.post456.dev34'],
      ['1.0.post456'],
      ['1.1.dev1'],
      ['1.2.r32+123456'],
      ['1.2.rev33+123456'],
      ['1.2+abc'],
    ],
    ...[
      ['1.2+abc123def'],
      ['1.2+abc123'],
      ['1.2+123abc'],
      ['1.2+123abc456'],
      ['1.2+1234.abc'],
      ['1.2+123456'],
    ],
  ];
  const stars = [
    ...[
      ['0.4.1a.vc11'],
      ['0.4.1.rc'],
      ['0.4.1.vc11'],
      ['0.4.1'],
      ['0.5*'],
      ['0.5a1'],
      ['0.5z'],
      ['0.5za'],
      ['0.5'],
    ],
    ...[
      ['0.5_5', '0.5-5'],
      ['2.2be.ta29'],
      ['2.2be5ta29'],
      ['2.2beta29'],
      ['2.2.0.1'],
      ['3.2.p.r0'],
      ['3.2.pr0'],
    ],
    ...[['11g'], ['14.3.1'], ['14.3.1.post26.g9d75ca2']],
  ];
  test.each([
    ['the documented list', documented],
    ["OpenSSL's letters", openssl],
    ['local versions', local],
    ['stars and tags', stars],
  ])('%s', (_name, groups) => {
    expectOrder('conda', groups);
    // The general order and its keys are conda's wherever conda has one.
    expectOrder('general', groups);
  });
});

describe('debian', () => {
  test('the examples of Debian Policy 5.6.12', () => {
    expectOrder('debian', [['1.0~~'], ['1.0~~a'], ['1.0~'], ['1.0'], ['1.0a']]);
    expectOrder('debian', [['~~'], ['~~a'], ['~'], ['', '0'], ['a']]);
    expectOrder('debian', [
      ['1.0~beta1~svn1245'],
      ['1.0~beta1'],
      ['1.0', '0:1.0', '1.0-0', '1.0-'],
      ['1.0-1'],
      ['1:0.1'],
    ]);
    expectOrder('debian', [['1.2.3-1'], ['1.2.3-1+deb11u1'], ['1.2.3-1.1'], ['1.2.10-1'], ['2.0-0ubuntu1']]);
  });

  const hasDpkg = needs('dpkg', 'dpkg');
  test.skipIf(!hasDpkg)('dpkg says the same', () => {
    const piece = fc.constantFrom('1', '2', '10', '09', '0', '.', '~', '+', 'a', 'rc', 'Z', '.0');
    const version = fc.array(piece, { maxLength: 5 }).map((pieces) => `1${pieces.join('')}`);
    const revised = fc
      .tuple(fc.constantFrom('', '0:', '1:'), version, fc.constantFrom('', '-1', '-0', '-1~bpo'))
      .map((all) => all.join(''));
    for (const [a, b] of fc.sample(fc.tuple(revised, revised), 60)) {
      const says = (operator: string) =>
        spawnSync('dpkg', ['--compare-versions', a, operator, b]).status === 0;
      const expected = says('lt') ? -1 : says('gt') ? 1 : 0;
      expect([a, b, compareVersions(a, b, 'debian')]).toEqual([a, b, expected]);
    }
  });
});

describe('rpm', () => {
  // tests/rpmvercmp.at of rpm, its mirrored lines left out, and a caret before letters (rpm-version(7)).
  test.each([
    ['1.0', '1.0', 0],
    ['1.0', '2.0', -1],
    ['2.0.1', '2.0.1', 0],
    ['2.0', '2.0.1', -1],
    ['2.0.1a', '2.0.1a', 0],
    ['2.0.1a', '2.0.1', 1],
    ['5.5p1', '5.5p2', -1],
    ['5.5p10', '5.5p10', 0],
    ['5.5p1', '5.5p10', -1],
    ['10xyz', '10.1xyz', -1],
    ['xyz10', 'xyz10', 0],
    ['xyz10', 'xyz10.1', -1],
    ['xyz.4', '8', -1],
    ['xyz.4', '2', -1],
    ['5.5p2', '5.6p1', -1],
    ['5.6p1', '6.5p1', -1],
    ['6.0.rc1', '6.0', 1],
    ['10b2', '10a1', 1],
    ['10a2', '10b2', -1],
    ['1.0a', '1.0aa', -1],
    ['10.0001', '10.0001', 0],
    ['10.0001', '10.1', 0],
    ['10.0001', '10.0039', -1],
    ['4.999.9', '5.0', -1],
    ['20101121', '20101122', -1],
    ['2_0', '2_0', 0],
    ['2.0', '2_0', 0],
    ['a', 'a', 0],
    ['a+', 'a+', 0],
    ['a+', 'a_', 0],
    ['+a', '_a', 0],
    ['+_', '_+', 0],
    ['+', '_', 0],
    ['1.0~rc1', '1.0~rc1', 0],
    ['1.0~rc1', '1.0', -1],
    ['1.0~rc1', '1.0~rc2', -1],
    ['1.0~rc1~git123', '1.0~rc1~git123', 0],
    ['1.0~rc1~git123', '1.0~rc1', -1],
    ['1.0^', '1.0^', 0],
    ['1.0^', '1.0', 1],
    ['1.0^git1', '1.0', 1],
    ['1.0^git1', '1.0^git2', -1],
    ['1.0^git1', '1.01', -1],
    ['1.0^20160101', '1.0.1', -1],
    ['1.0^20160101^git1', '1.0^20160101^git1', 0],
    ['1.0^20160102', '1.0^20160101^git1', 1],
    ['1.0^git1', '1.0a', -1],
    ['1.0~rc1^git1', '1.0~rc1^git1', 0],
    ['1.0~rc1^git1', '1.0~rc1', 1],
    ['1.0^git1~pre', '1.0^git1~pre', 0],
    ['1.0^git1', '1.0^git1~pre', 1],
    ['1b.fc17', '1b.fc17', 0],
    ['1b.fc17', '1.fc17', -1],
    ['1g.fc17', '1.fc17', 1],
  ])('%s and %s: %i', (a, b, order) => {
    expect(compareVersions(a, b, 'rpm')).toBe(order);
    expect(compareVersions(b, a, 'rpm')).toBe(0 - order);
  });

  test('epoch, then version, then release', () => {
    expectOrder('rpm', [['1.2-3.el9', '0:1.2-3.el9'], ['1.2-10.el9'], ['1.10-1.el9'], ['1:0.1-1']]);
  });
});

describe('lmod', () => {
  test("the list in Lmod's documentation", () => {
    expectOrder('lmod', [
      ...[['2.4dev1'], ['2.4a1'], ['2.4beta2'], ['2.4rc1'], ['2.4', '2.4.0.0'], ['2.4-1', '2.4p1', '2.4-p1']],
      ...[['2.4.0.0.1'], ['2.4.1'], ['2.10']],
    ]);
    expectOrder('lmod', [['3.2', '3.2-0', '3.2-p0', '3.2p0'], ['3.2-1']]);
  });

  // Debian's lmod carries its version in the path.
  const folder = '/usr/share/lmod';
  const script = existsSync(folder)
    ? execFileSync('find', [folder, '-name', 'parseVersion.lua'], { encoding: 'utf8' }).split('\n')[0]
    : '';
  const canRun = (script !== '' || needs('lmod', 'lmod')) && needs('lua', 'lua5.3');
  test.skipIf(!canRun)('Lmod itself makes the same keys', () => {
    const piece = fc.constantFrom(
      '1',
      '10',
      '0',
      '00',
      '.',
      '-',
      'p',
      '-p',
      'rc',
      'dev',
      'a',
      'foo',
      '_',
      '/',
      '+',
      'P',
      'é',
    );
    const versions = fc.sample(
      fc.array(piece, { maxLength: 7 }).map((pieces) => pieces.join('')),
      400,
    );
    const program = `package.path='${(script ?? '').replace('parseVersion.lua', '?.lua')};'..package.path
      package.preload.strict = function() return {} end
      package.preload.string_utils = function() return {} end
      dofile('${script}')
      for line in io.lines() do print((parseVersion(line:sub(2)))) end`;
    const out = execFileSync('lua', ['-e', program], {
      input: Buffer.from(versions.map((one) => `:${one}\n`).join('')),
      encoding: 'latin1',
    });
    const keys = out.split('\n').slice(0, -1);
    expect(keys).toHaveLength(versions.length);
    for (const [i, version] of versions.entries())
      expect([version, lmodKey(version)]).toEqual([version, keys[i]]);
  });
});

describe('semver', () => {
  test('the examples of Semantic Versioning 2.0.0, section 11', () => {
    expectOrder('semver', [
      ...[
        ['1.0.0-alpha'],
        ['1.0.0-alpha.1'],
        ['1.0.0-alpha.beta'],
        ['1.0.0-beta'],
        ['1.0.0-beta.2'],
        ['1.0.0-beta.11'],
      ],
      ...[
        ['1.0.0-rc.1'],
        ['1.0.0', 'v1.0.0', '1.0.0+20130313144700', '1.0'],
        ['2.0.0'],
        ['2.1.0'],
        ['2.1.1'],
      ],
    ]);
  });
});

describe('the general order', () => {
  test('mixes what sites write', () => {
    expectOrder('general', [
      [''],
      ['0.7.17'],
      ['1.9'],
      ['1.10', '1.10.0'],
      ['1.17rc1'],
      ['1.17'],
      ['1.17-1', '1.17.1'],
      ['4.9.3'],
      ['4.9.3-2.25', '4.9.3.2.25'],
      ['2018a'],
      ['2018b'],
      ['2018.8.22', '22Aug18'],
      ['2021.09.29', '29Sep2021', 'stable_29Sep2021'],
      ['2023.08.02', '2Aug2023'],
      ['2023.08.02.2', '2Aug2023_update2'],
      ['20230815'],
    ]);
  });

  test('keys are short for ordinary versions, and ASCII', () => {
    expect(sortKey('1.17').length).toBeLessThan(20);
    expect(sortKey('2.1.2').length).toBeLessThan(26);
    expect(sortKey('1.é.中')).toMatch(/^[ -~]+$/);
    expect(sortKey('')).toBe('');
  });
});

describe.each(Object.keys(orderings).map((name) => name as Ordering))('%s is an order', (ordering) => {
  test('of itself, turned round, and along a chain', () => {
    fc.assert(
      fc.property(versionText, versionText, versionText, (a, b, c) => {
        const order = (x: string, y: string) => compareVersions(x, y, ordering);
        expect(order(a, a)).toBe(0);
        expect(order(a, b)).toBe(0 - order(b, a));
        const [x = '', y = '', z = ''] = [a, b, c].sort(order);
        expect(order(x, z)).toBeLessThanOrEqual(0);
        expect(order(x, y) === 0 && order(y, z) === 0 ? order(x, z) : 0).toBe(0);
      }),
      { numRuns: 2000 },
    );
  });

  test('byte order of its keys is the order', () => {
    fc.assert(
      fc.property(versionText, versionText, (a, b) => {
        const key = (version: string) => Buffer.from(sortKey(version, ordering));
        expect([a, b, Math.sign(Buffer.compare(key(a), key(b)))]).toEqual([
          a,
          b,
          compareVersions(a, b, ordering),
        ]);
      }),
      { numRuns: 5000 },
    );
  });

  test('sorts any shuffling alike', () => {
    fc.assert(
      fc.property(
        fc.array(versionText, { maxLength: 12 }).chain((list) => fc.tuple(fc.constant(list), shuffled(list))),
        ([list, other]) => {
          const sorted = (some: string[]) =>
            [...some].sort((a, b) => compareVersions(a, b, ordering) || compareText(a, b));
          expect(sorted(other)).toEqual(sorted(list));
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each(['1', '1.', 'a', '0.', '-', '~', '1a', '_', '.', 'é', '*'])(
    'is linear in the length of %j',
    (piece) => {
      const run = (size: number) => {
        const long = piece.repeat(size / piece.length);
        compareVersions(long, `${long}1`, ordering);
      };
      expectLinear(run, 16_000, piece);
    },
  );
});

test.each(['1', '1.', 'a', '0.', '-', '0', 'é', '*1'])('keys are linear in the length of %j', (piece) => {
  expectLinear((size) => void sortKey(piece.repeat(size / piece.length)), 16_000, piece);
});
