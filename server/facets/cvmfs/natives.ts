import type { FacetReading, NativeForm, NativeInput, RootReading } from '../facet.ts';
import { inputText, nativeReading } from '../reading.ts';
import type { Client, Repository } from './schema.ts';

const NAME = /^[\w][\w.-]{0,200}$/;

function repository(name: string, revision: number | null): Repository {
  return { kind: 'cvmfs.repository', name: NAME.test(name) ? name : '', revision, eessi: [] };
}

/**
 * `cvmfs_config stat` (CernVM-FS documentation, "Client configuration"): for each repository a line of headings and a
 * line of values. It is named in a line before, where none was asked for, and at the end of the address of its server.
 */
function statRows(text: string): Repository[] {
  const found: Repository[] = [];
  let columns: string[] = [];
  let name = '';
  for (const line of text.slice(0, 1_000_000).split('\n')) {
    const words = line.trim().split(/ +/);
    const told = /^Running \S*cvmfs_config stat ([\w.-]+):?\s*$/.exec(line)?.[1];
    if (told !== undefined) name = told;
    else if (words[0] === 'VERSION') columns = words;
    else if (columns.length > 0 && columns.includes('REVISION')) {
      const revision = words[columns.indexOf('REVISION')] ?? '';
      const host = words[columns.indexOf('HOST')] ?? '';
      if (/^\d{1,15}$/.test(revision))
        found.push(
          repository(name || (/\/cvmfs\/([^/]+\.[^/]+)\/?$/.exec(host)?.[1] ?? ''), Number(revision)),
        );
      columns = [];
      name = '';
    }
  }
  return found;
}

/** A repository that is mounted, in a line of `cvmfs_config status` or probe, of the kernel, of mount or of df. */
const MOUNTED = [
  /^([\w.-]+) mounted on \/cvmfs\/[\w.-]+ with pid \d+/,
  /^Probing \/cvmfs\/([\w.-]+)\.\.\. OK\s*$/,
  /^\d+ \d+ \d+:\d+ \/ \/cvmfs\/([\w.-]+) .* - fuse\S* cvmfs2 /,
  /^cvmfs2(?: on)? \/cvmfs\/([\w.-]+) (?:type )?fuse/,
  /^cvmfs2 +(?:fuse\S* +)?\d\S* .*% \/cvmfs\/([\w.-]+)\s*$/,
];

function mountedNames(text: string): string[] {
  const names = text
    .slice(0, 1_000_000)
    .split('\n')
    .flatMap((line) => MOUNTED.map((form) => form.exec(line)?.[1]).find((one) => one !== undefined) ?? []);
  return [...new Set(names)].sort();
}

/** `cvmfs2 --version`. */
function clientOf(text: string): Client | null {
  const version = /^CernVM-FS version (\d[\w.-]*)\s*$/m.exec(text.slice(0, 2000))?.[1];
  return version === undefined ? null : { kind: 'cvmfs.client', version, repositories: [] };
}

/** One repository is the document; of several each is a place of its own. */
function reading(input: NativeInput, format: string, found: Repository[]): FacetReading {
  const [only] = found;
  if (found.length < 2) return nativeReading(input, format, only ?? null, []);
  const parts = input.files.map((file) => ({ name: file.path, bytes: file.bytes }));
  const roots = found.map((facts): RootReading => {
    const evidence = { name: `${format} ${input.name} ${facts.name}`, parts };
    return {
      kind: 'repository',
      path: facts.name === '' ? '' : `/cvmfs/${facts.name}`,
      mount: { point: '-', fstype: '-', source: '-', inode: '-' },
      key: '',
      outcome: 'present',
      reason: '',
      message: '',
      items: [{ path: '', facts, evidence }],
      unread: [],
    };
  });
  return { ...nativeReading(input, format, only ?? null, []), node: null, roots };
}

export const natives: NativeForm[] = [
  {
    format: 'cvmfs-stat',
    sentence: 'Output of cvmfs_config stat, for one repository or all.',
    recognise: (input) => statRows(inputText(input)).length > 0,
    parse: (input) => reading(input, 'cvmfs-stat', statRows(inputText(input))),
  },
  {
    format: 'cvmfs-mounts',
    sentence: 'Output of cvmfs_config status or probe, or a table of mounts with repositories in it.',
    recognise: (input) => mountedNames(inputText(input)).length > 0,
    parse: (input) => {
      const found = mountedNames(inputText(input)).map((name) => repository(name, null));
      return reading(input, 'cvmfs-mounts', found);
    },
  },
  {
    format: 'cvmfs-version',
    sentence: 'Output of cvmfs2 --version.',
    recognise: (input) => clientOf(inputText(input)) !== null,
    parse: (input) => nativeReading(input, 'cvmfs-version', clientOf(inputText(input)), []),
  },
];
