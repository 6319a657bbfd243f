import { factOf } from '../facts.ts';
import type { Finding, Way, WayRule } from '../rule.ts';
import type { ImageSubject } from '../subject.ts';
import { isAtLeast, numbersOf } from '../versions.ts';

/** The runtime's version against what is in the file. */
export const runtime: WayRule = {
  name: 'runtime',
  sentence: 'A runtime that takes this form of image is installed, in a version that knows what is in it.',
  cases: [
    'SIF: Apptainer, SingularityCE, SingularityPRO, or Singularity from 3.0 on.',
    'OCI-SIF: SingularityCE and SingularityPRO from 4.0 on (--oci); no other.',
    'Encrypted by the device mapper: Apptainer, and Singularity from 3.4 on, with their setuid starter; needs the key (a note).',
    'Encrypted by gocryptfs: Apptainer from 1.2 on, with its setuid starter from 1.3 on; needs the key (a note).',
    'Image files of Singularity 2, unpacked images: Apptainer and every Singularity; unpacked ones also Charliecloud.',
    'Images of a registry or a store: every runtime; none installed that takes the form: no.',
  ],
  unknown:
    'The list of runtimes, the version where it decides, the form of the image, or how it is encrypted.',
  sources: [
    'SingularityCE CHANGELOG: 3.4.0 (encryption), 3.11.5 and 4.0.0 (OCI-SIF)',
    'Apptainer CHANGELOG: 1.2.0 (gocryptfs), 1.3.0 (gocryptfs in setuid mode)',
  ],
  judge: (image, _, way) => {
    const facts = [factOf(way.runtime.name, told(way), way)];
    const say = (answer: Finding['answer'], message: string): Finding[] => [{ answer, message, facts }];
    const name = `${way.runtime.name} ${way.runtime.version}`.trim();
    if (image.form === 'unknown') return say('unknown', 'What kind of file the image is is not known.');
    const needed = NEEDED[image.form]?.[way.runtime.name];
    if (needed === null) return say('no', `${name} does not take ${image.form} files.`);
    if (needed !== undefined) {
      if (numbersOf(way.runtime.version) === '') {
        return say(
          'unknown',
          `${image.form} files need ${way.runtime.name} ${needed}; its version is not known.`,
        );
      }
      if (!isAtLeast(way.runtime.version, needed)) {
        return say(
          'no',
          `${image.form} files need ${way.runtime.name} ${needed}; ${way.runtime.version} is installed.`,
        );
      }
    }
    if (image.encryption === null)
      return say('unknown', 'Whether the image is encrypted, and how, is not known.');
    if (image.encryption === 'none') return say('yes', `${name} takes it.`);
    return [{ ...decrypting(image.encryption, way, name), facts }];
  },
};

function told({ runtime }: Way): string {
  return [runtime.version, runtime.mode].filter((one) => one !== '').join(', ');
}

/** Versions from which a runtime takes a form; null where none does. Those not named take it in any version. */
const NEEDED: Partial<Record<ImageSubject['form'], Partial<Record<Way['runtime']['name'], string | null>>>> =
  {
    sif: { singularity: '3.0' },
    'oci-sif': { apptainer: null, singularity: null, 'singularity-ce': '4.0', 'singularity-pro': '4.0' },
  };

function decrypting(
  encryption: 'device-mapper' | 'gocryptfs',
  { runtime }: Way,
  name: string,
): Omit<Finding, 'facts'> {
  const { mode, version } = runtime;
  const isApptainer = runtime.name === 'apptainer';
  if (encryption === 'gocryptfs' && !isApptainer) {
    return { answer: 'no', message: `The image is encrypted by gocryptfs, which ${name} does not know.` };
  }
  if (mode === '')
    return { answer: 'unknown', message: `How ${name} gets its rights to decrypt is not known.` };
  if (encryption === 'device-mapper' && mode !== 'setuid') {
    return {
      answer: 'no',
      message: `The image is encrypted by the device mapper, which needs a setuid ${runtime.name}.`,
    };
  }
  const needed =
    encryption === 'gocryptfs' ? (mode === 'setuid' ? '1.3' : '1.2') : isApptainer ? '1.0' : '3.4';
  if (numbersOf(version) === '')
    return { answer: 'unknown', message: `Which version ${name} is is not known.` };
  if (!isAtLeast(version, needed)) {
    return {
      answer: 'no',
      message: `Decrypting it needs ${runtime.name} ${needed}; ${version} is installed.`,
    };
  }
  return { answer: 'note', message: `${name} decrypts it for who has the key.` };
}
