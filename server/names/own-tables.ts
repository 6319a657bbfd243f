import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { type Path, YamlText } from '../inventory/yamlPlaces.ts';
import { type OwnAlias, shippedAliases } from './aliases.ts';
import { type Names, shippedNames } from './current.ts';
import { MulledTable, parseCombination } from './mulled.ts';
import type { Ordering } from './orderings.ts';
import { conflictsOf, type TableProblem } from './own-conflicts.ts';
import { Alias, File, scopesOf } from './own-schema.ts';
import { mulledCombinations } from './tables/mulled.ts';

export interface OwnTables {
  names: Names;
  /** Lines that change what the shipped table says, for a person to look at. */
  notes: TableProblem[];
}

export type TablesResult = { ok: true; tables: OwnTables } | { ok: false; problems: TableProblem[] };

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
