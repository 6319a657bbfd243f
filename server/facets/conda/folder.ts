import type { Part } from '../../frames/evidence.ts';
import { textOf } from '../../frames/text.ts';
import type { FacetReading, ItemReading, NativeInput, Problem } from '../facet.ts';
import { nativeReading, problemOf } from '../reading.ts';
import { withoutSecrets } from './channel.ts';
import { environmentOf } from './environment.ts';
import { readInstallation } from './installation.ts';
import { parsedObject, textOrNull } from './json.ts';
import { foldersOf, pipOf } from './pip.ts';
import { packageNamed, packageOf } from './record.ts';
import type { Environment, Package } from './schema.ts';

type Files = NativeInput['files'];

const IGNORED = /(^|\/)\._[^/]*$/;
const RECORD = /^(?:(.*)\/)?conda-meta\/[^/]+$/;
const INSTALLED = /^((?:.*\/)?)lib\/(?:python|pypy)[^/]*\/site-packages\/([^/]+)(?:\/(INSTALLER))?/;

/** Records of conda-meta folders; of a folder without one, its own. macOS leaves ._ files, which are none. */
export function recordFiles(input: NativeInput): Files {
  const files = input.files.filter(({ path }) => path.endsWith('.json') && !IGNORED.test(path));
  const inside = files.filter(({ path }) => RECORD.test(path));
  return inside.length > 0 ? inside : files;
}

/** A folder as one environment, or as an installation where it holds several; or one record. */
export function parseFolder(input: NativeInput): FacetReading {
  const problems: Problem[] = [];
  if (input.files.length === 1) {
    const packages = packagesOf(input.files, new Set(), problems);
    const facts = packages.length > 0 ? environmentOf(packages, [], problems.length) : null;
    return nativeReading(input, 'conda-meta', facts, problems);
  }
  const prefixes = new Map<string, Files>();
  for (const file of recordFiles(input)) {
    const prefix = RECORD.exec(file.path)?.[1] ?? '';
    const there = prefixes.get(prefix);
    if (there) there.push(file);
    else prefixes.set(prefix, [file]);
  }
  const installed = installedIn(input.files);
  const read = (prefix: string, files: Files) => readPrefix(files, installed.get(prefix) ?? [], problems);
  const [only, second] = prefixes;
  if (!second) return nativeReading(input, 'conda-meta', read(...(only ?? ['', []])), problems);
  const item = (path: string, facts: ItemReading['facts'], files: Files): ItemReading => ({
    path,
    facts,
    evidence: {
      name: `conda-meta ${input.name}/${path}`,
      parts: files.map((file) => ({ name: file.path, bytes: file.bytes })),
    },
  });
  const items = [...prefixes].map(([prefix, files]) => item(prefix || '.', read(prefix, files), files));
  return {
    node: null,
    outcome: 'present',
    reason: '',
    message: '',
    roots: [
      {
        kind: 'installation',
        path: input.name,
        mount: { point: '-', fstype: '-', source: '-', inode: '-' },
        key: '',
        outcome: 'present',
        reason: '',
        message: '',
        items: [item('', readInstallation(installationParts(input)), []), ...items],
        unread: [],
      },
    ],
    problems,
  };
}

function readPrefix(files: Files, installed: string[], problems: Problem[]): Environment {
  const owned = new Set<string>();
  const before = problems.length;
  const packages = packagesOf(files, owned, problems);
  return environmentOf(packages, pipOf(installed.join('\n'), owned), problems.length - before);
}

function packagesOf(files: Files, owned: Set<string>, problems: Problem[]): Package[] {
  const packages: Package[] = [];
  for (const { path, bytes } of files) {
    const record = parsedObject(textOrNull(bytes) ?? '');
    const found = record && packageOf(record, path);
    if (found) {
      packages.push(found);
      for (const one of foldersOf(record)) owned.add(one);
      continue;
    }
    const named = RECORD.test(path) && packageNamed(path);
    if (named) packages.push(named);
    const message = record ? 'this record names no package' : 'this record is no JSON object';
    const seen = withoutSecrets(textOf(bytes.subarray(0, 200)));
    problems.push(problemOf('conda', path, 'conda-meta', 1, seen, message));
  }
  return packages;
}

/** By prefix, what lies in site-packages and was not put there by conda. */
function installedIn(files: Files): Map<string, string[]> {
  const found = new Map<string, Map<string, boolean>>();
  for (const { path, bytes } of files) {
    const [, prefix, name, installer] = INSTALLED.exec(path) ?? [];
    if (prefix === undefined || name === undefined) continue;
    const there = found.get(prefix.replace(/\/$/, '')) ?? new Map<string, boolean>();
    found.set(prefix.replace(/\/$/, ''), there);
    const byConda = installer !== undefined && textOf(bytes).trim() === 'conda';
    there.set(name, byConda || there.get(name) === true);
  }
  return new Map(
    [...found].map(([prefix, names]) => [
      prefix,
      [...names].filter(([, byConda]) => !byConda).map(([name]) => name),
    ]),
  );
}

/** The parts of an installation as the agent sends them (agents/facets/conda.sh), from its files. */
function installationParts(input: NativeInput): Part[] {
  const names = recordFiles(input).flatMap(({ path }) => /^conda-meta\/([^/]+)$/.exec(path)?.[1] ?? []);
  const programs = names.filter((name) => /^(conda|mamba|anaconda)-\d/.test(name));
  const parts: Part[] = [
    { name: 'folder', bytes: Buffer.from(input.name) },
    { name: 'conda', bytes: Buffer.from(programs.join('\n')) },
  ];
  for (const { path, bytes } of input.files) {
    if (path === 'LICENSE.txt') {
      const head = bytes.toString('latin1').split('\n', 5).join('\n');
      parts.push({ name: 'licence', bytes: Buffer.from(head) });
    } else if (path === '.condarc' || path === 'condarc') parts.push({ name: 'condarc', bytes });
  }
  return parts;
}
