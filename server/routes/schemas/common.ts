import { z } from 'zod';

export const Time = z.iso.datetime().describe('UTC, ISO 8601');

export const Hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('sha256 of the canonical JSON (RFC 8785) of the facts, hexadecimal');

export const FacetOutcome = z
  .enum(['present', 'absent', 'failed', 'notExpected'])
  .describe(
    'present: read, maybe empty. absent: positively not there. failed: not known; what was known before still stands. notExpected: neither visited nor failed',
  );
export type FacetOutcome = z.infer<typeof FacetOutcome>;

export const VisitOutcome = z
  .enum(['complete', 'partial', 'failed', 'notExpected'])
  .describe(
    'complete: every facet was answered. partial: some facet or root failed. failed: nothing was learnt. notExpected: not visited on purpose',
  );
export type VisitOutcome = z.infer<typeof VisitOutcome>;

export const Reason = z.object({
  code: z.string().describe('stable word, see docs/reasons.md'),
  sentence: z.string().describe('what the code means'),
  message: z.string().describe('what was seen this time; text of the node, not to be trusted'),
});
export type Reason = z.infer<typeof Reason>;

export const Tier = z.enum(['1a', '1b', '2', '3', '4']).describe('how well the provider travels, best first');
export type Tier = z.infer<typeof Tier>;

export const Provider = z.enum([
  'apptainer',
  'podman',
  'docker',
  'conda',
  'module',
  'spack',
  'venv',
  'system',
]);

export type Provider = z.infer<typeof Provider>;

/** A page of a list: `next` is the `after` of the next page, null on the last one. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    total: z.number().int().describe('rows of the whole filtered list'),
    next: z.string().nullable().describe('pass as ?after= for the next page'),
  });
}

/** All rows of a table whose columns depend on what it is of. */
export const WholeTable = pageOf(z.record(z.string(), z.unknown())).extend({
  columns: z.array(z.string()).describe('names of the columns, also where there is no row'),
});

export const ApiError = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    hint: z.string().describe("what to do next; '' when there is nothing to say"),
  }),
});
