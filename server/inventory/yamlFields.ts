import { type Document, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { GazetteerError } from '../errors.ts';

export type FieldKind = 'text' | 'number' | 'list';

export function documentOf(text: string): Document {
  const document = parseDocument(text, { prettyErrors: false });
  const [error] = document.errors;
  if (error)
    throw new GazetteerError('sites-file', `the file is no YAML: ${error.message}`, 'Mend it as text first');
  return document;
}

export function typedValue(text: string, kind: FieldKind): string | number | string[] | undefined {
  if (text === '') return undefined;
  if (kind === 'number' && /^[0-9]{1,9}$/.test(text)) return Number(text);
  if (kind === 'list')
    return text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  return text;
}

export function setField(
  document: Document,
  path: string[],
  value: string | number | string[] | undefined,
  keep: number,
): void {
  if (value === undefined) return removeField(document, path, keep);
  if (Array.isArray(value) && textOf(document.getIn(path, true)) === value.join(', ')) return;
  // A scalar keeps its quotes and the comment beside it.
  const before = document.getIn(path, true);
  if (isScalar(before) && !Array.isArray(value)) before.value = value;
  else document.setIn(path, Array.isArray(value) ? document.createNode(value, { flow: true }) : value);
}

/** Takes a value out, and the maps around it that hold nothing then, but for so many of the outermost. */
function removeField(document: Document, path: string[], keep: number): void {
  if (!document.hasIn(path)) return;
  document.deleteIn(path);
  const around = path.slice(0, -1);
  const map = document.getIn(around, true);
  if (around.length > keep && isMap(map) && map.items.length === 0) removeField(document, around, keep);
}

export function textOf(node: unknown): string | null {
  if (node === undefined || node === null) return '';
  if (isScalar(node)) {
    const { value } = node;
    return typeof value === 'string' || typeof value === 'number'
      ? String(value)
      : value === null
        ? ''
        : null;
  }
  if (isSeq(node) && node.items.every((item) => isScalar(item) && typeof item.value === 'string')) {
    return node.items.map((item) => (isScalar(item) ? String(item.value) : '')).join(', ');
  }
  return null;
}
