import type { FacetEvidence } from '../../frames/evidence.ts';
import type { FacetReading } from '../facet.ts';
import { nodeReading, partText } from '../reading.ts';
import { binaryFormatsOf } from './binaryFormats.ts';
import { distributionOf } from './distribution.ts';
import { parseLibc } from './libc.ts';
import { idRangesOf } from './ranges.ts';
import type { OperatingSystem } from './schema.ts';
import { securityOf } from './security.ts';

/** The file that says the release; Debian's and Alpine's hold the version only. */
const RELEASE_FILES = [
  // Oracle's system has Red Hat's words in redhat-release.
  '/etc/oracle-release',
  '/etc/redhat-release',
  '/etc/system-release',
  '/etc/SuSE-release',
  '/etc/debian_version',
  '/etc/alpine-release',
];

export function readOs(evidence: FacetEvidence): FacetReading {
  const { parts } = evidence;
  const facts = factsOf(partText(parts, 'facts'));
  const told = RELEASE_FILES.map((file) => facts.get(`release:${file}`) ?? '').find((line) => line !== '');
  const release = [told ?? '', crayRelease(facts.get('cray'))].filter((line) => line !== '').join(', ');
  const distribution = distributionOf(partText(parts, 'os-release'), release);
  const document: OperatingSystem = {
    kind: 'os.node',
    ...distribution.facts,
    ...parseLibc(partText(parts, 'libc')),
    cgroup: cgroupOf(facts.get('cgroup')),
    container: facts.get('container') ?? '',
    ...securityOf(facts),
    ...profilesOf(partText(parts, 'facts')),
    ...idRangesOf(facts),
    binaryFormats: binaryFormatsOf(parts),
  };
  return nodeReading(evidence, document, distribution.problems);
}

/** `cos 2.4.102`, `cle 7.0.UP01`; quotes may stand around the version. */
function crayRelease(line = ''): string {
  const [name = '', version = ''] = line.replaceAll('"', '').split(' ');
  return version === '' ? '' : `Cray ${name.toUpperCase()} ${version}`;
}

/** Lines of `name=value`. */
function factsOf(text: string): Map<string, string> {
  return new Map(
    text.split('\n').flatMap((line): [string, string][] => {
      const at = line.indexOf('=');
      return at === -1 ? [] : [[line.slice(0, at), line.slice(at + 1).trim()]];
    }),
  );
}

function profilesOf(text: string): Pick<OperatingSystem, 'userNamespaceProfiles'> {
  const lines = text.split('\n');
  if (!lines.includes('userns-profiles=read')) return {};
  const paths = lines.flatMap((line) => /^userns-profile=(\/\S+)$/.exec(line)?.[1] ?? []);
  return { userNamespaceProfiles: [...new Set(paths)].sort() };
}

function cgroupOf(word: string | undefined): OperatingSystem['cgroup'] {
  return word === 'v1' || word === 'v2' || word === 'hybrid' ? word : 'unknown';
}
