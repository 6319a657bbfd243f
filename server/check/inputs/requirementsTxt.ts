import { withoutSecrets } from '../../facets/conda/channel.ts';
import { parseSpecList } from '../../facets/conda/specList.ts';
import { parseCondaSpec } from '../versions/condaSpec.ts';
import { parsePipRequirement } from '../versions/pipRequirement.ts';
import type { CheckForm } from './form.ts';
import { gathered } from './gather.ts';
import { Conditions, pipLine, withoutOptions } from './pipLine.ts';
import { condaSpec } from './requirements.ts';

/** Options of pip that stand alone on a line. */
const OPTION = /^(?:-[rcefi]\b|--[a-z])/;

/** How only conda writes: `name=1.2`, `name 1.2`, `channel::name`. */
const OF_CONDA = /^[\w./:-]{1,200}::|^[\w.-]{1,200} ?=(?![=])|^[\w.-]{1,200} {1,20}[\d*]/;

/** requirements.txt, or the same of conda's specifications, which `conda install --file` takes. */
export const requirementsTxt: CheckForm = {
  form: 'requirements-txt',
  sentence: 'requirements.txt of pip, or a list of packages for conda install --file',
  read: ({ text }) => {
    const lines = text.split(/\r?\n/);
    const said = lines.map((line) => line.replace(/(?:^|\s)#.*$/, '').trim()).filter((line) => line !== '');
    const plain = said.filter((line) => !line.startsWith('-')).map(withoutOptions);
    const read = plain.filter(
      (line) => typeof parsePipRequirement(line) !== 'string' || typeof parseCondaSpec(line) !== 'string',
    );
    const isListed =
      parseSpecList(text, '') !== null || said.some((line) => OPTION.test(line)) || /\s--hash=/.test(text);
    // A few words are no list of packages unless a version stands there.
    if (plain.length === 0 || (!isListed && !plain.every((line) => /^[\w.-]{2,80}$/.test(line)))) return null;
    if (read.length < plain.length / 2) return null;
    const conda = plain.some((line) => OF_CONDA.test(line));
    const conditions = new Conditions();
    const made = lines.flatMap((raw, at) => {
      const line = { line: at + 1, text: withoutSecrets(raw) };
      const own = line.text.replace(/(?:^|\s)#.*$/, '').trim();
      if (!conda) return pipLine(line, conditions);
      return own === '' || own.startsWith('-') ? [] : [condaSpec(line, own)];
    });
    const how = conda ? 'Read as packages of conda.' : 'Read as requirements of pip.';
    return gathered(made, [], [how, ...conditions.notes()]);
  },
};
