import { z } from 'zod';
import { orderingNames } from './orderings.ts';
import { type AliasScope, aliasScopes } from './rule.ts';

const text = z
  .string('expected a text')
  .trim()
  .min(1, 'expected a text')
  .max(255, 'expected at most 255 characters');

export const Alias = z.strictObject({
  name: text,
  tool: text,
  label: text.optional(),
  in: z
    .union(
      [z.enum(aliasScopes), z.array(z.enum(aliasScopes)).min(1)],
      `expected some of ${aliasScopes.join(', ')}`,
    )
    .optional(),
  because: text.optional(),
});
export type Alias = z.infer<typeof Alias>;

const combination = /^[a-z0-9_.-]+(?:=[A-Za-z0-9_.+!-]+)?(?:,[a-z0-9_.-]+(?:=[A-Za-z0-9_.+!-]+)?)+$/;

export const File = z.strictObject({
  aliases: z.array(Alias, 'expected a list').optional(),
  orderings: z.record(text, z.enum(orderingNames, `expected one of ${orderingNames.join(', ')}`)).optional(),
  mulled: z
    .array(
      z.string().regex(combination, 'expected packages like bwa=0.7.17,samtools=1.17'),
      'expected a list',
    )
    .optional(),
});
export type File = z.infer<typeof File>;

/** What conda's builds say to be Python packages are conda's packages too. */
export function scopesOf(alias: Alias): readonly AliasScope[] {
  if (alias.in === undefined) return aliasScopes;
  const scopes = typeof alias.in === 'string' ? [alias.in] : alias.in;
  return scopes.includes('conda') ? [...new Set<AliasScope>([...scopes, 'python'])] : scopes;
}
