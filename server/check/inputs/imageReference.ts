import type { CheckForm } from './form.ts';
import { gathered } from './gather.ts';
import { imageAt, imageNamed, isImagePath } from './requirements.ts';

/** A reference with a scheme, a tag or a digest: a bare name could be anything. */
const REFERENCE =
  /^(?:(?:docker|library|oras|shub|docker-archive|oci):\/\/)?[A-Za-z0-9][A-Za-z0-9._-]*(?::\d{1,5}\/)?[A-Za-z0-9._/-]*(?::[A-Za-z0-9_][A-Za-z0-9._+-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;
const DEPOT = /^https:\/\/[A-Za-z0-9.-]+\/[A-Za-z0-9._/:+-]+$/;

export function isImageReference(text: string): boolean {
  if (text.length > 500 || /\s/.test(text)) return false;
  if (DEPOT.test(text)) return true;
  return REFERENCE.test(text) && (/:\/\/|@sha256:/.test(text) || /:[^/]+$/.test(text));
}

/** One image reference a line, or the path of an image on some cluster. */
export const imageReference: CheckForm = {
  form: 'image-reference',
  sentence: 'references of images or their paths on a cluster, one a line',
  read: ({ text }) => {
    const lines = text.split('\n').map((line, at) => ({ line: at + 1, text: line.trim() }));
    const said = lines.filter((line) => line.text !== '' && !line.text.startsWith('#'));
    if (said.length === 0 || !said.every((line) => isImage(line.text))) return null;
    return gathered(
      said.map((at) => (isImagePath(at.text) ? imageAt(at, at.text) : imageNamed(at, at.text))),
    );
  },
};

const isImage = (text: string) => isImagePath(text) || isImageReference(text);
