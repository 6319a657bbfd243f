import type { Column, Facts } from '../facet.ts';
import { ImageFile, Label } from './schema.ts';

interface More {
  of?: Column['of'];
  holds?: Column['holds'];
}

export const column = (name: string, type: Column['type'], sentence: string, more: More = {}): Column => ({
  name,
  type,
  sentence,
  of: more.of ?? ((row) => row[name]),
  ...(more.holds ? { holds: more.holds } : {}),
});

export const oneOf = (...words: string[]): More => ({ holds: (cell) => words.includes(String(cell)) });
export const like = (pattern: RegExp): More => ({ holds: (cell) => pattern.test(String(cell)) });
export const HEX = like(/^(?:[0-9a-f]{64})?$/);
export const all =
  (pattern: RegExp): Column['holds'] =>
  (cell) =>
    Array.isArray(cell) && cell.every((one) => pattern.test(String(one)));

/** The one row of a document: its facts, as columns see them. */
export function row(facts: Facts): Record<string, unknown>[] {
  return [{ ...facts }];
}

export const labels = column('labels', 'list', 'Labels of the image, as name=value.', {
  of: (row) => {
    const list = Label.array().safeParse(row.labels);
    return list.success ? list.data.map(({ name, value }) => `${name}=${value}`) : [];
  },
  holds: all(/^[^=]*=/s),
});

const inDefinition = (name: 'bootstrap' | 'from') => (of: Record<string, unknown>) => {
  const found = ImageFile.shape.definition.safeParse(of.definition);
  return found.success ? (found.data?.[name] ?? '') : '';
};

export const architecture = column(
  'architecture',
  'text',
  'Architecture the image is for, as uname -m names it (x86_64, aarch64, ppc64le); unknown when nothing says it.',
  // Never a name that only Go has.
  { holds: (cell) => cell !== '' && !/^(?:amd64|arm64|386|x64)$/.test(String(cell)) },
);
export const bootstrap = column(
  'bootstrap',
  'text',
  'Where the definition took its base from: docker, library, localimage.',
  { of: inDefinition('bootstrap') },
);
export const from = column('from', 'text', 'The From line of the definition that the image was built from.', {
  of: inDefinition('from'),
});
export const name = column('name', 'text', 'Name of the file or folder, without the folders above it.');
export const created = column(
  'created',
  'date',
  'When the image was made, as it says itself; empty when it does not.',
);
