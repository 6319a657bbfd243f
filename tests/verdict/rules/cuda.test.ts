import { expect, it } from 'vitest';
import { cuda } from '../../../server/verdict/rules/cuda.ts';
import { driverFloors, toolkitDrivers } from '../../../server/verdict/rules/cuda-drivers.ts';
import type { ImageSubject } from '../../../server/verdict/subject.ts';
import { isAtLeast, majorOf } from '../../../server/verdict/versions.ts';
import {
  card,
  condaPackage,
  content,
  EL9,
  environment,
  type HostChange,
  image,
  inside,
  settings,
} from '../invent.ts';
import { type Case, table } from './table.ts';

const on = (driver: string, more: Parameters<typeof card>[0] = {}): HostChange => ({
  gpus: { gpus: [card({ driver, ...more })] },
});
const declares = (version: string, more: Partial<ImageSubject> = {}) =>
  image({ settings: settings({ CUDA_VERSION: version }), ...more });
const holding = (...packages: ReturnType<typeof content>[]) =>
  image({ inside: inside([...EL9, ...packages]) });

const CASES: Case<Parameters<typeof cuda.judge>[0]>[] = [
  // Floors and own drivers, each with what lies just below.
  ['11.8 on the floor of 11', declares('11.8.0'), on('450.80.02'), 'note'],
  ['11.8 below the floor of 11', declares('11.8.0'), on('450.51.06'), 'no'],
  // The toolkit of 11.0 came with 450.51.05, before the floor that later ones of 11 share.
  ['11.0 on its own driver, below the floor of 11', declares('11.0.3'), on('450.51.06'), 'yes'],
  ['11.0 below its own driver', declares('11.0.3'), on('450.36.06'), 'no'],
  ['11.8 below its own driver', declares('11.8.0'), on('515.105.01'), 'note'],
  ['11.8 on its own driver', declares('11.8.0'), on('520.61.05'), 'yes'],
  ['12.4 on the floor of 12', declares('12.4.1'), on('525.60.13'), 'note'],
  ['12.4 below the floor of 12', declares('12.4.1'), on('520.61.05'), 'no'],
  ['12.4 on its own driver', declares('12.4.1'), on('550.54.14'), 'yes'],
  ['12.4 on a newer major driver', declares('12.4.1'), on('580.65.06'), 'yes'],
  ['13.0 below the floor of 13', declares('13.0.0'), on('575.57.08'), 'no'],
  ['13.0 on its own driver', declares('13.0.0'), on('580.65.06'), 'yes'],
  ['13.1 on the floor of 13', declares('13.1.0'), on('580.95.05'), 'note'],
  ['10.2 has no minor version compatibility', declares('10.2.89'), on('418.87.00'), 'no'],
  ['10.2 on its own driver', declares('10.2.89'), on('440.33.01'), 'yes'],
  ['a minor release that nobody has heard of', declares('12.99'), on('580.65.06'), 'note'],
  ['a major release that nobody has heard of', declares('14.0'), on('999.1'), 'unknown'],
  // Where it is read from.
  ["NVIDIA's package", holding(content('dpkg', 'cuda-cudart-12-4', '12.4.127-1')), on('470.82.01'), 'no'],
  [
    "Ubuntu's package",
    holding(content('dpkg', 'libcudart11.0', '11.5.117~11.5.1-1ubuntu1')),
    on('450.80.02'),
    'note',
  ],
  [
    'conda in an image',
    holding(content('conda', 'cuda-version', '12.4', 'h3060b56_3', '/opt/conda')),
    on('470.82.01'),
    'no',
  ],
  [
    "PyTorch's wheel",
    holding(content('python', 'torch', '2.1.0+cu121', '', '/usr/lib/python3')),
    on('470.82.01'),
    'no',
  ],
  ["jaxlib's wheel", holding(content('python', 'jaxlib', '0.4.23+cuda12.cudnn89')), on('470.82.01'), 'no'],
  [
    "CuPy's wheel of one release",
    holding(content('python', 'cupy_cuda112', '11.6.0')),
    on('440.33.01'),
    'no',
  ],
  [
    'a wheel of the runtime',
    holding(content('python', 'nvidia_cuda_runtime_cu12', '12.1.105')),
    on('530.30.02'),
    'yes',
  ],
  [
    'a label',
    image({ labels: [{ name: 'com.example.cuda.version', value: '12.4' }] }),
    on('470.82.01'),
    'no',
  ],
  [
    'the newest counts',
    declares('11.8.0', { inside: inside([...EL9, content('dpkg', 'cuda-cudart-12-4', '1')]) }),
    on('470.82.01'),
    'no',
  ],
  ['a package that only sounds like it', holding(content('dpkg', 'cuda-keyring', '1.1-1')), {}, 'yes'],
  ['conda environment', environment([condaPackage('cuda-version', '12.4')]), on('525.60.13'), 'note'],
  [
    'conda environment, too old a driver',
    environment([condaPackage('cudatoolkit', '11.8.0')]),
    on('418.226.00'),
    'no',
  ],
  ['conda environment without', environment([condaPackage('samtools', '1.17')]), {}, 'yes'],
  // No card, no driver.
  ['no card', declares('12.4.1'), {}, 'no'],
  ['no card, nothing asked', image(), {}, 'yes'],
  ["another vendor's card", declares('12.4.1'), on('6.3.6', { vendor: 'AMD', model: 'MI250X' }), 'no'],
  ['no driver', declares('12.4.1'), on('', { state: 'no driver' }), 'no'],
  ['no tool to ask for the driver', declares('12.4.1'), on('', { state: 'no tool' }), 'unknown'],
  ['GPUs never read', declares('12.4.1'), { gpus: 'unknown' }, 'unknown'],
  ['no GPUs, for certain', declares('12.4.1'), { gpus: 'absent' }, 'no'],
  [
    'one card will do',
    declares('12.4.1'),
    { gpus: { gpus: [card({ driver: '470.1' }), card({ driver: '550.54.15' })] } },
    'note',
  ],
  // Forward compatibility.
  [
    'cuda-compat on an H100',
    declares('12.4.1', { inside: inside([content('dpkg', 'cuda-compat-12-4', '550.54.15-1')]) }),
    on('470.82.01'),
    'note',
  ],
  [
    'cuda-compat on a GeForce',
    declares('12.4.1', { inside: inside([content('dpkg', 'cuda-compat-12-4', '550.54.15-1')]) }),
    on('470.82.01', { model: 'NVIDIA GeForce RTX 3090' }),
    'no',
  ],
  [
    'cuda-compat on a card without a name',
    declares('12.4.1', { inside: inside([content('dpkg', 'cuda-compat-12-4', '550.54.15-1')]) }),
    on('470.82.01', { model: '' }),
    'unknown',
  ],
  // What was not read.
  ['nobody looked inside', image({ inside: null }), on('550.54.15'), 'unknown'],
  ['settings not read', image({ settings: null }), on('550.54.15'), 'unknown'],
  [
    'settings not read, and a package asks for it',
    holding(content('dpkg', 'cuda-cudart-12-4', '1')),
    on('550.54.15'),
    'yes',
  ],
  [
    'the same, without the settings',
    image({ settings: null, inside: inside([content('dpkg', 'cuda-cudart-12-4', '1')]) }),
    on('550.54.15'),
    'unknown',
  ],
  [
    'nobody looked inside, and it may carry cuda-compat',
    declares('12.4.1', { inside: null }),
    on('470.82.01'),
    'unknown',
  ],
  [
    'nobody looked inside, and it could not help',
    declares('12.4.1', { inside: null }),
    on('470.82.01', { model: 'NVIDIA GeForce GTX 1080' }),
    'no',
  ],
  [
    'a list in it could not be read',
    image({ inside: inside([], { unread: ['rpm'] }) }),
    on('550.54.15'),
    'unknown',
  ],
  ['records that could not be read', environment([], { unreadable: 1 }), {}, 'unknown'],
];

table(cuda, CASES);

it('knows no toolkit whose own driver is below the floor of its major release', () => {
  for (const [toolkit, driver] of Object.entries(toolkitDrivers)) {
    const floor = driverFloors[majorOf(toolkit)];
    // 11.0 came with a driver that the floor replaced (CUDA Compatibility, note to table 1).
    if (floor !== undefined && toolkit !== '11.0') expect(isAtLeast(driver, floor), toolkit).toBe(true);
  }
});
