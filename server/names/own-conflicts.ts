import type { YamlText } from '../inventory/yamlPlaces.ts';
import { shippedAliases } from './aliases.ts';
import { type Alias, scopesOf } from './own-schema.ts';

/** A line that is wrong, or a note on one that holds. */
export interface TableProblem {
  line: number;
  column: number;
  message: string;
}

/** One name cannot mean two tools in one ecosystem, and an alias is followed once, so that what merges stands in one line. */
export function conflictsOf(
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
