import { factOf, sourceOf } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** The machines that conda's platforms are for, as `uname -m` names them. */
const MACHINES: ReadonlyMap<string, string> = new Map([
  ['linux-64', 'x86_64'],
  ['linux-32', 'i686'],
  ['linux-aarch64', 'aarch64'],
  ['linux-ppc64le', 'ppc64le'],
  ['linux-s390x', 's390x'],
  ['linux-riscv64', 'riscv64'],
  ['linux-armv7l', 'armv7l'],
  ['linux-armv6l', 'armv6l'],
  ['linux-ppc64', 'ppc64'],
]);

/** The platform whose packages are made for a machine; undefined where conda has none. */
export function platformOf(machine: string): string | undefined {
  return [...MACHINES].find(([, one]) => one === machine)?.[0];
}

/** The platforms of an environment's packages against the machine. */
export const condaSubdir: Rule = {
  name: 'conda-subdir',
  sentence: "Every package of an environment is for the nodes' platform, or for any (noarch).",
  cases: [
    'All are noarch or for this platform: yes.',
    'linux-32 on x86_64, or one that binfmt_misc hands to an emulator: yes with a note.',
    'Any is for another platform (osx-arm64, win-64, another architecture): no.',
  ],
  unknown: 'The platform of a package, or the architecture of the nodes.',
  sources: ['conda, conda/base/constants.py: KNOWN_SUBDIRS'],
  judge: (subject, group) => {
    if (subject.kind !== 'environment') return [];
    const host = group.hardware.state === 'present' ? group.hardware.facts.architecture : '';
    const hostFact = factOf('architecture of the machine', host, sourceOf(group.hardware));
    const subdirs = [...new Set(subject.packages.map((one) => one.subdir))]
      .filter((one) => one !== 'noarch')
      .sort();
    const facts = [
      factOf(
        'platforms of its packages',
        subdirs.map((one) => one || 'not told').join(', ') || 'noarch',
        subject,
      ),
      hostFact,
    ];
    if (host === '')
      return [{ answer: 'unknown', message: 'The architecture of these nodes is not known.', facts }];
    const told = subdirs.filter((one) => one !== '');
    const foreign = told.filter((one) => MACHINES.get(one) !== host);
    const formats = group.os.state === 'present' ? group.os.facts.binaryFormats : null;
    const refused = foreign.filter((one) => {
      const machine = MACHINES.get(one);
      if (machine === undefined) return true;
      if (machine === 'i686' && host === 'x86_64') return false;
      return formats !== null && !formats.some((format) => format.enabled && format.architecture === machine);
    });
    if (refused.length > 0) {
      return [
        {
          answer: 'no',
          message: `It has packages for ${refused.join(', ')}; these nodes are ${host}.`,
          facts,
        },
      ];
    }
    if (subdirs.includes('') || subject.unreadable > 0) {
      return [{ answer: 'unknown', message: 'The platform of some of its packages was not read.', facts }];
    }
    if (foreign.length === 0) {
      return [
        { answer: 'yes', message: `Its packages are for ${host}, as these nodes are, or for any.`, facts },
      ];
    }
    const isSure = foreign.every((one) => MACHINES.get(one) === 'i686') || formats !== null;
    return isSure
      ? [
          {
            answer: 'note',
            message: `Its packages for ${foreign.join(', ')} run by way of the kernel or an emulator.`,
            facts,
          },
        ]
      : [
          {
            answer: 'unknown',
            message: `Whether these nodes emulate ${foreign.join(', ')} is not known.`,
            facts,
          },
        ];
  },
};
