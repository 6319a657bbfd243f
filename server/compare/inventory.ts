import { z } from 'zod';
import { GazetteerError } from '../errors.ts';
import { facetNames } from '../facets/names.ts';
import { providers } from '../store/providers.ts';
import { bitOf, offeringFacets } from './gapFacets.ts';
import { unread } from './gaps.ts';
import type { Offered } from './offered.ts';
import type { SideOf } from './sides.ts';

const text = z.string().max(300);
const digest = z.union([z.literal(''), z.string().regex(/^[a-z0-9-]{1,20}:[0-9a-f]{32,128}$/)]);
const tool = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\n]+$/);

/** What one place offers, to be compared elsewhere; docs/reproducibility.md describes it. */
export const Inventory = z.object({
  format: z.literal('gazetteer-inventory'),
  version: z.literal(1),
  /** What it is of, as its owner says. */
  scope: text,
  at: z.iso.datetime(),
  /** Facets that were not read to the end: what is not listed may be there. All of them where nothing is said. */
  gaps: z
    .array(z.object({ facet: z.enum(facetNames), reason: text, nodes: z.number().int().min(0) }))
    .max(10_000)
    .optional(),
  offerings: z
    .array(
      z.object({
        tool,
        label: text.default(''),
        version: text.default(''),
        variant: text.default(''),
        build: text.default(''),
        provider: z.enum(providers),
        digest: digest.default(''),
        /** Further digests, and what else is known of where it is (server/compare/match.ts). */
        marks: z
          .array(z.string().regex(/^[a-z0-9-]{1,20}:[\w.:/-]{1,200}$/))
          .max(20)
          .default([]),
        writable: z.boolean().default(false),
      }),
    )
    .max(1_000_000),
});
export type Inventory = z.infer<typeof Inventory>;

/** The largest file that is read. */
export const MOST_BYTES = 256 * 2 ** 20;

export function inventoryOf(side: SideOf, now: Date): Inventory {
  return {
    format: 'gazetteer-inventory',
    version: 1,
    scope: side.text,
    at: (side.at ?? now).toISOString(),
    gaps: side.coverage.gaps.map(({ facet, reason, nodes }) => ({ facet, reason, nodes })),
    offerings: side.offered
      .map(({ tool, label, version, variant, build, provider, digest, marks, writable }) => ({
        tool,
        label,
        version,
        variant,
        build,
        provider,
        digest,
        marks: [...(marks ?? [])],
        writable,
      }))
      .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)),
  };
}

const orderOf = (one: { tool: string; version: string; provider: string; build: string; digest: string }) =>
  [one.tool, one.version, one.provider, one.build, one.digest].join('\0');

export class BadInventory extends GazetteerError {
  constructor(name: string, why: string) {
    super(
      'bad-inventory',
      `${name} is no inventory: ${why}`,
      'Write one with: gazetteer inventory site/cluster',
    );
  }
}

/** Reads an inventory; `name` is for messages. */
export function readInventory(text: string, name: string): SideOf {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new BadInventory(name, error instanceof Error ? error.message.slice(0, 200) : 'it is no JSON');
  }
  const found = Inventory.safeParse(json);
  if (!found.success) {
    const [issue] = found.error.issues;
    const where = issue?.path.join('.') ?? '';
    throw new BadInventory(
      name,
      `${where === '' ? '' : `${where}: `}${issue?.message ?? 'it has another form'}`,
    );
  }
  const { scope, at, gaps, offerings } = found.data;
  const coverage =
    gaps === undefined
      ? unread()
      : { gaps: gaps.map((gap) => ({ ...gap, node: '', root: '' })), facets: 0, oldest: null };
  // When its own readings were it does not tell.
  coverage.oldest = new Date(at);
  for (const { facet } of coverage.gaps) if (offeringFacets.includes(facet)) coverage.facets |= bitOf(facet);
  return {
    text: `${name} (${scope})`,
    at: new Date(at),
    coverage,
    gaps: coverage.facets,
    roots: new Map(),
    where: null,
    offered: offerings.map(
      (one): Offered => ({
        ...one,
        label: one.label === '' ? one.tool : one.label,
        // Places are of the installation that wrote it, and mean nothing here, but for those that are the same everywhere.
        id: 0,
        places: 1,
        item: 0,
        locator: '',
        documents: [],
      }),
    ),
  };
}
