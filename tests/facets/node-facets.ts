import type { Facet, Facts } from '../../server/facets/facet.ts';
import type { FacetEvidence } from '../../server/frames/evidence.ts';

/** Reads a text in the native form that recognises it; undefined when none does. */
export function parseNative(facet: Facet, text: string | Buffer) {
  const input = { name: 'test', files: [{ path: 'test', bytes: Buffer.from(text) }] };
  const form = facet.natives.find((one) => one.recognise(input));
  if (!form) return undefined;
  const { node, outcome, problems } = form.parse(input);
  return { format: form.format, outcome, problems, facts: node?.facts };
}

/** Reads evidence of the given parts; several of one name may be given as an array. */
export function readParts(facet: Facet, parts: Record<string, string | string[]>) {
  return facet.read(evidenceOf(facet, parts));
}

export function evidenceOf(facet: Facet, parts: Record<string, string | string[]>): FacetEvidence {
  return {
    facet: facet.name,
    parts: Object.entries(parts).flatMap(([name, texts]) =>
      [texts].flat().map((text) => ({ name, bytes: Buffer.from(text) })),
    ),
    outcome: 'present',
    reason: '',
    message: '',
    roots: [],
    ended: 'done',
    centiseconds: 0,
  };
}

/** A document's facts as plain rows, for comparisons by name. */
export function row(facts: Facts | undefined): Record<string, unknown> {
  return { ...facts };
}
