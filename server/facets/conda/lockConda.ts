import { problemOf } from '../reading.ts';
import { channelName, isSubdir } from './channel.ts';
import { listOf, objectOf, textOfKey, textsOf } from './json.ts';
import { shown } from './lists.ts';
import { type ListedLock, LockRows, lockedPackage } from './lockRows.ts';
import { keyLine, type Place, problemAt, rowPlaces } from './rowPlaces.ts';

/**
 * A list `package` of records for one platform each: conda-lock's version 1 (conda_lock/lockfile/v1/models.py,
 * also written without a version), and rattler's versions 2 and 3, which have `build` and `subdir` besides.
 */
export function readCondaLock(
  file: Record<string, unknown>,
  where: string,
  lockText: string,
): ListedLock | null {
  if (!('package' in file)) return null;
  const version = textOfKey(file)('version');
  const rows = new LockRows();
  const metadata = objectOf(file.metadata) ?? {};
  const platforms = new Set(textsOf(metadata.platforms));
  const categories = new Set<string>();
  // A lock of nothing has an empty `package`.
  if (!Array.isArray(file.package) && file.package !== '' && file.package !== null) return null;
  if (!/^[123]?$/.test(version)) {
    const message = `version ${version} of this lock is not known`;
    rows.problems.push(
      problemOf('conda', where, 'conda-lock', keyLine(lockText, 'version'), `version: ${version}`, message),
    );
  }
  let places: ((at: number) => Place) | null = null;
  for (const [at, row] of listOf(file.package).entries()) {
    const record = objectOf(row) ?? {};
    const text = textOfKey(record);
    const hash = objectOf(record.hash) ?? {};
    const platform = text('platform');
    // Version 3 of conda-lock's own form lists `categories`.
    const into = textsOf(record.categories);
    const named = into.length > 0 ? into : [text('category') || 'main'];
    const used = named.map((one) => `${one}/${platform}`);
    const done = () => {
      platforms.add(platform);
      for (const one of named) categories.add(one);
    };
    if (text('manager') === 'pip') {
      if (text('name') !== '' && text('version') !== '') {
        const sha256 = textOfKey(hash)('sha256');
        rows.addPip({ name: text('name'), version: text('version'), sha256: hex(sha256) }, used);
        done();
        continue;
      }
    } else {
      const said = text('subdir') || (/:\/\//.test(text('url')) ? '' : platform);
      const subdir = isSubdir(said) ? { subdir: said } : {};
      const found = lockedPackage({ ...record, ...hash, channel: '', ...subdir }, text('url'));
      if (found && found.version !== '') {
        const own = { ...found, subdir: found.subdir || (isSubdir(platform) ? platform : '') };
        rows.addPackage(own, used, recordOf(record));
        done();
        continue;
      }
    }
    places ??= rowPlaces(lockText, 'package');
    rows.problems.push(problemAt(places(at), where, 'conda-lock', shown(row), 'expected a package'));
  }
  const channels = listOf(metadata.channels).map((one) =>
    channelName(typeof one === 'string' ? one : textOfKey(objectOf(one) ?? {})('url')),
  );
  return {
    facts: rows.lock({
      form: 'conda-lock',
      version: version || '1',
      channels: channels.filter((one) => one !== ''),
      platforms: sortedWords(platforms),
      environments: sortedWords(categories),
    }),
    problems: rows.problems,
    asks: rows.asks,
  };
}

/**
 * What a package asks for, as its record lists it: conda-lock writes maps of names and versions, rattler lists. Null where the
 * row does not tell.
 */
function recordOf({ dependencies, constrains }: Record<string, unknown>): Record<string, unknown> | null {
  const depends = specsOf(dependencies);
  return depends && { depends, constrains: specsOf(constrains) };
}

function specsOf(said: unknown): unknown[] | null {
  if (Array.isArray(said)) return said;
  const map = objectOf(said);
  return map && Object.entries(map).map(([name, version]) => `${name} ${version}`.trim());
}

export const sortedWords = (words: Iterable<string>) =>
  [...new Set(words)].filter((one) => one !== '').sort();

export const hex = (text: string) => (/^[0-9a-f]{64}$/i.test(text) ? text.toLowerCase() : '');
