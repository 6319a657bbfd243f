import { problemOf } from '../reading.ts';
import { channelName } from './channel.ts';
import { objectOf, parsedObject, textOfKey, textsOf } from './json.ts';
import { type Listed, shown } from './lists.ts';
import { hex, sortedWords } from './lockConda.ts';
import { LockRows } from './lockRows.ts';
import { packageOf } from './record.ts';
import type { Lock } from './schema.ts';

/** The lock that mamba shares with mambajs (libmamba's env_lockfile_mambajs.cpp): JSON, packages by file name. */
export function parseMambaLock(text: string, where: string): Listed<Lock> | null {
  if (!text.includes('"lockVersion"')) return null;
  const file = parsedObject(text);
  if (!file || typeof file.lockVersion !== 'string') return null;
  const said = textOfKey(file);
  const rows = new LockRows();
  const wrong = (shownText: string, message: string) =>
    rows.problems.push(problemOf('conda', where, 'mamba-lock', 0, shownText, message));
  if (!/^1(\.|$)/.test(file.lockVersion))
    wrong(`lockVersion ${file.lockVersion}`, `version ${file.lockVersion} of this lock is not known`);
  const used = [`default/${said('platform')}`];
  for (const [name, row] of Object.entries(objectOf(file.packages) ?? {})) {
    const record = objectOf(row) ?? {};
    const found = packageOf({ ...record, ...(objectOf(record.hash) ?? {}), fn: name }, name);
    if (found && !('error' in record)) rows.addPackage(found, used);
    else wrong(shown(row), `${name} names no package`);
  }
  for (const [name, row] of Object.entries(objectOf(file.pipPackages) ?? {})) {
    const own = objectOf(row) ?? {};
    const text = textOfKey(own);
    if (text('name') !== '')
      rows.addPip(
        {
          name: text('name'),
          version: text('version'),
          sha256: hex(textOfKey(objectOf(own.hash) ?? {})('sha256')),
        },
        used,
      );
    else wrong(shown(row), `${name} names no package`);
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
