import { describe, expect, it } from 'vitest';
import type { BinaryFormat } from '../../../server/facets/os/schema.ts';
import { architecture } from '../../../server/verdict/rules/architecture.ts';
import type { Answer } from '../../../server/verdict/verdict.ts';
import { environment, group, type HostChange, image } from '../invent.ts';

function qemu(architecture: string, flags: string, enabled = true): HostChange {
  const format: BinaryFormat = {
    name: `qemu-${architecture}`,
    enabled,
    architecture,
    interpreter: `/usr/bin/qemu-${architecture}-static`,
    flags,
  };
  return { os: { binaryFormats: [format] } };
}

const CASES: [string, string[], HostChange, Answer][] = [
  ['the same', ['x86_64'], {}, 'yes'],
  ['the same in the spelling of Go', ['amd64'], {}, 'yes'],
  ['a manifest list that has it', ['arm64', 'amd64', 'ppc64le'], {}, 'yes'],
  ['a manifest list that lacks it', ['arm64', 'ppc64le'], {}, 'no'],
  ['another', ['aarch64'], {}, 'no'],
  ['32 bits', ['i686'], {}, 'note'],
  ['emulated, fixed', ['aarch64'], qemu('aarch64', 'OCF'), 'note'],
  ['emulated, and not found in a container', ['aarch64'], qemu('aarch64', 'OC'), 'no'],
  ['emulated once: the handler is off', ['aarch64'], qemu('aarch64', 'OCF', false), 'no'],
  ['emulated, but something else', ['ppc64le'], qemu('aarch64', 'OCF'), 'no'],
  ['handlers not known', ['aarch64'], { os: { binaryFormats: null } }, 'unknown'],
  ['handlers not known, and not needed', ['x86_64'], { os: 'unknown' }, 'yes'],
  ['nothing says what it is for', ['unknown'], {}, 'unknown'],
  ['hardware never read', ['x86_64'], { hardware: 'unknown' }, 'unknown'],
  ['hardware read without it', ['x86_64'], { hardware: { architecture: '' } }, 'unknown'],
];

describe('architecture', () => {
  it.each(CASES)('%s', (_, architectures, change, answer) => {
    const [found] = architecture.judge(image({ architectures }), group(change));
    expect(found?.answer).toBe(answer);
    expect(found?.facts.map((fact) => fact.document)).toContain('image-hash');
  });

  it('has nothing to say of environments, which say by their packages what they are for', () => {
    expect(architecture.judge(environment([]), group())).toEqual([]);
  });
});
