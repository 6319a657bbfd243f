import { shellWord } from '../../agent/bundle.ts';
import type { Facet } from '../facet.ts';
import { INSIDE } from './contents.ts';

/** Bytes that are no text are written so by frames/text.ts; no shell reads them back. Nor is a control character for pasting. */
const NOT_FOR_PASTING = /\\x[0-9a-f]{2}|[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** Of a layout of several images, each item is its path and the image's id. */
export const LAYOUT_MEMBER = /@[0-9a-f]{64}$/;

/** Where an image is and the line that runs something in it; the command goes behind. */
export const locateImage: Facet['locate'] = ({ rootKind, rootPath, itemPath, provider, locator }) => {
  if (provider === 'podman' || provider === 'docker') {
    const reference = locator || itemPath;
    const store = provider === 'podman' && rootKind !== 'podman-shared' ? storeOption(rootPath) : '';
    return { place: reference, load: line(`${provider}${store} run --rm -it`, reference) };
  }
  const place = itemPath === '' ? rootPath : `${rootPath}/${itemPath}`;
  if (locator.startsWith(INSIDE)) {
    const inside = locator.slice(INSIDE.length);
    return {
      place: `inside ${place}${inside === '' ? '' : `, in ${inside}`}`,
      load: line('apptainer exec', place),
    };
  }
  if (locator.startsWith('oci:')) {
    const name = locator.slice('oci:'.length);
    const layout = place.replace(LAYOUT_MEMBER, '');
    return { place: layout, load: line('apptainer exec', `oci:${layout}${name === '' ? '' : `:${name}`}`) };
  }
  return { place, load: line('apptainer exec', place) };
};

function line(command: string, word: string): string {
  if (NOT_FOR_PASTING.test(word) || NOT_FOR_PASTING.test(command) || word.startsWith('-')) return '';
  return `${command} ${shellWord(word)}`;
}

/** podman finds the store of the system and that of an account by itself. */
function storeOption(rootPath: string): string {
  if (rootPath === '/var/lib/containers/storage' || rootPath.endsWith('/.local/share/containers/storage'))
    return '';
  return ` --root ${shellWord(rootPath)}`;
}
