import { textOf } from '../../frames/text.ts';
import type { NativeInput } from '../facet.ts';
import { jsonOf } from './values.ts';

/** One member of a JSON list, or one line. */
export interface EngineRecord {
  /** 0 for a member of a list. */
  line: number;
  text: string;
  value: unknown;
}

const known = new WeakMap<NativeInput['files'], EngineRecord[]>();

/** A JSON list, one JSON object, or one JSON object a line; null for anything else. */
export function engineRecords(input: NativeInput): EngineRecord[] | null {
  // Anything but JSON is told by its first bytes, however long it is.
  if (!input.files.some(({ bytes }) => /^\s*[[{]/.test(bytes.toString('latin1', 0, 200)))) return null;
  const before = known.get(input.files);
  if (before) return before.length === 0 && !isEmptyList(input) ? null : before;
  const found = input.files.flatMap(({ bytes }) => recordsOf(textOf(bytes)));
  known.set(input.files, found);
  return found.length === 0 && !isEmptyList(input) ? null : found;
}

function isEmptyList({ files }: NativeInput): boolean {
  return files.some(({ bytes }) => bytes.length < 1000 && /^\s*\[\s*\]\s*$/.test(bytes.toString('latin1')));
}

function recordsOf(text: string): EngineRecord[] {
  const value = jsonOf(text);
  const inList = (one: unknown): EngineRecord => ({ line: 0, text: '', value: one });
  if (Array.isArray(value)) return value.map(inList);
  if (typeof value === 'object' && value !== null) return [inList(value)];
  const lines = text.split('\n').map((line, at) => ({ line: at + 1, text: line, value: jsonOf(line) }));
  const filled = lines.filter((line) => line.text.trim() !== '');
  return filled.some((line) => typeof line.value === 'object' && line.value !== null) ? filled : [];
}
