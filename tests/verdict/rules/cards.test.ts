import { computeCapability } from '../../../server/verdict/rules/compute-capability.ts';
import { rocm } from '../../../server/verdict/rules/rocm.ts';
import { card, content, EL9, type HostChange, image, inside, settings } from '../invent.ts';
import { table } from './table.ts';

const declares = (version: string) => image({ settings: settings({ CUDA_VERSION: version }) });
const on = (computeCapability: string): HostChange => ({ gpus: { gpus: [card({ computeCapability })] } });

table(computeCapability, [
  ['Hopper since 11.8', declares('11.8.0'), on('9.0'), 'yes'],
  ['Hopper, and an older toolkit', declares('11.7.1'), on('9.0'), 'note'],
  ['Ada runs the code of Ampere', declares('11.1.1'), on('8.9'), 'yes'],
  ['Ampere, and a toolkit before it', declares('10.2.89'), on('8.0'), 'note'],
  ['Volta is dropped in 13', declares('13.0.0'), on('7.0'), 'no'],
  ['Volta is the last but one in 12', declares('12.9.0'), on('7.0'), 'yes'],
  ['Turing is the oldest of 13', declares('13.0.0'), on('7.5'), 'yes'],
  ['Kepler is dropped in 12', declares('12.0.0'), on('3.7'), 'no'],
  ['Kepler in 11', declares('11.8.0'), on('3.7'), 'yes'],
  ['Blackwell, and 12.6', declares('12.6.0'), on('10.0'), 'note'],
  ['Blackwell since 12.8', declares('12.8.0'), on('10.0'), 'yes'],
  ['a capability that nobody has heard of', declares('12.8.0'), on('99.0'), 'unknown'],
  ['not told', declares('12.8.0'), on(''), 'unknown'],
  [
    'two kinds of cards, of which one will do',
    declares('13.0.0'),
    { gpus: { gpus: [card({ computeCapability: '7.0' }), card({})] } },
    'note',
  ],
  ['no CUDA in it', image(), on('3.7'), ''],
  ['no card: rule cuda says so', declares('12.8.0'), {}, ''],
]);

const rocmIn = (version: string) =>
  image({ inside: inside([...EL9, content('rpm', 'rocm-core', `${version}.0.60000-91.el9`)]) });
const amd = (gfx: string, driver: string, more: Parameters<typeof card>[0] = {}): HostChange => ({
  gpus: {
    gpus: [
      card({
        vendor: 'AMD',
        model: 'AMD Instinct',
        gfx,
        driver,
        kernelDriver: 'amdgpu',
        cuda: '',
        computeCapability: '',
        ...more,
      }),
    ],
  },
});

table(rocm, [
  ['driver and user space of one release', rocmIn('6.0'), amd('gfx90a', '6.3.6'), 'yes'],
  ['two releases apart', rocmIn('6.2'), amd('gfx90a', '6.3.6'), 'yes'],
  ['three releases apart', rocmIn('6.3'), amd('gfx90a', '6.3.6'), 'note'],
  ['three releases apart, which AMD supports', rocmIn('6.4'), amd('gfx90a', '6.7.0'), 'yes'],
  ['a driver of its own numbering, as its module tells it', rocmIn('7.0'), amd('gfx950', '6.14.14'), 'yes'],
  ['ROCm of a year before that driver', rocmIn('6.2'), amd('gfx942', '6.14.14'), 'yes'],
  ['and a release before that', rocmIn('6.1'), amd('gfx942', '6.14.14'), 'note'],
  ['a module of 5.3 with more numbers', rocmIn('5.3'), amd('gfx90a', '5.18.2.22.40'), 'yes'],
  ['another version of 5.18', rocmIn('5.3'), amd('gfx90a', '5.18.20'), 'unknown'],
  ['a ROCm after the tables', rocmIn('11.0'), amd('gfx90a', '6.16.13'), 'unknown'],
  ['a card that this ROCm does not know yet', rocmIn('5.7'), amd('gfx942', '6.10.5'), 'no'],
  ['the first that does', rocmIn('6.0'), amd('gfx942', '6.7.0'), 'yes'],
  ["the kernel's own driver", rocmIn('6.0'), amd('gfx90a', '5.14.0-362.el9'), 'unknown'],
  ['a target that is not in the table', rocmIn('6.0'), amd('gfx1030', '6.3.6'), 'unknown'],
  ['a hostile target', rocmIn('6.0'), amd('constructor', '6.3.6'), 'unknown'],
  ['no driver', rocmIn('6.0'), amd('gfx90a', '', { state: 'no driver' }), 'no'],
  ['no AMD card', rocmIn('6.0'), { gpus: { gpus: [card({})] } }, 'no'],
  [
    'by its variable',
    image({ settings: settings({ ROCM_VERSION: '6.0.2' }) }),
    amd('gfx90a', '6.3.6'),
    'yes',
  ],
  [
    "by PyTorch's wheel",
    image({ inside: inside([...EL9, content('python', 'torch', '2.3.0+rocm6.0')]) }),
    amd('gfx90a', '6.3.6'),
    'yes',
  ],
  ['nothing asked', image(), {}, 'yes'],
  ['nobody looked inside', image({ inside: null }), amd('gfx90a', '6.3.6'), 'unknown'],
  ['GPUs never read', rocmIn('6.0'), { gpus: 'unknown' }, 'unknown'],
]);
