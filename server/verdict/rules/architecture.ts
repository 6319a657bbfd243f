import { unameArchitecture } from '../../facets/hardware/architecture.ts';
import { type Fact, factOf, sourceOf } from '../facts.ts';
import type { NodeGroup } from '../nodeGroup.ts';
import type { Finding, Rule } from '../rule.ts';
import type { ImageSubject } from '../subject.ts';

/** Programs of the first that processors of the second can run, where the kernel was built for it. */
const COMPATIBLE: Partial<Record<string, string>> = { i686: 'x86_64', i386: 'x86_64', s390: 's390x' };

/** The architecture of a machine against that of an image, and what binfmt_misc hands to an emulator. */
export const architecture: Rule = {
  name: 'architecture',
  sentence: "The image's architecture is the machine's, or the kernel hands its programs to an emulator.",
  cases: [
    'The same architecture: yes.',
    '32-bit x86 on x86_64: yes with a note, since a kernel can be built without it.',
    'Another one, for which binfmt_misc has an enabled handler with flag F: yes with a note, since it is emulated.',
    'Another one, whose handler lacks flag F: no, since the emulator is not to be found inside the container.',
    'Another one without a handler: no.',
  ],
  unknown: 'The architecture of the image or of the machine, or (where they differ) the list of handlers.',
  sources: [
    'Linux, Documentation/admin-guide/binfmt-misc.rst: flag F opens the interpreter when it is registered',
    'Linux, arch/x86/Kconfig: IA32_EMULATION, IA32_EMULATION_DEFAULT_DISABLED',
  ],
  judge: (subject, group) => (subject.kind === 'image' ? [judged(subject, group)] : []),
};

function judged(image: ImageSubject, group: NodeGroup): Finding {
  const names = [...new Set(image.architectures.filter((one) => one !== 'unknown').map(unameArchitecture))];
  const facts = [factOf('architecture of the image', names.join(', '), image)];
  const host = group.hardware.state === 'present' ? group.hardware.facts.architecture : '';
  facts.push(factOf('architecture of the machine', host, sourceOf(group.hardware)));
  const say = (answer: Finding['answer'], message: string): Finding => ({ answer, message, facts });
  if (names.length === 0) return say('unknown', 'Nothing says which architecture the image is for.');
  if (host === '') return say('unknown', `${why(group)}: the architecture of these nodes is not known.`);
  const [first = ''] = names;
  if (names.includes(host)) return say('yes', `The image is for ${host}, and so are these nodes.`);
  if (names.some((one) => COMPATIBLE[one] === host)) {
    return say('note', `${host} runs programs of ${first} where its kernel was built for that.`);
  }
  return emulated(names, host, group, facts);
}

function emulated(names: string[], host: string, group: NodeGroup, facts: Fact[]): Finding {
  const first = names.join(' or ');
  const formats = group.os.state === 'present' ? group.os.facts.binaryFormats : null;
  if (formats === null) {
    const message = `The image is for ${first}, these nodes are ${host}, and whether they emulate it is not known.`;
    return { answer: 'unknown', message, facts };
  }
  const handlers = formats.filter((one) => one.enabled && names.includes(one.architecture));
  const told = handlers.map((one) => `${one.name} (flags ${one.flags || 'none'})`).join(', ') || 'none';
  const seen = [...facts, factOf('handlers for it', told, sourceOf(group.os))];
  const fixed = handlers.find((one) => one.flags.includes('F'));
  if (fixed) {
    const message = `The image is for ${first} and is emulated here by ${fixed.interpreter}, many times slower.`;
    return { answer: 'note', message, facts: seen };
  }
  const message =
    handlers.length > 0
      ? `The emulator for ${first} is not opened in advance (flag F), so that a container does not find it.`
      : `The image is for ${first}; these nodes are ${host} and do not emulate it.`;
  return { answer: 'no', message, facts: seen };
}

function why(group: NodeGroup): string {
  return group.hardware.state === 'unknown' ? group.hardware.why : 'The hardware was read without it';
}
