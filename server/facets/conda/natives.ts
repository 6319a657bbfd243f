import type { Facts, NativeForm } from '../facet.ts';
import { inputText, nativeReading, problemOf } from '../reading.ts';
import { withoutSecrets } from './channel.ts';
import { parseFolder, recordFiles } from './folder.ts';
import { parsedObject, textOrNull } from './json.ts';
import { type Listed, parseExplicit, parseExport, parseListJson, parseTable } from './lists.ts';
import { packageOf } from './record.ts';
import { parseEnvironmentFile, parseLock } from './specs.ts';

const conda: NativeForm = {
  format: 'conda-meta',
  sentence:
    'a conda-meta folder, one of its records, an environment, or an installation with its environments',
  recognise: (input) => {
    if (input.files.length > 1) return recordFiles(input).length > 0;
    const record = parsedObject(textOrNull(input.files[0]?.bytes ?? Buffer.alloc(0)) ?? '');
    return record !== null && packageOf(record, input.name) !== null;
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
  textForm('conda-list-json', 'output of conda list --json', parseListJson),
  textForm('conda-explicit', 'output of conda list --explicit', parseExplicit),
  textForm('conda-lock', 'lock of conda-lock, version 1', parseLock),
  textForm('environment-yml', 'environment file (environment.yml)', parseEnvironmentFile),
  textForm('conda-list', 'output of conda list, or of micromamba list', parseTable),
  textForm('conda-export', 'output of conda list --export', parseExport),
];
