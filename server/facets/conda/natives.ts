import { textOf } from '../../frames/text.ts';
import type { Facts, NativeForm, NativeInput, Problem } from '../facet.ts';
import { inputText, nativeReading, problemOf } from '../reading.ts';
import { environmentOf, parsedObject } from './environment.ts';
import {
  type Listed,
  parseEnvironmentFile,
  parseExplicit,
  parseExport,
  parseListJson,
  parseLock,
} from './lists.ts';
import { packageOf } from './record.ts';
import type { Package } from './schema.ts';

const IGNORED = /(^|\/)\._[^/]*$/;

/** Records of a conda-meta folder, or one of them. macOS leaves ._ files, which are none. */
function recordFiles(input: NativeInput): NativeInput['files'] {
  return input.files.filter(({ path }) => path.endsWith('.json') && !IGNORED.test(path));
}

function parseMeta(input: NativeInput) {
  const packages: Package[] = [];
  const problems: Problem[] = [];
  const one = input.files.length === 1;
  for (const { path, bytes } of one ? input.files : recordFiles(input)) {
    const record = parsedObject(textOf(bytes));
    const found = record && packageOf(record, path);
    if (found) packages.push(found);
    else {
      const message = record ? 'this record names no package' : 'this record is no JSON object';
      problems.push(problemOf('conda', path, 'conda-meta', 1, textOf(bytes.subarray(0, 200)), message));
    }
  }
  const facts = packages.length > 0 || !one ? environmentOf(packages, [], problems.length) : null;
  return nativeReading(input, 'conda-meta', facts, problems);
}

const conda: NativeForm = {
  format: 'conda-meta',
  sentence: 'a conda-meta folder, or one of its records',
  recognise: (input) => {
    if (input.files.length > 1) return recordFiles(input).length > 0;
    const record = parsedObject(inputText(input));
    return record !== null && packageOf(record, input.name) !== null;
  },
  parse: parseMeta,
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
      const none = problemOf('conda', input.name, format, 1, inputText(input), `this is no ${sentence}`);
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
  textForm('conda-export', 'output of conda list --export', parseExport),
];
