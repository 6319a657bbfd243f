import { factOf } from '../facts.ts';
import type { ImageSubject } from '../subject.ts';
import { minorOf, newestOf } from '../versions.ts';
import { insideGap, packageFact, systemPackages } from './inside.ts';
import { type Told, told, untold } from './told.ts';

export interface Libc {
  name: 'glibc' | 'musl';
  version: string;
}

/** Package names of C libraries by manager. */
const PACKAGES: Record<string, Libc['name']> = { glibc: 'glibc', libc6: 'glibc', musl: 'musl' };

/** The C library of an image: by its package, else by its files. */
export function libcOf(image: ImageSubject): Told<Libc> {
  const { inside } = image;
  if (inside === null) return untold(insideGap(image));
  const found = systemPackages(inside).find((one) => Object.hasOwn(PACKAGES, one.name));
  const name = found && PACKAGES[found.name];
  if (found && name) {
    // An epoch stands in front.
    const version = minorOf(found.version.replace(/^\d+:/, ''));
    if (version !== '') return told({ name, version }, [packageFact(found, inside)]);
  }
  const glibc = inside.libc?.filter((one) => one.name === 'glibc') ?? [];
  const [first] = glibc.length > 0 ? glibc : (inside.libc ?? []);
  if (first) {
    const version = newestOf(glibc.map((one) => one.version));
    const fact = factOf('C library among the files of the image', `${first.name} ${version}`.trim(), inside);
    return told({ name: first.name, version }, [fact]);
  }
  return untold(insideGap(image) || 'no C library was found in the image');
}
