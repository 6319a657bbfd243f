import type { Problem } from '../facet.ts';
import { problemOf } from '../reading.ts';
import { withoutSecrets } from './channel.ts';
import { environmentOf } from './environment.ts';
import { objectOf, textOfKey } from './json.ts';
import { type Listed, shown } from './lists.ts';
import { type Place, problemAt, rowPlaces } from './rowPlaces.ts';
import type { Environment, PipPackage } from './schema.ts';

/** What rows of conda, mamba and pixi have besides name and version. */
const OF_CONDA = ['base_url', 'build', 'build_number', 'build_string', 'channel', 'dist_name', 'kind', 'url'];

/** `pip list --format=json`, also uv's: name and version, and nothing that conda's has. */
export function parsePipJson(text: string, where: string): Listed<Environment> | null {
  if (!/^\s*\[\s*\{/.test(text)) return null;
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(list)) return null;
  const pip: PipPackage[] = [];
  const problems: Problem[] = [];
  let places: ((at: number) => Place) | null = null;
  for (const [at, row] of list.entries()) {
    const record = objectOf(row) ?? {};
    if (OF_CONDA.some((key) => key in record)) return null;
    const said = textOfKey(record);
    const [name, version] = [said('name'), said('version')];
    if (name !== '' && version !== '') pip.push({ name, version });
    else {
      places ??= rowPlaces(text, '');
      problems.push(problemAt(places(at), where, 'pip-list-json', shown(row), 'expected name and version'));
    }
  }
  return pip.length > 0 ? { facts: environmentOf([], pip, problems.length), problems } : null;
}

/** `pip list` and `uv pip list`: a table under a rule; what is edited elsewhere has its folder behind the version. */
export function parsePipTable(text: string, where: string): Listed<Environment> | null {
  const lines = text.split(/\r?\n/).map((line) => line.trimEnd());
  const head = lines.findIndex((line) => /^Package +Version(?: |$)/.test(line));
  if (head === -1 || !/^-+ +-+[ -]*$/.test(lines[head + 1] ?? '')) return null;
  const pip: PipPackage[] = [];
  const problems: Problem[] = [];
  for (const [at, line] of lines.entries()) {
    if (at <= head + 1 || line === '' || /^(?:\[notice\]|WARNING:|You are using pip)/.test(line)) continue;
    const [name = '', version = ''] = line.split(/ +/, 2);
    if (name !== '' && /^\d|^v\d/.test(version)) pip.push({ name, version });
    else {
      const message = 'expected name and version';
      problems.push(problemOf('conda', where, 'pip-list', at + 1, withoutSecrets(line), message));
    }
  }
  return { facts: environmentOf([], pip, problems.length), problems };
}
