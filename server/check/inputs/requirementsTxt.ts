import { withoutSecrets } from '../../facets/conda/channel.ts';
import { parseSpecList } from '../../facets/conda/specList.ts';
import { type Requirement, type Unread, unread } from '../requirement.ts';
import { parseCondaSpec } from '../versions/condaSpec.ts';
import { parsePipRequirement } from '../versions/pipRequirement.ts';
import type { CheckForm } from './form.ts';
import { gathered } from './gather.ts';
import { condaSpec, pipRequirement } from './requirements.ts';

/** One line of requirements.txt; nothing for an empty one and for options that name no package. */
export function pipLine(at: { line: number; text: string }): (Requirement | Unread)[] {
  const text = at.text
    .replace(/(?:^|\s)#.*$/, '')
    .trim()
    .replace(/\\$/, '')
    .trim();
  if (text === '') return [];
  if (/^(?:-r|--requirement|-c|--constraint)\b/.test(text))
    return [unread(at.line, at.text, 'names another file: check that one as well')];
  if (/^(?:-e|--editable)\b/.test(text)) return [unread(at.line, at.text, 'names a folder, not a release')];
  if (text.startsWith('-')) return [];
  // What pip-compile and poetry write behind a requirement.
  const plain = text.split(/\s--hash[= ]/, 1)[0] ?? '';
  if (ELSEWHERE.test(plain))
    return [unread(at.line, at.text, 'left out: it is asked for on other systems than Linux')];
  return [pipRequirement(at, plain.replace(/\\$/, ''))];
}

/** A marker that stands alone and holds on no Linux (PEP 508). */
const ELSEWHERE =
  /;\s*(?:sys_platform|platform_system|os_name)\s*==\s*["'](?:win32|darwin|Windows|Darwin|nt)["']\s*$/;

/** How only conda writes: `name=1.2`, `name 1.2`, `channel::name`. */
const OF_CONDA = /^[\w./:-]{1,200}::|^[\w.-]{1,200} ?=(?![=])|^[\w.-]{1,200} {1,20}[\d*]/;

/** requirements.txt, or the same of conda's specifications, which `conda install --file` takes. */
export const requirementsTxt: CheckForm = {
  form: 'requirements-txt',
  sentence: 'requirements.txt of pip, or a list of packages for conda install --file',
  read: ({ text }) => {
    const lines = text.split(/\r?\n/);
    const said = lines.map((line) => line.replace(/(?:^|\s)#.*$/, '').trim()).filter((line) => line !== '');
    const plain = said.filter((line) => !line.startsWith('-'));
    const read = plain.filter(
      (line) => typeof parsePipRequirement(line) !== 'string' || typeof parseCondaSpec(line) !== 'string',
    );
    const isListed = parseSpecList(text, '') !== null || /^(?:-r|--hash|-e|--index-url)\b/m.test(text);
    // A few words are no list of packages unless a version stands there.
    if (plain.length === 0 || (!isListed && !plain.every((line) => /^[\w.-]{2,80}$/.test(line)))) return null;
    if (read.length < plain.length / 2) return null;
    const conda = plain.some((line) => OF_CONDA.test(line));
    const made = lines.flatMap((raw, at) => {
      const line = { line: at + 1, text: withoutSecrets(raw) };
      const own = line.text.replace(/(?:^|\s)#.*$/, '').trim();
      if (!conda) return pipLine(line);
      return own === '' || own.startsWith('-') ? [] : [condaSpec(line, own)];
    });
    return gathered(made, [], [conda ? 'Read as packages of conda.' : 'Read as requirements of pip.']);
  },
};
