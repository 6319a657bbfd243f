import { describe, expect, test } from 'vitest';
import {
  type Able,
  obtainableOf,
  type PackageRecord,
  type Traveller,
} from '../../server/compare/obtainable.ts';
import { group, image, runtime } from '../verdict/invent.ts';

const HASH = 'a'.repeat(64);
const RECORD: PackageRecord = {
  name: 'samtools',
  version: '1.17',
  build: 'h00cdaf9_0',
  channel: 'bioconda',
  subdir: 'linux-64',
  sha256: HASH,
  md5: '',
};
const packaged = (more: Partial<PackageRecord> = {}): Traveller => ({
  kind: 'package',
  record: { ...RECORD, ...more },
});
const pictured = (more: Parameters<typeof image>[0] = {}): Traveller => ({
  kind: 'image',
  subject: image(more),
});

const RUNS = group({ runtimes: { runtimes: [runtime('apptainer', '1.3.4')] } });
const NOTHING = group({ runtimes: { runtimes: [] } });
const ARM = group({ hardware: { architecture: 'aarch64', level: '' } });
const able = (more: Partial<Able> = {}): Able => ({
  groups: [RUNS],
  installations: [['conda-forge', 'bioconda']],
  condaUnread: false,
  ...more,
});

describe('what another place can get', () => {
  test.each<[string, Traveller[], Able | null, string, RegExp]>([
    ['a package of a channel that conda there lists', [packaged()], able(), 'yes', /set up for bioconda/],
    [
      'one of another channel, with a hash',
      [packaged()],
      able({ installations: [['conda-forge']] }),
      'yes',
      /bioconda\/linux-64::samtools==1.17=h00cdaf9_0/,
    ],
    [
      'one of another channel, without',
      [packaged({ sha256: '' })],
      able({ installations: [[]] }),
      'unknown',
      /no hash/,
    ],
    ['one whose channel nobody knows', [packaged({ channel: '' })], able(), 'unknown', /channel/],
    ['one where there is no conda', [packaged()], able({ installations: [] }), 'no', /no conda there/],
    [
      'one where conda was not read',
      [packaged()],
      able({ installations: [], condaUnread: true }),
      'unknown',
      /not known/,
    ],
    ['one for another platform', [packaged()], able({ groups: [ARM] }), 'no', /linux-64/],
    ['one for some of the nodes', [packaged()], able({ groups: [ARM, RUNS] }), 'yes', /bioconda/],
    ['one for any platform', [packaged({ subdir: 'noarch' })], able({ groups: [ARM] }), 'yes', /bioconda/],
    [
      'one where the machine is not known',
      [packaged()],
      able({ groups: [group({ hardware: 'unknown' })] }),
      'unknown',
      /architecture/,
    ],
    ['one where no node is known', [packaged()], able({ groups: [] }), 'unknown', /no node/],
    [
      'an image for other machines',
      [pictured({ architectures: ['arm64'] })],
      able(),
      'no',
      /does not run there/,
    ],
    ['an image where no runtime is', [pictured()], able({ groups: [NOTHING] }), 'no', /does not run there/],
    ['an image of which nothing is known', [{ kind: 'image', subject: null }], able(), 'unknown', /its name/],
    ['an image where no node is known', [pictured()], able({ groups: [] }), 'unknown', /no node/],
    [
      'an image that does not run, and a package',
      [pictured({ architectures: ['arm64'] }), packaged()],
      able(),
      'yes',
      /bioconda/,
    ],
    [
      'two of which one is not known',
      [pictured({ architectures: ['arm64'] }), packaged({ channel: '' })],
      able(),
      'unknown',
      /channel/,
    ],
    ['what is a module only', [], able(), 'no', /no form that travels/],
    ['what a list or a past day is asked for', [packaged()], null, 'unknown', /as they are now/],
    ['what is a module only, in a list', [], null, 'no', /no form that travels/],
  ])('%s', (_, travellers, there, obtainable, how) => {
    const told = obtainableOf(travellers, there);
    expect([told.obtainable, told.how]).toEqual([obtainable, expect.stringMatching(how)]);
  });

  test('an image that runs on some of the nodes', () => {
    const known = pictured({ inside: null });
    const there = obtainableOf([known], able({ groups: [NOTHING, RUNS] }));
    // Of its C library nothing is known, which is not for this to say yes to.
    expect(there.obtainable).toBe('unknown');
    expect(obtainableOf([pictured()], able({ groups: [NOTHING, RUNS] }))).toEqual({
      obtainable: 'yes',
      how: expect.stringMatching(/^its image runs there/),
    });
  });
});
