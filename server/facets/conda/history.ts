import type { Problem } from '../facet.ts';
import { problemOf } from '../reading.ts';
import { channelName, withoutSecrets } from './channel.ts';
import type { Listed } from './lists.ts';
import { fileNameParts, sortedPackages } from './record.ts';
import type { History, Package } from './schema.ts';

const CHANGE = /^==> \S.* <==$/;

/**
 * conda-meta/history (conda's history.py): a line `==> date <==` begins a change, comments tell the command and
 * what was asked for, and lines with + and - the packages that came and went, `channel/subdir::name-version-build`.
 */
export function parseHistory(text: string, where: string): Listed<History> | null {
  const lines = text.split(/\r?\n/);
  if (!lines.some((line) => CHANGE.test(line))) return null;
  let there = new Map<string, Package>();
  let isWhole = false;
  const asked = new Map<string, string>();
  const problems: Problem[] = [];
  let revisions = 0;
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '') continue;
    if (CHANGE.test(line)) {
      revisions += 1;
      isWhole = false;
    } else if (line.startsWith('#')) readComment(line, asked);
    else if (/^[+-]?\S+$/.test(line)) {
      // Without signs, a change lists all there is (construct_states in conda's history.py).
      if (!/^[+-]/.test(line) && !isWhole) {
        there = new Map();
        isWhole = true;
      }
      const found = packageOf(line.replace(/^[+-]/, ''));
      if (!found) {
        const message = 'expected name-version-build';
        problems.push(problemOf('conda', where, 'conda-history', at + 1, withoutSecrets(line), message));
      } else if (line.startsWith('-')) there.delete(keyOf(found));
      else there.set(keyOf(found), found);
    } else {
      const message = 'expected a package that came or went';
      problems.push(problemOf('conda', where, 'conda-history', at + 1, withoutSecrets(line), message));
    }
  }
  const facts: History = {
    kind: 'conda.history',
    revisions,
    asked: [...asked.values()].sort(),
    packages: sortedPackages([...there.values()]),
  };
  return { facts, problems };
}

const keyOf = ({ name, version, build }: Package) => `${name} ${version} ${build}`;

function packageOf(text: string): Package | null {
  const [, place = '', file = text] = /^(.*)::([^:]+)$/.exec(withoutSecrets(text)) ?? [];
  const parts = fileNameParts(file);
  if (!parts) return null;
  const slash = place.lastIndexOf('/');
  const last = place.slice(slash + 1);
  const subdir = /^(?:noarch|(?:linux|osx|win)-\w+)$/.test(last) ? last : '';
  return { ...parts, subdir, channel: channelName(place), sha256: '', md5: '' };
}

const SPECS = /^# (update|install|create|remove|uninstall|neutered) specs?: *(.*)$/;

/** Specs stand as Python's list (conda), as JSON (mamba), or, in old files, with commas. */
function readComment(line: string, asked: Map<string, string>): void {
  const [, action = '', list = ''] = SPECS.exec(line) ?? [];
  for (const spec of specsOf(list)) {
    const name = /^(?:.*::)?([^\s=<>!~[]+)/.exec(spec)?.[1] ?? spec;
    if (action === 'remove' || action === 'uninstall') asked.delete(name);
    else asked.set(name, withoutSecrets(spec));
  }
}

function specsOf(list: string): string[] {
  if (!list.startsWith('['))
    return list
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  return [...list.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g)].map((one) => one[1] ?? one[2] ?? '');
}
