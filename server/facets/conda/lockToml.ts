import { problemOf } from '../reading.ts';
import { type Listed, shown } from './lists.ts';
import { LockRows } from './lockRows.ts';
import type { Lock } from './schema.ts';

const TABLE = /^\[\[(package|packages)\]\]$/;
const KEY = /^(name|version|lock-version|revision) *= *(?:"([^"\\]*)"|(\d+))$/;

/**
 * Locks of Python tools in TOML: uv.lock, poetry.lock, pdm.lock, and pylock.toml (PEP 751, `packages`). All are written
 * by machines, one key a line; of each package only name and version are needed, and no reader of all of TOML.
 */
export function parseTomlLock(text: string, where: string): Listed<Lock> | null {
  if (!/^\[\[packages?\]\]\r?$/m.test(text)) return null;
  const rows = new LockRows();
  let top = '';
  let here: { line: number; name: string; version: string } | null = null;
  let found = false;
  const end = () => {
    if (!here) return;
    if (here.name !== '') rows.addPip({ name: here.name, version: here.version, sha256: '' }, []);
    else
      rows.problems.push(
        problemOf('conda', where, 'python-lock', here.line, shown(here), 'a package without a name'),
      );
    here = null;
  };
  let inTable = false;
  for (const [at, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line.startsWith('[') && raw.startsWith('[')) {
      end();
      inTable = true;
      if (TABLE.test(line)) {
        here = { line: at + 1, name: '', version: '' };
        found = true;
      }
      continue;
    }
    const key = KEY.exec(line);
    if (!key || raw.startsWith(' ')) continue;
    const value = key[2] ?? key[3] ?? '';
    if (!inTable && (key[1] === 'version' || key[1] === 'lock-version')) top = value;
    else if (here && key[1] === 'name') here = { ...here, name: value };
    else if (here && key[1] === 'version') here = { ...here, version: value };
  }
  end();
  if (!found) return null;
  return {
    facts: rows.lock({ form: 'python', version: top, channels: [], platforms: [], environments: [] }),
    problems: rows.problems,
  };
}
