import { channelName, isSubdir } from '../../facets/conda/channel.ts';
import { condaConstraint } from './condaConstraint.ts';

/** A match specification of conda, taken apart. */
export interface CondaSpec {
  name: string;
  channel: string;
  /** Exact version; '' where `constraint` says more, or nothing is said. */
  version: string;
  constraint: string;
  build: string;
  /** `conda-sha256:` or `conda-md5:` and the digest. */
  digest: string;
}

const LONGEST = 1000;
const NAME = /^([A-Za-z0-9_][A-Za-z0-9_.-]*)/;

/**
 * `channel/subdir::name=version=build`, `name version build`, `name>=1,<2`, `name[version='>=1',build=...]` (conda's
 * documentation, "Package match specifications"). A text is why it is none.
 */
export function parseCondaSpec(text: string): CondaSpec | string {
  const line = text.trim();
  if (line.length > LONGEST) return 'too long for a package';
  const colons = line.lastIndexOf('::');
  const channel = colons === -1 ? '' : line.slice(0, colons);
  const named = colons === -1 ? line : line.slice(colons + 2);
  const open = named.indexOf('[');
  const close = named.indexOf(']', open);
  if (open !== -1 && close === -1) return 'a bracket is not closed';
  const plain = (open === -1 ? named : named.slice(0, open)).trim();
  const keys = open === -1 ? new Map<string, string>() : bracketed(named.slice(open + 1, close));
  const [name] = NAME.exec(plain) ?? [];
  if (name === undefined) return 'expected the name of a package';
  const asked = versionAndBuild(plain.slice(name.length));
  if (asked === null) return 'expected a version behind the name';
  const said = keys.get('version') ?? asked.version;
  if (said !== '' && condaConstraint(said) === null)
    return `the version "${said.slice(0, 100)}" cannot be read`;
  const exact = exactOf(said);
  return {
    name,
    channel: channelOf(keys.get('channel') ?? channel),
    version: exact,
    constraint: exact === '' && said !== '*' ? said : '',
    build: plainBuild(keys.get('build') ?? asked.build),
    digest: digestOf(keys),
  };
}

function channelOf(text: string): string {
  const last = text.slice(text.lastIndexOf('/') + 1);
  return channelName(isSubdir(last) ? text.slice(0, -last.length) : text);
}

/** `=1.17` is 1.17 and what begins so, `=1.17=h00` and `==1.17` are that version alone (conda/models/match_spec.py). */
function versionAndBuild(text: string): { version: string; build: string } | null {
  const rest = text.trim();
  if (rest === '') return { version: '', build: '' };
  if (rest.startsWith('=') && !rest.startsWith('==')) {
    const [version = '', build, more] = rest.slice(1).split('=');
    // `name=>1.0` and the like are a range behind a needless sign.
    if (more !== undefined || /^[<>!~]/.test(version) || version.trim() === '')
      return ranged(rest.slice(1).trim());
    if (build !== undefined && build !== '') return { version: version.trim(), build: build.trim() };
    if (/[,|<>!~\s]/.test(version.trim())) return ranged(rest);
    return { version: version.includes('*') ? version.trim() : `=${version.trim()}`, build: '' };
  }
  return ranged(rest);
}

/** A version, and behind a space perhaps a build: `>=1.17,<2 h00*`, `1.17 h00cdaf9_0`; spaces may stand around signs. */
function ranged(text: string): { version: string; build: string } | null {
  const joined = text.replace(/\s*([,|])\s*/g, '$1').replace(/([=<>!~])\s+/g, '$1');
  const [version = '', build = '', more] = joined.split(/\s+/);
  if (version === '' || more !== undefined) return null;
  const pinned = /^==([^=,|<>!~]+)=([^=]+)$/.exec(version);
  if (pinned) return build === '' ? { version: pinned[1] ?? '', build: pinned[2] ?? '' } : null;
  const behind = /^([^=<>!~,|]+)=+([^=]+)$/.exec(version);
  if (behind) return build === '' ? { version: behind[1] ?? '', build: behind[2] ?? '' } : null;
  return { version, build };
}

const EXACT = /^(?:==)?([^=<>!~,|*^$\s]+)$/;

function exactOf(version: string): string {
  return EXACT.exec(version)?.[1] ?? '';
}

function plainBuild(build: string): string {
  return build === '*' ? '' : build;
}

/** `version='>=1,<2', build=h0`: values may be quoted, and hold commas then. */
function bracketed(text: string): Map<string, string> {
  const found = new Map<string, string>();
  let rest = text.trim();
  while (rest !== '') {
    const equals = rest.indexOf('=');
    if (equals === -1) break;
    const key = rest.slice(0, equals).trim();
    const after = rest.slice(equals + 1).trim();
    const quote = after[0] === '"' || after[0] === "'" ? after[0] : '';
    const from = quote === '' ? 0 : 1;
    const stop = after.indexOf(quote === '' ? ',' : quote, from);
    found.set(key, after.slice(from, stop === -1 ? undefined : stop).trim());
    const comma = stop === -1 ? -1 : after.indexOf(',', stop);
    rest = comma === -1 ? '' : after.slice(comma + 1).trim();
  }
  return found;
}

function digestOf(keys: Map<string, string>): string {
  const sha256 = keys.get('sha256')?.toLowerCase() ?? '';
  if (/^[0-9a-f]{64}$/.test(sha256)) return `conda-sha256:${sha256}`;
  const md5 = keys.get('md5')?.toLowerCase() ?? '';
  return /^[0-9a-f]{32}$/.test(md5) ? `conda-md5:${md5}` : '';
}
