import type { EvidenceRoot } from '../../frames/evidence.ts';
import { textOf } from '../../frames/text.ts';
import { foldPython } from '../../names/conda.ts';
import { nameConda, nameSystem } from '../../names/index.ts';
import type { Facts, ItemReading, OfferingDraft, Problem } from '../facet.ts';
import { parseOsRelease } from '../os/osRelease.ts';
import { problemOf } from '../reading.ts';
import { libcsOf } from './libcFiles.ts';
import { withRpmLists } from './rpm/list.ts';
import { type Content, ImageContents } from './schema.ts';
import { isSettingsFile, settingsOf } from './settings.ts';
import { apkList, dpkgList, isPartOfSystem, rpmList } from './systemLists.ts';

/** In front of the locator of what is inside an image, and not the image itself. */
export const INSIDE = 'inside:';

/** An image that was not looked into for want of time or space; it is asked for again. */
const LATER = 'end later';

/** The contents that came with a root: the agent's parts "contents", one per image file. */
export function contentsOf(root: EvidenceRoot, problems: Problem[]): ItemReading[] {
  return root.parts
    .filter((part) => part.name === 'contents')
    .flatMap((part) => {
      const told = textOf(part.bytes).split('\n');
      if (told.includes(LATER)) return [];
      const { lines, trouble } = withRpmLists(told);
      const path = /^\d+ (.+)$/.exec(lines[0] ?? '')?.[1];
      if (path === undefined) return [];
      const where = `${root.path}/${path}`;
      // Without the program's own end nobody knows how much is missing.
      const end = lines.findLast((line) => line.startsWith('end '));
      if (end !== 'end 0') {
        const message =
          end === undefined
            ? 'the list of its files is cut'
            : `the list of its files ended with exit code ${end.slice(4)}`;
        problems.push(problemOf('images', where, 'contents', lines.length, end ?? '', message));
        return [];
      }
      const half = unreadDatabase(lines);
      if (half !== undefined) {
        const message = 'a list of packages in the image could not be read whole';
        problems.push(problemOf('images', where, 'contents', 0, half, message));
        return [];
      }
      if (trouble !== '') problems.push(problemOf('images', where, 'contents', 0, '', trouble));
      const facts = readContents(lines.slice(1));
      const bytes = lines === told ? part.bytes : Buffer.from(lines.join('\n'));
      return [{ path, facts, evidence: { name: where, parts: [{ name: 'contents', bytes }] } }];
    });
}

/**
 * A database that the image has and whose reading did not end well. What is remembered of an image is never read
 * again, so half of a list must not be remembered. Older agents do not tell how each reading ended.
 */
function unreadDatabase(lines: string[]): string | undefined {
  const listed = new Set(lines.filter((line) => line.startsWith('s /')).map((line) => line.slice(2)));
  return lines.find((line) => {
    const [, code, path = ''] = /^c (\d*) (\/.+)$/.exec(line) ?? [];
    return code !== undefined && code !== '0' && listed.has(path) && !isSettingsFile(path);
  });
}

function hasUnreadSettings(endings: string[]): boolean {
  return endings.some((line) => {
    const [, code, path = ''] = /^(\d*) (\/.+)$/.exec(line) ?? [];
    return code !== '0' && isSettingsFile(path);
  });
}

/** The environment that a folder of Python packages belongs to. */
function prefixOf(folder: string): string {
  return folder.replace(/\/lib(?:64)?\/(?:python|pypy)[^/]*\/.*$/, '') || '/';
}

/**
 * Lines of the agent: `f` and the path of a record inside the image, `d` and `a` and a line of dpkg's and apk's
 * database, `p` and a package of rpm's, `w` that these are all, `s` and the path of a database or of settings, `c` and how the
 * reading of one ended, `l` and the path of a C library, `v` and a setting, `k` that both were looked for, `o` a line of os-release, `u` whose packages may be where the account may not look.
 */
export function readContents(lines: string[]): ImageContents {
  const marked = (mark: string) =>
    lines.filter((line) => line.startsWith(`${mark} `)).map((line) => line.slice(2));
  const files = marked('f');
  const conda = files.flatMap(condaRecord);
  const byConda = new Set(conda.map((one) => `${one.place} ${foldPython(one.name)}`));
  const python = files
    .flatMap(pythonPackage)
    .filter((one) => !byConda.has(`${prefixOf(one.place)} ${foldPython(one.name)}`));
  const system = (manager: 'dpkg' | 'apk' | 'rpm', list: { name: string; version: string }[]): Content[] =>
    list.map(({ name, version }) => ({ manager, name, version, build: '', place: '' }));
  const found = [
    ...conda,
    ...python,
    ...system('dpkg', dpkgList(marked('d'))),
    ...system('apk', apkList(marked('a'))),
    ...system('rpm', rpmList(marked('p'))),
  ];
  const unique = new Map(found.map((one) => [Object.values(one).join('\n'), one]));
  return {
    kind: 'images.contents',
    packages: [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one),
    // A node without gzip or base64 cannot send it, and one that is damaged tells a part.
    unread: [
      ...(marked('w').length === 0 && marked('s').some((path) => path.includes('rpm')) ? ['rpm'] : []),
      ...['conda', 'python'].filter((name) => marked('u').includes(name)),
    ],
    ...(marked('k').length > 0 ? lookedFor(marked('l'), marked('v'), marked('c')) : {}),
    ...systemOf(marked('o')),
  };
}

function systemOf(lines: string[]): Pick<ImageContents, 'system'> {
  const { fields } = parseOsRelease(lines.join('\n'));
  const id = fields.get('ID') ?? '';
  return id === '' ? {} : { system: { id, versionId: fields.get('VERSION_ID') ?? '' } };
}

/** Settings of which one cannot be read or understood are not known. */
function lookedFor(
  libraries: string[],
  lines: string[],
  endings: string[],
): Pick<ImageContents, 'libc' | 'settings'> {
  const settings = hasUnreadSettings(endings) ? null : settingsOf(lines);
  return { libc: libcsOf(libraries), ...(settings ? { settings } : {}) };
}

/** conda names a record after name, version and build (conda, models/records.py), which have no dash but the name. */
function condaRecord(path: string): Content[] {
  const [, place = '', name = '', version = '', build = ''] =
    /^(.*)\/conda-meta\/([A-Za-z0-9_.][\w.+-]*)-([\w.!+]+)-([\w.+]+)\.json$/.exec(path) ?? [];
  return name === '' ? [] : [{ manager: 'conda', name, version, build, place: place === '' ? '/' : place }];
}

/** Names of folders of installed Python packages (PyPA, "Recording installed projects"). */
function pythonPackage(path: string): Content[] {
  const [, place = '', name = '', version = ''] =
    /^(.*\/(?:site|dist)-packages)\/([A-Za-z0-9][\w.]*)-([\w.!+]+?)(?:-py[\d.]+)?\.(?:dist|egg)-info$/.exec(
      path,
    ) ?? [];
  return name === '' ? [] : [{ manager: 'python', name, version, build: '', place }];
}

/** What is inside an image, for whoever looks for it; parts of its system are not. */
export function contentsOfferings(facts: Facts): OfferingDraft[] {
  const found = ImageContents.safeParse(facts);
  if (!found.success) return [];
  return found.data.packages.flatMap((one): OfferingDraft[] => {
    const { manager, name, version, build } = one;
    const system = manager === 'dpkg' || manager === 'apk' || manager === 'rpm';
    if (system && isPartOfSystem(name)) return [];
    const named = system
      ? nameSystem({ name, version, family: manager === 'dpkg' ? 'deb' : 'rpm' })
      : nameConda({ name, version, build: manager === 'conda' ? build : 'pypi_0' });
    if (!named) return [];
    const { tool, label } = named;
    return [
      {
        tool,
        label,
        version: named.version,
        variant: named.variant,
        build: named.build,
        provider: 'apptainer',
        digest: '',
        locator: `${INSIDE}${one.place}`,
      },
    ];
  });
}
