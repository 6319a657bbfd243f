import type { Content } from '../../facets/images/schema.ts';
import { type Fact, factOf } from '../facts.ts';
import type { ImageSubject, Inside } from '../subject.ts';

/** Why what is in an image is not known as a whole; '' when it is. */
export function insideGap(image: ImageSubject): string {
  if (image.inside === null) return 'nobody looked into the image';
  const [unread] = image.inside.unread;
  return unread === undefined ? '' : `the list of ${unread} packages in the image could not be read`;
}

/** Packages that a manager of systems installed. */
export function systemPackages(inside: Inside): Content[] {
  return inside.packages.filter((one) => one.manager !== 'conda' && one.manager !== 'python');
}

export function packageFact(one: Content, inside: Inside): Fact {
  return factOf(`${one.manager} package ${one.name}`, one.version, inside);
}
