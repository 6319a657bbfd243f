import { GazetteerError } from '../../errors.ts';
import { yamlTexts } from '../../facets/conda/yaml.ts';
import { textOf } from '../../frames/text.ts';
import { unread } from '../requirement.ts';
import type { CheckFile, FormReading } from './form.ts';
import { checkForms } from './forms.ts';
import { isLongYaml, yamlApart } from './yamlApart.ts';

/** The most bytes of an input: a lock of a thousand packages for six platforms has 3 MB, and a YAML reader takes a second for each. */
export const MOST_INPUT = 4 * 1024 * 1024;
/** The most requirements that are looked up. */
export const MOST_REQUIREMENTS = 5000;
const MOST_UNREAD = 1000;

export interface InputReading extends FormReading {
  form: string;
  sentence: string;
  /** Of all of an image file, of which only the beginning was sent; '' where nobody computed it. */
  sha256: string;
}

/** The same as readInput, where others are to be answered meanwhile: what takes seconds is read in a thread of its own. */
export async function readInputApart(name: string, bytes: Buffer, sha256 = ''): Promise<InputReading> {
  const text = textIn(name, bytes);
  if (!isLongYaml(text)) return readAs({ name, bytes, text }, sha256);
  const value = await yamlApart(text);
  return readAs({ name, bytes, text, yaml: () => value }, sha256);
}

/** An input in whatever form it has. Throws where it is in none. */
export function readInput(name: string, bytes: Buffer, sha256 = ''): InputReading {
  const text = textIn(name, bytes);
  let value: { yaml: unknown } | null = null;
  const yaml = () => {
    value ??= { yaml: yamlTexts(text) };
    return value.yaml;
  };
  return readAs({ name, bytes, text, yaml }, sha256);
}

function textIn(name: string, bytes: Buffer): string {
  if (bytes.length > MOST_INPUT)
    throw new GazetteerError(
      'check-size',
      `${name} has more than ${MOST_INPUT} bytes`,
      'Of an image its beginning is enough',
    );
  const isBinary = bytes.subarray(0, 4096).includes(0);
  return isBinary
    ? ''
    : textOf(bytes)
        .replace(/^\ufeff/, '')
        .replaceAll('\r\n', '\n');
}

function readAs(file: CheckFile, sha256: string): InputReading {
  const { name, text } = file;
  for (const { form, sentence, read } of checkForms) {
    const found = read(file);
    if (found) return { form, sentence, sha256: found.image ? sha256 : '', ...bounded(found) };
  }
  throw new GazetteerError(
    'check-form',
    text.trim() === '' ? `${name} is empty, or no text` : `${name} is in no form that is known`,
    `Known are: ${checkForms.map((one) => one.sentence).join('; ')}`,
  );
}

function bounded(found: FormReading): FormReading {
  const { requirements, unread: problems } = found;
  const more = requirements.length - MOST_REQUIREMENTS;
  const { line = 0, text = '' } = requirements[MOST_REQUIREMENTS] ?? {};
  const left = more > 0 ? [unread(line, text, `this and ${more - 1} more are left out`)] : [];
  return {
    ...found,
    requirements: requirements.slice(0, MOST_REQUIREMENTS),
    ...(found.others
      ? {
          others: Object.fromEntries(
            Object.entries(found.others).map(([platform, all]) => [
              platform,
              all.slice(0, MOST_REQUIREMENTS),
            ]),
          ),
        }
      : {}),
    unread: [...problems.slice(0, MOST_UNREAD), ...left],
  };
}
