import { createHash } from 'node:crypto';
import type { NativeForm } from '../facet.ts';
import { inputText, nativeReading, problemOf } from '../reading.ts';
import { easyconfigOf } from './easyconfig.ts';

/** Every easyconfig has these four (EasyBuild's mandatory parameters, with homepage and description). */
const SIGNS = [
  /^name[ \t]*=/m,
  /^version[ \t]*=/m,
  /^toolchain[ \t]*=/m,
  /^(?:homepage|description)[ \t]*=/m,
];

export const natives: NativeForm[] = [
  {
    format: 'easyconfig',
    sentence: 'an easyconfig of EasyBuild',
    recognise: (input) =>
      input.files.length === 1 &&
      SIGNS.every((sign) => sign.test(inputText(input))) &&
      easyconfigOf(inputText(input), '') !== null,
    parse: (input) => {
      const bytes = input.files[0]?.bytes ?? Buffer.alloc(0);
      const easyconfig = input.name.replace(/^.*\//, '');
      const found = easyconfigOf(inputText(input), folderOf(easyconfig, inputText(input)));
      const none = problemOf(
        'easybuild',
        input.name,
        'easyconfig',
        1,
        inputText(input),
        'it names no software',
      );
      if (!found) return nativeReading(input, 'easyconfig', null, [none]);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const facts = { kind: 'easybuild.software', installations: [{ ...found, easyconfig, sha256 }] };
      return nativeReading(input, 'easyconfig', facts, []);
    },
  },
];

/** An easyconfig that is named as EasyBuild wants it, `<name>-<folder>.eb`, names its folder. */
function folderOf(file: string, text: string): string {
  const name = easyconfigOf(text, '')?.name ?? '';
  return file.startsWith(`${name}-`) && file.endsWith('.eb') ? file.slice(name.length + 1, -3) : '';
}
