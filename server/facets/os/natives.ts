import { z } from 'zod';
import type { NativeForm } from '../facet.ts';
import { inputText, nativeReading } from '../reading.ts';
import { type Distribution, distributionOf } from './distribution.ts';
import { oldRelease } from './releaseFile.ts';
import type { OperatingSystem } from './schema.ts';
import { securityOf } from './security.ts';

/** What only a node can say is unknown. */
function documentOf(facts: Distribution): OperatingSystem {
  return {
    kind: 'os.node',
    ...facts,
    libc: 'unknown',
    libcVersion: '',
    cgroup: 'unknown',
    container: '',
    ...securityOf(new Map()),
    binaryFormats: null,
  };
}

const NAMES =
  /^[ \t]*(?:export[ \t]+)?(?:NAME|ID|ID_LIKE|PRETTY_NAME|VERSION|VERSION_ID|BUILD_ID|HOME_URL)=/m;

export const natives: NativeForm[] = [
  {
    format: 'os-release',
    sentence: 'A copy of /etc/os-release; an empty one is a distribution that does not say its name.',
    recognise: (input) => {
      const text = inputText(input);
      return NAMES.test(text) || text.split('\n').every((line) => /^\s*(?:#|$)/.test(line));
    },
    parse: (input) => {
      const { facts, problems } = distributionOf(inputText(input), '');
      return nativeReading(input, 'os-release', documentOf(facts), problems);
    },
  },
  {
    format: 'os-release-jc',
    sentence: 'The JSON that jc makes of /etc/os-release.',
    recognise: (input) => jcAssignments(inputText(input)) !== null,
    parse: (input) => {
      const lines = jcAssignments(inputText(input));
      const { facts, problems } = distributionOf(lines ?? '', '');
      return nativeReading(input, 'os-release-jc', lines === null ? null : documentOf(facts), problems);
    },
  },
  {
    format: 'redhat-release',
    sentence: 'A copy of /etc/redhat-release or /etc/SuSE-release, from systems before os-release.',
    recognise: (input) => oldRelease(firstLine(inputText(input))).id !== '',
    parse: (input) => {
      const { facts, problems } = distributionOf('', firstLine(inputText(input)));
      return nativeReading(input, 'redhat-release', documentOf(facts), problems);
    },
  },
];

function firstLine(text: string): string {
  return text.split('\n')[0]?.trim() ?? '';
}

/**
 * `jc /etc/os-release` (https://github.com/kellyjonbrazil/jc) as the assignments that it was made from; null
 * when it is something else. Every value is text.
 */
function jcAssignments(text: string): string | null {
  if (!/^\s*\{/.test(text)) return null;
  try {
    const fields = z.record(z.string(), z.unknown()).safeParse(JSON.parse(text)).data ?? {};
    if (!['ID', 'NAME', 'PRETTY_NAME'].some((name) => typeof fields[name] === 'string')) return null;
    const words = Object.entries(fields).filter(
      (field): field is [string, string] => /^\w+$/.test(field[0]) && typeof field[1] === 'string',
    );
    return words.map(([name, value]) => `${name}="${quoted(value)}"`).join('\n');
  } catch {
    return null;
  }
}

function quoted(value: string): string {
  return value.replace(/[\\"$`]/g, '\\$&').replaceAll('\n', ' ');
}
