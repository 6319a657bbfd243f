import { factOf, sourceOf } from '../facts.ts';
import { cudaOf } from '../needs/cuda.ts';
import { libcOf } from '../needs/libc.ts';
import type { WayRule } from '../rule.ts';
import { isAtLeast } from '../versions.ts';

/** --nv binds libraries of the host into the image, and these were linked against the host's C library. */
export const hostLibraries: WayRule = {
  name: 'host-libraries',
  sentence:
    "With Apptainer and Singularity, --nv binds the host's GL libraries, which need a C library no older than the host's.",
  cases: [
    'The image does not bring CUDA, or the runtime is another one: nothing to say.',
    "The image's glibc is as new as the host's: yes.",
    "It is older, or the image is made with musl: yes with a note, since programs that use GL fail; NVIDIA's CUDA libraries still load with glibc.",
  ],
  unknown: 'The C library of the image or of the host.',
  sources: ['Apptainer user guide, GPU support: libraries are bound from the host (nvliblist.conf)'],
  judge: (image, group, way) => {
    if (way.runtime.name !== 'apptainer' && !way.runtime.name.startsWith('singularity')) return [];
    const need = cudaOf(image);
    if (!need.known || need.value === null) return [];
    const libc = libcOf(image);
    const os = group.os.state === 'present' ? group.os.facts : null;
    const host = os && os.libcVersion !== '' ? `${os.libc} ${os.libcVersion}` : '';
    const facts = [...libc.facts, factOf('C library of the host', host, sourceOf(group.os))];
    if (!libc.known) {
      return [{ answer: 'unknown', message: `The C library of the image is not known: ${libc.why}.`, facts }];
    }
    if (host === '')
      return [{ answer: 'unknown', message: 'The C library of the host is not known.', facts }];
    const own = `${libc.value.name} ${libc.value.version}`.trim();
    if (
      libc.value.name === 'glibc' &&
      os?.libc === 'glibc' &&
      isAtLeast(libc.value.version, os.libcVersion)
    ) {
      return [{ answer: 'yes', message: `${own} in the image is no older than the host's.`, facts }];
    }
    const message = `${own} in the image is not up to the host's ${host}: with --nv, programs that use GL may fail.`;
    return [{ answer: 'note', message, facts }];
  },
};
