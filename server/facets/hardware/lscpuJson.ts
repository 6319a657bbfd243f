import { z } from 'zod';
import type { Problem } from '../facet.ts';
import { problemOf } from '../reading.ts';
import type { Field } from './lscpu.ts';

const Row = z.object({ field: z.string(), data: z.unknown(), children: z.array(z.unknown()).optional() });
const Output = z.object({ lscpu: z.array(z.unknown()) });

/** The rows of `lscpu --json` in the order of the text; children follow their parent. */
export function jsonFields(text: string, problems: Problem[]): Field[] {
  const output = Output.safeParse(jsonOf(text));
  if (!output.success) {
    problems.push(problemOf('hardware', '', 'lscpu-json', 0, text, 'no JSON of lscpu'));
    return [];
  }
  const fields: Field[] = [];
  const waiting: unknown[] = [...output.data.lscpu].reverse();
  while (waiting.length > 0) {
    const one = waiting.pop();
    const row = Row.safeParse(one);
    if (!row.success) {
      problems.push(problemOf('hardware', '', 'lscpu-json', 0, String(JSON.stringify(one)), 'no field'));
      continue;
    }
    const { field, data, children = [] } = row.data;
    const value = typeof data === 'string' || typeof data === 'number' ? String(data).trim() : '';
    fields.push({ name: field.trim().replace(/:$/, ''), value });
    for (const child of [...children].reverse()) waiting.push(child);
  }
  return fields;
}

/** undefined when the text is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
