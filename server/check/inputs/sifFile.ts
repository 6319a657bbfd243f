import { imageOfferings } from '../../facets/images/offerings.ts';
import { readSif } from '../../facets/images/sif.ts';
import { isSif } from '../../facets/images/sifHeader.ts';
import { wholeSource } from '../../facets/images/source.ts';
import { nothing, unread } from '../requirement.ts';
import type { CheckForm } from './form.ts';

/** As much of an image file as is sent: header, descriptors and the small objects lie within it. */
export const SIF_HEAD = 256 * 1024;

/** The beginning of a SIF image: what it is called, was made from and is built for stands there. */
export const sifFile: CheckForm = {
  form: 'sif',
  sentence: 'a SIF image, of which the beginning is enough',
  read: ({ bytes, name }) => {
    if (!isSif(wholeSource(bytes))) return null;
    const source = { ...wholeSource(bytes), size: null };
    const found = readSif(source, name);
    if (!('kind' in found)) return { ...nothing(), unread: [unread(0, name, found.message)] };
    // An image of several packages offers each of them; asked for is the image.
    const [own] = imageOfferings(found);
    if (!own)
      return {
        ...nothing(),
        unread: [unread(0, name, 'neither its name nor what it was made from names a tool')],
        image: found,
      };
    const { tool, label, version, variant, build, digest } = own;
    const named = { name, tools: [tool], label, version, variant, build, digest, channel: '', subdir: '' };
    const asked = { line: 0, text: name, asked: 'apptainer', constraint: '', rules: 'conda' } as const;
    return { ...nothing(), requirements: [{ ...asked, ...named }], image: found };
  },
};
