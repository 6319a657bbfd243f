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
