import type { Part } from '../../frames/evidence.ts';
import type { NativeForm, NativeInput } from '../facet.ts';
import { imagesReading } from './nativeReading.ts';
import { storedByPodman, storeEntries } from './podmanStore.ts';

const LIST = /(?:^|\/)([a-z0-9]+-(?:images|layers))\/(?:images|layers)\.json$/;
const OF_IMAGE = /(?:^|\/)[a-z0-9]+-images\/([0-9a-f]{64})\/([^/]+)$/;

/** A copied store: a folder with `overlay-images/images.json` and what lies beside it. */
export const podmanStoreForm: NativeForm = {
  format: 'podman-store',
  sentence: 'A folder of containers/storage, where podman keeps its images.',
  recognise: (input) => input.files.some(({ path }) => /-images\/images\.json$/.test(path)),
  parse: (input: NativeInput) => {
    const lists: Part[] = [];
    const files = new Map<string, Part[]>();
    for (const { path, bytes } of input.files) {
      const list = LIST.exec(path);
      if (list) lists.push({ name: `${list[1]}.json`, bytes });
      const own = OF_IMAGE.exec(path);
      const name = own && storedName(own[2] ?? '', own[1] ?? '');
      if (own && name) files.set(own[1] ?? '', [...(files.get(own[1] ?? '') ?? []), { name, bytes }]);
    }
    const images = storeEntries(lists, files)?.map((entry) => ({
      path: entry.id,
      found: storedByPodman(entry),
      parts: files.get(entry.id) ?? [],
    }));
    return imagesReading(input, 'podman-store', 'podman-store', images ?? null);
  },
};

/** Big data whose name has more than a-z and 0-9 lies under "=" and the name's base64. */
function storedName(file: string, id: string): string | null {
  if (file === 'manifest') return 'manifest';
  const name = file.startsWith('=') ? Buffer.from(file.slice(1), 'base64').toString('latin1') : '';
  return name === `sha256:${id}` ? 'config' : null;
}
