import { z } from 'zod';
import type { NativeForm } from '../facet.ts';
import { inputText, nativeReading } from '../reading.ts';
import { type Distribution, distributionOf } from './distribution.ts';
import { parseLibc } from './libc.ts';
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
    format: 'lsb-release',
    sentence: 'Output of lsb_release -a, or a copy of /etc/lsb-release.',
    recognise: (input) => lsbAssignments(inputText(input)) !== '',
    parse: (input) => {
      const lines = lsbAssignments(inputText(input));
      const { facts, problems } = distributionOf(lines, '');
      return nativeReading(input, 'lsb-release', lines === '' ? null : documentOf(facts), problems);
    },
  },
  {
    format: 'libc-version',
    sentence: 'Output of ldd --version, or what the C library or the loader of musl says when it is run.',
    recognise: (input) => isLibc(inputText(input)),
    parse: (input) => {
      const text = inputText(input);
      const document = { ...documentOf(distributionOf('', '').facts), ...parseLibc(text) };
      return nativeReading(input, 'libc-version', isLibc(text) ? document : null, []);
    },
  },
  {
    format: 'redhat-release',
    sentence: 'A copy of /etc/redhat-release or /etc/SuSE-release, from systems before os-release.',
    recognise: (input) => oldRelease(inputText(input)).id !== '',
    parse: (input) => {
      const text = inputText(input);
      const { facts, problems } = distributionOf('', text.trim());
      const line = text.trim().split('\n')[0] ?? '';
      const document = documentOf({ ...facts, prettyName: line, release: line });
      return nativeReading(input, 'redhat-release', document, problems);
    },
  },
];

const isLibc = (text: string) => text.length < 5000 && parseLibc(text).libcVersion !== '';

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

const LSB: [RegExp, string][] = [
  [/^(?:Distributor ID:\s*|DISTRIB_ID=)(.*)$/m, 'ID'],
  [/^(?:Release:\s*|DISTRIB_RELEASE=)(.*)$/m, 'VERSION_ID'],
  [/^(?:Codename:\s*|DISTRIB_CODENAME=)(.*)$/m, 'VERSION_CODENAME'],
  [/^(?:Description:\s*|DISTRIB_DESCRIPTION=)(.*)$/m, 'PRETTY_NAME'],
];

/** lsb_release(1) as assignments of os-release, whose IDs are in lower case; '' when it is something else. */
function lsbAssignments(text: string): string {
  const words = LSB.map(([pattern, name]): [string, string] => {
    const value = (pattern.exec(text)?.[1] ?? '').trim().replace(/^(["'])(.*)\1$/, '$2');
    const isNone = value === 'n/a' || value.startsWith('No LSB modules');
    return [name, isNone ? '' : name === 'ID' ? (LSB_IDS.get(value) ?? value.toLowerCase()) : value];
  });
  if (words[0]?.[1] === '') return '';
  return words.map(([name, value]) => `${name}="${quoted(value)}"`).join('\n');
}

/** How the LSB writes those whose os-release has another word. */
const LSB_IDS = new Map<string, string>(
  Object.entries({
    RedHatEnterprise: 'rhel',
    RedHatEnterpriseServer: 'rhel',
    RedHatEnterpriseClient: 'rhel',
    RedHatEnterpriseWorkstation: 'rhel',
    RedHatEnterpriseComputeNode: 'rhel',
    SUSE: 'sles',
    'SUSE LINUX': 'sles',
    OracleServer: 'ol',
    Amazon: 'amzn',
    AmazonAMI: 'amzn',
    CentOSStream: 'centos',
    RockyLinux: 'rocky',
    ScientificSL: 'scientific',
  }),
);
