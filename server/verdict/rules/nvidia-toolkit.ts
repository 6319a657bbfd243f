import { factOf } from '../facts.ts';
import { cudaOf } from '../needs/cuda.ts';
import type { WayRule } from '../rule.ts';

/** docker and podman give a container no card without NVIDIA's container toolkit. */
export const nvidiaToolkit: WayRule = {
  name: 'nvidia-toolkit',
  sentence:
    'With docker and podman, an image that brings CUDA needs the NVIDIA container toolkit on the node.',
  cases: [
    'The image does not bring CUDA, or the runtime is another one: nothing to say.',
    'The toolkit is installed: yes; it is not: no.',
  ],
  unknown: 'Whether the image brings CUDA; rule cuda says so.',
  sources: ['NVIDIA, container toolkit: installation guide'],
  judge: (image, _, way) => {
    const { name } = way.runtime;
    if (name !== 'docker' && name !== 'podman') return [];
    const need = cudaOf(image);
    if (!need.known || need.value === null) return [];
    const facts = [...need.facts, factOf('NVIDIA container toolkit', way.nvidiaToolkit || 'none', way)];
    return way.nvidiaToolkit === ''
      ? [
          {
            answer: 'no',
            message: `${name} gives no card to it: the NVIDIA container toolkit is not installed.`,
            facts,
          },
        ]
      : [
          {
            answer: 'yes',
            message: `The NVIDIA container toolkit ${way.nvidiaToolkit} is installed.`,
            facts,
          },
        ];
  },
};
