import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Path, YamlText } from '../inventory/yamlPlaces.ts';
import { type OwnAlias, shippedAliases } from './aliases.ts';
import { type Names, shippedNames } from './current.ts';
import { MulledTable, parseCombination } from './mulled.ts';
import { type Ordering, orderingNames } from './orderings.ts';
import { type AliasScope, aliasScopes } from './rule.ts';
import { mulledCombinations } from './tables/mulled.ts';

/** A line that is wrong, or a note on one that holds. */
export interface TableProblem {
  line: number;
  column: number;
  message: string;
}

export interface OwnTables {
  names: Names;
  /** Lines that change what the shipped table says, for a person to look at. */
  notes: TableProblem[];
}

export type TablesResult = { ok: true; tables: OwnTables } | { ok: false; problems: TableProblem[] };

const text = z
  .string('expected a text')
  .trim()
  .min(1, 'expected a text')
  .max(255, 'expected at most 255 characters');

const Alias = z.strictObject({
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
type Alias = z.infer<typeof Alias>;

const combination = /^[a-z0-9_.-]+(?:=[A-Za-z0-9_.+!-]+)?(?:,[a-z0-9_.-]+(?:=[A-Za-z0-9_.+!-]+)?)+$/;

const File = z.strictObject({
  aliases: z.array(Alias, 'expected a list').optional(),
  orderings: z.record(text, z.enum(orderingNames, `expected one of ${orderingNames.join(', ')}`)).optional(),
  mulled: z
    .array(
      z.string().regex(combination, 'expected packages like bwa=0.7.17,samtools=1.17'),
      'expected a list',
    )
    .optional(),
});
type File = z.infer<typeof File>;

/** Reads the text of an administrator's names file: what names are then read with, or all that is wrong with it. */
export function parseOwnTables(source: string): TablesResult {
  const yaml = new YamlText(source);
  if (yaml.errors.length > 0) return { ok: false, problems: yaml.errors };
  const parsed = File.safeParse(yaml.value ?? {});
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => problemOf(yaml, issue));
    return { ok: false, problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
  }
  const { problems, notes } = conflictsOf(yaml, parsed.data.aliases ?? []);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, tables: { names: namesOf(parsed.data), notes } };
}

function problemOf(yaml: YamlText, issue: z.core.$ZodIssue): TableProblem {
  const path: Path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code !== 'unrecognized_keys') {
    const missing =
      issue.code === 'invalid_type' && issue.input === undefined ? `${String(path.at(-1))}: ` : '';
    return { ...yaml.place(path), message: missing + issue.message };
  }
  const key = issue.keys[0] ?? '';
  const known = path.length === 0 ? Object.keys(File.shape) : Object.keys(Alias.shape);
  return {
    ...yaml.keyPlace([...path, key]),
    message: `there is no "${key}" here; there are ${known.join(', ')}`,
  };
}

/** One name cannot mean two tools in one ecosystem, and an alias is followed once, so that what merges stands in one line. */
function conflictsOf(
  yaml: YamlText,
  aliases: readonly Alias[],
): { problems: TableProblem[]; notes: TableProblem[] } {
  const problems: TableProblem[] = [];
  const notes: TableProblem[] = [];
  const said = new Map<string, { tool: string; line: number }>();
  for (const [at, alias] of aliases.entries()) {
    const place = yaml.place(['aliases', at]);
    const tool = alias.tool.toLowerCase();
    for (const scope of scopesOf(alias)) {
      const key = `${scope} ${alias.name.toLowerCase()}`;
      const before = said.get(key);
      if (before !== undefined && before.tool !== tool) {
        const message = `"${alias.name}" in ${scope} leads to "${tool}" here and to "${before.tool}" in line ${before.line}`;
        problems.push({ ...place, message });
      }
      said.set(key, { tool, line: place.line });
    }
  }
  for (const [at, alias] of aliases.entries()) {
    const place = yaml.place(['aliases', at]);
    const tool = alias.tool.toLowerCase();
    for (const scope of scopesOf(alias)) {
      const next = said.get(`${scope} ${tool}`);
      if (next !== undefined && next.tool !== tool && tool !== alias.name.toLowerCase()) {
        const message = `"${tool}" in ${scope} is itself made "${next.tool}" in line ${next.line}; write that here`;
        problems.push({ ...place, message });
      }
      const shipped = shippedAliases.find([scope], [alias.name]);
      if (shipped !== null && shipped.tool !== tool) {
        notes.push({
          ...place,
          message: `"${alias.name}" in ${scope} was "${shipped.tool}" in the shipped table`,
        });
      }
    }
  }
  return { problems, notes };
}

/** What conda's builds say to be Python packages are conda's packages too. */
function scopesOf(alias: Alias): readonly AliasScope[] {
  if (alias.in === undefined) return aliasScopes;
  const scopes = typeof alias.in === 'string' ? [alias.in] : alias.in;
  return scopes.includes('conda') ? [...new Set<AliasScope>([...scopes, 'python'])] : scopes;
}

function namesOf(file: File): Names {
  const own = (file.aliases ?? []).map(ownAlias);
  const orderings = new Map<string, Ordering>(shippedNames.orderings);
  for (const [tool, ordering] of Object.entries(file.orderings ?? {}))
    orderings.set(tool.toLowerCase(), ordering);
  let mulled: MulledTable | undefined;
  return {
    aliases: own.length === 0 ? shippedAliases : shippedAliases.extend(own),
    mulled: () => {
      mulled ??= new MulledTable([...mulledCombinations, ...(file.mulled ?? [])]);
      return mulled;
    },
    orderings,
    labels: new Map(own.flatMap(({ to, label }) => (label === undefined ? [] : [[to.toLowerCase(), label]]))),
    identity: identityOf(own, file.mulled ?? []),
  };
}

function ownAlias(alias: Alias): OwnAlias {
  const { name, tool, label, because } = alias;
  return {
    from: name,
    to: tool,
    scopes: scopesOf(alias),
    ...(label === undefined ? {} : { label }),
    ...(because === undefined ? {} : { because }),
  };
}

/** Of what changes stored offerings; the order of versions is applied when they are shown. */
function identityOf(aliases: readonly OwnAlias[], mulled: readonly string[]): string {
  const combinations = mulled.map((one) =>
    parseCombination(one)
      .map(({ name, version }) => `${name}=${version}`)
      .join(),
  );
  if (aliases.length === 0 && combinations.length === 0) return '';
  return createHash('sha256')
    .update(JSON.stringify([aliases, combinations]))
    .digest('hex');
}
