import type { Facts, NativeForm } from '../facet.ts';
import { inputText, nativeReading, problemOf } from '../reading.ts';
import { withoutSecrets } from './channel.ts';
import { parseFolder, recordFiles } from './folder.ts';
import { parseHistory } from './history.ts';
import { parsedObject, textOrNull } from './json.ts';
import { parseListingJson, parseListingText } from './listing.ts';
import { type Listed, parseExplicit, parseExport, parseListJson, parseTable } from './lists.ts';
import { parseMambaLock } from './lockMamba.ts';
import { parseCondaLock, parsePixiLock } from './locks.ts';
import { parseTomlLock } from './lockToml.ts';
import { parsePipJson, parsePipTable } from './pipLists.ts';
import { parsePixiTable } from './pixiList.ts';
import { packageOf } from './record.ts';
import { parseSpecList } from './specList.ts';
import { parseEnvironmentFile } from './specs.ts';
import { parseVenv } from './venv.ts';

/** Keys of a record besides name and version, which other tools' files have as well. */
const OF_RECORDS = ['build', 'build_string', 'build_number', 'depends', 'dist_name', 'fn', 'subdir'];
const isRecord = (value: Record<string, unknown>) => OF_RECORDS.some((key) => key in value);

const conda: NativeForm = {
  format: 'conda-meta',
  sentence:
    'a conda-meta folder, one of its records, an environment, or an installation with its environments',
  recognise: (input) => {
    if (input.files.length > 1) return recordFiles(input).length > 0;
    const record = parsedObject(textOrNull(input.files[0]?.bytes ?? Buffer.alloc(0)) ?? '');
    return record !== null && isRecord(record) && packageOf(record, input.name) !== null;
  },
  parse: parseFolder,
};

/** A form that is one text. */
function textForm(
  format: string,
  sentence: string,
  parse: (text: string, where: string) => Listed<Facts> | null,
): NativeForm {
  return {
    format,
    sentence,
    recognise: (input) => input.files.length === 1 && parse(inputText(input), input.name) !== null,
    parse: (input) => {
      const found = parse(inputText(input), input.name);
      const none = problemOf(
        'conda',
        input.name,
        format,
        1,
        withoutSecrets(inputText(input).slice(0, 200)),
        `this is no ${sentence}`,
      );
      return nativeReading(input, format, found?.facts ?? null, found?.problems ?? [none]);
    },
  };
}

export const natives: NativeForm[] = [
  conda,
  textForm('pip-list-json', 'output of pip list --format=json', parsePipJson),
  textForm('conda-list-json', 'output of conda list --json, or of pixi list --json', parseListJson),
  textForm('conda-info', 'output of conda info --json, or of conda env list --json', parseListingJson),
  textForm('conda-explicit', 'output of conda list --explicit', parseExplicit),
  textForm('conda-history', 'conda-meta/history of an environment', parseHistory),
  textForm('mamba-lock', 'lock of mamba in JSON', parseMambaLock),
  textForm('pixi-lock', 'lock of pixi and rattler, version 4 and later', parsePixiLock),
  textForm('conda-lock', 'lock of conda-lock, or of rattler up to version 3', parseCondaLock),
  textForm('python-lock', 'lock of uv, poetry or pdm, or pylock.toml', parseTomlLock),
  textForm('environment-yml', 'environment file (environment.yml)', parseEnvironmentFile),
  textForm('conda-env-list', 'output of conda env list', parseListingText),
  textForm('pixi-list', 'output of pixi list', parsePixiTable),
  textForm('pip-list', 'output of pip list', parsePipTable),
  textForm('pyvenv', 'pyvenv.cfg of a virtual environment', parseVenv),
  textForm('conda-list', 'output of conda list, or of micromamba list', parseTable),
  textForm('conda-export', 'output of conda list --export', parseExport),
  textForm('conda-specs', 'list of packages for conda install --file, or requirements of pip', parseSpecList),
];
