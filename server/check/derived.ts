import { hashesOf } from '../names/mulled.ts';
import type { Requirement } from './requirement.ts';
import { isBioconda } from './supposedChannel.ts';

/** An image that should exist, by the rules that its registry is filled by. Nobody looked. */
export interface Derived {
  requirements: Requirement[];
  reference: string;
  /** The same as a file, which Apptainer runs as it is. */
  file: string;
}

const REPOSITORY = 'quay.io/biocontainers';
const DEPOT = 'https://depot.galaxyproject.org/singularity';
const PART = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,100}$/;

/** Whether a package is bioconda's own: nothing else has such an image. */
const isOfBioconda = ({ asked, channel }: Requirement) => asked === 'conda' && isBioconda(channel);

/**
 * bioconda's build system makes an image of every package, `name:version--build` (bioconda-utils, pkg_test.py and upload.py). A
 * tag holds no +.
 */
export function derivedImage(one: Requirement): Derived | null {
  const { name, version, build } = one;
  if (!isOfBioconda(one) || ![name, version, build].every((part) => PART.test(part)) || build.includes('*'))
    return null;
  const tag = `${name.toLowerCase()}:${version}--${build}`.replaceAll('+', '_');
  return { requirements: [one], reference: `docker://${REPOSITORY}/${tag}`, file: `${DEPOT}/${tag}` };
}

const MOST_TOGETHER = 10;

/**
 * One image of several packages (galaxy-tool-util, mulled/util.py, version 2): the name follows from names, the tag from versions,
 * and the number behind it from how often it was built, which is 0 at first.
 */
export function derivedTogether(all: Requirement[]): Derived | null {
  const own = all.filter((one) => isOfBioconda(one) && PART.test(one.name) && PART.test(one.version));
  if (own.length < 2 || own.length > MOST_TOGETHER) return null;
  const packages = own
    .map(({ name, version }) => ({ name: name.toLowerCase(), version }))
    .sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  const { name, tag } = hashesOf(packages);
  return {
    requirements: own,
    reference: `docker://${REPOSITORY}/${name}:${tag}-0`,
    file: `${DEPOT}/${name}:${tag}-0`,
  };
}
