import type { Label } from './schema.ts';
import { jsonText, member } from './values.ts';

/** A JSON object of strings as a sorted list; nested objects and other values are no labels. */
export function labelsOf(value: unknown): Label[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value)
    .filter(([, text]) => typeof text === 'string' || typeof text === 'number' || typeof text === 'boolean')
    .map(([name, text]) => ({ name: jsonText(name), value: jsonText(String(text)) }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** A labels object: flat, or, as `singularity inspect --json` groups them, by partition or application. */
export function groupedLabelsOf(value: unknown): Label[] {
  const flat = labelsOf(value);
  return flat.length > 0 ? flat : labelsOf(member(value, 'system-partition'));
}

export function labelOf(labels: Label[], name: string): string {
  return labels.find((label) => label.name === name)?.value ?? '';
}
