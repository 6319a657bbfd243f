import { describe, expect, it } from 'vitest';
import { holds, parseRequirement } from '../../../server/verdict/require.ts';
import { requireCuda } from '../../../server/verdict/rules/require-cuda.ts';
import { card, type HostChange, image, settings } from '../invent.ts';
import { wayTable } from './table.ts';

/** As NVIDIA's images of CUDA 12.4 have it, cut to four of its alternatives. */
const OF_12_4 =
  'cuda>=12.4 brand=tesla,driver>=470,driver<471 brand=tesla,driver>=535,driver<536 brand=geforcertx,driver>=535,driver<536';

const H100 = { cuda: '12.2', driver: '535.129.03', arch: '9.0', brand: '' };

describe('the grammar of NVIDIA_REQUIRE_CUDA', () => {
  it.each<[string, typeof H100, boolean | null]>([
    ['cuda>=12.4', { ...H100, cuda: '12.4' }, true],
    ['cuda>=12.4', { ...H100, cuda: '12.10' }, true],
    ['cuda>=12.4', H100, false],
    ['cuda>=12.4', { ...H100, cuda: '' }, null],
    ['cuda>=12 cuda>=11', { ...H100, cuda: '11.4' }, true],
    ['cuda>=11,cuda<12', H100, false],
    [OF_12_4, { ...H100, brand: 'tesla' }, true],
    [OF_12_4, { ...H100, brand: 'geforcertx' }, true],
    [OF_12_4, { ...H100, brand: 'titan' }, false],
    // The brand is not known, and it decides.
    [OF_12_4, H100, null],
    // The brand is not known, and the driver is of none of the branches.
    [OF_12_4, { ...H100, driver: '545.23.06' }, false],
    ['brand!=GeForce', { ...H100, brand: 'tesla' }, true],
    ['BRAND=TESLA', { ...H100, brand: 'tesla' }, true],
    ['arch>=8.0', H100, true],
    ['driver=535.129.03', H100, true],
    ['cuda=12.2.0', H100, true],
    ['', H100, true],
    [' , ', H100, true],
  ])('%s against %o is %s', (text, reality, expected) => {
    expect(holds(parseRequirement(text), reality)).toBe(expected);
  });

  it.each(['cuda', 'cuda>=', '>=12', 'cuda==12', 'cuda=>12', 'colour=red', 'cuda>=12;true', 'brand>=tesla'])(
    'starts nothing where it reaches %s',
    (text) => {
      expect(holds(parseRequirement(text), H100)).toBe(false);
      // What was found before counts.
      expect(holds(parseRequirement(`cuda>=11 ${text}`), H100)).toBe(true);
      expect(holds(parseRequirement(`cuda>=99,${text} cuda>=11`), H100)).toBe(true);
      expect(holds(parseRequirement(`${text} cuda>=11`), H100)).toBe(false);
    },
  );
});

const asks = (NVIDIA_REQUIRE_CUDA: string, more: Record<string, string> = {}) =>
  image({ settings: settings({ NVIDIA_REQUIRE_CUDA, ...more }) });
const on = (driver: string, cuda: string, model = 'NVIDIA H100 80GB HBM3'): HostChange => ({
  gpus: { gpus: [card({ driver, cuda, model })] },
});

wayTable(
  requireCuda,
  ['podman', '5.2.2'],
  [
    ['new enough', asks(OF_12_4), on('550.54.15', '12.4'), 'yes'],
    ['an older branch of the driver on a Tesla', asks(OF_12_4), on('535.129.03', '12.2', 'Tesla T4'), 'yes'],
    [
      'an older branch, and the brand is not told by the name',
      asks(OF_12_4),
      on('535.129.03', '12.2'),
      'unknown',
    ],
    ['an older branch on another brand', asks(OF_12_4), on('535.129.03', '12.2', 'NVIDIA TITAN V'), 'no'],
    ['too old', asks('cuda>=12.4'), on('470.82.01', '11.4'), 'no'],
    [
      'too old, and switched off',
      asks('cuda>=12.4', { NVIDIA_DISABLE_REQUIRE: 'true' }),
      on('470.82.01', '11.4'),
      '',
    ],
    [
      'too old, and switched on',
      asks('cuda>=12.4', { NVIDIA_DISABLE_REQUIRE: 'no' }),
      on('470.82.01', '11.4'),
      'no',
    ],
    [
      'another requirement of its kind',
      image({ settings: settings({ NVIDIA_REQUIRE_ARCH: 'arch>=10.0' }) }),
      on('550.54.15', '12.4'),
      'no',
    ],
    [
      'Jetpack is of other boards',
      image({ settings: settings({ NVIDIA_REQUIRE_JETPACK: 'csv-mounts=all' }) }),
      on('550.54.15', '12.4'),
      '',
    ],
    [
      'an image of the time before',
      image({ settings: settings({ CUDA_VERSION: '12.4.1' }) }),
      on('470.82.01', '11.4'),
      'no',
    ],
    ['not of the grammar', asks('cuda~12'), on('550.54.15', '12.4'), 'no'],
    ['no card', asks('cuda>=12.4'), {}, 'yes'],
    ['GPUs never read', asks('cuda>=12.4'), { gpus: 'unknown' }, 'unknown'],
    ['settings not read', image({ settings: null }), on('550.54.15', '12.4'), 'unknown'],
    ['docker looks at it too', asks('cuda>=12.4'), on('470.82.01', '11.4'), 'no', ['docker', '27.1']],
    ['Apptainer does not', asks('cuda>=12.4'), on('470.82.01', '11.4'), '', ['apptainer', '1.3.4']],
  ],
);
