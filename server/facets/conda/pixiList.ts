import type { Problem } from '../facet.ts';
import { problemOf } from '../reading.ts';
import { channelName, withoutSecrets } from './channel.ts';
import { environmentOf } from './environment.ts';
import type { Listed } from './lists.ts';
import type { Environment, Package, PipPackage } from './schema.ts';

const HEADER = /^(?:Package|Name) +Version +Build +(?:Size +)?Kind +Source\b/;

/** `pixi list` for people. A size is a number and a unit; a package of PyPI has no build. */
export function parsePixiTable(text: string, where: string): Listed<Environment> | null {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const head = lines.findIndex((line) => HEADER.test(line));
  if (head === -1) return null;
  const packages: Package[] = [];
  const pip: PipPackage[] = [];
  const problems: Problem[] = [];
  for (const [at, line] of lines.entries()) {
    if (at <= head || line === '') continue;
    const words = line.split(/ +/);
    const kind = words.findIndex((word, place) => place >= 2 && (word === 'conda' || word === 'pypi'));
    const [name = '', version = ''] = words;
    if (kind === -1) {
      const message = 'expected name, version, build, size, kind and source';
      problems.push(problemOf('conda', where, 'pixi-list', at + 1, withoutSecrets(line), message));
    } else if (words[kind] === 'pypi') pip.push({ name, version });
    else {
      const channel = channelName(words[kind + 1] ?? '');
      const build = kind > 2 ? (words[2] ?? '') : '';
      packages.push({ name, version, build, subdir: '', channel, sha256: '', md5: '' });
    }
  }
  return { facts: environmentOf(packages, pip, problems.length), problems };
}
