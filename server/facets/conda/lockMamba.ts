import { problemOf } from '../reading.ts';
import { channelName } from './channel.ts';
import { objectOf, parsedObject, textOfKey, textsOf } from './json.ts';
import { type Listed, shown } from './lists.ts';
import { hex, sortedWords } from './lockConda.ts';
import { LockRows } from './lockRows.ts';
import { packageOf } from './record.ts';
import { keyLine, type Place, problemAt, rowPlaces } from './rowPlaces.ts';
import type { Lock } from './schema.ts';

/** The lock that mamba shares with mambajs (libmamba's env_lockfile_mambajs.cpp): JSON, packages by file name. */
export function parseMambaLock(text: string, where: string): Listed<Lock> | null {
  if (!text.includes('"lockVersion"')) return null;
  const file = parsedObject(text);
  if (!file || typeof file.lockVersion !== 'string') return null;
  const said = textOfKey(file);
  const rows = new LockRows();
  const placesOf = new Map<string, (at: number) => Place>();
  const wrong = (list: string, at: number, shownText: string, message: string) => {
    const places = placesOf.get(list) ?? rowPlaces(text, list);
    placesOf.set(list, places);
    rows.problems.push(problemAt(places(at), where, 'mamba-lock', shownText, message));
  };
  if (!/^1(\.|$)/.test(file.lockVersion)) {
    const message = `version ${file.lockVersion} of this lock is not known`;
    const line = keyLine(text, 'lockVersion');
    rows.problems.push(
      problemOf('conda', where, 'mamba-lock', line, `lockVersion ${file.lockVersion}`, message),
    );
  }
  const used = [`default/${said('platform')}`];
  for (const [at, [name, row]] of Object.entries(objectOf(file.packages) ?? {}).entries()) {
    const record = objectOf(row) ?? {};
    const found = packageOf({ ...record, ...(objectOf(record.hash) ?? {}), fn: name }, name);
    if (found && !('error' in record)) rows.addPackage(found, used);
    else wrong('packages', at, shown(row), `${name} names no package`);
  }
  for (const [at, [name, row]] of Object.entries(objectOf(file.pipPackages) ?? {}).entries()) {
    const own = objectOf(row) ?? {};
    const its = textOfKey(own);
    if (its('name') !== '')
      rows.addPip(
        {
          name: its('name'),
          version: its('version'),
          sha256: hex(textOfKey(objectOf(own.hash) ?? {})('sha256')),
        },
        used,
      );
    else wrong('pipPackages', at, shown(row), `${name} names no package`);
  }
  return {
    facts: rows.lock({
      form: 'mamba',
      version: file.lockVersion,
      channels: textsOf(file.channels).map(channelName),
      platforms: sortedWords([said('platform')]),
      environments: ['default'],
    }),
    problems: rows.problems,
  };
}
