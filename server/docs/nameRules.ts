import { aliasGroups } from '../names/alias-table.ts';
import { explainForm } from '../names/explain.ts';
import type { DescribedRule } from '../names/rules.ts';
import { allRules } from '../names/rules.ts';
import { mulledCombinations } from '../names/tables/mulled.ts';
import { GENERATED } from './generate.ts';
import { markdownTable } from './markdown.ts';

/** Every rule with its examples, and the shipped aliases. */
export function nameRulesPage(): string {
  return [
    '# Rules of names',
    GENERATED,
    `What [names.md](names.md) tells in short, rule by rule. Each line is a test. A name is read in stages; in each stage the
first rule that holds decides.`,
    ...allRules.map(section),
    '# Shipped aliases',
    `One line of the table makes a name of some ecosystems another tool. An installation adds its own, see
[names.md](names.md). The long lists of PyPI's names are in \`server/names/tables\`; ${mulledCombinations.length} combinations of
mulled images are there too.`,
    ...aliasGroups.map(groupText),
    '',
  ].join('\n\n');
}

function section(rule: DescribedRule): string {
  const examples = rule.examples.map(([form, text]) => {
    const { result } = explainForm(text, form);
    const { tool = '', version = '', variant = '', build = '' } = result ?? {};
    return [code(text), code(tool), code(version), code(variant), code(build)];
  });
  const counter = rule.counterExamples.map(([, text, because]) => `- not ${code(text)}: ${because}`);
  const table = markdownTable(['name', 'tool', 'version', 'variant', 'build'], examples);
  return [`## ${rule.name}`, rule.sentence, table, counter.join('\n')].join('\n\n');
}

/** Longer tables are read in the source. */
const SHOWN = 200;

function groupText({ scopes, sentence, names }: (typeof aliasGroups)[number]): string {
  const lines = Object.entries(names);
  const shown = lines.length > SHOWN ? lines.slice(0, 12) : lines;
  const list = shown.map(([from, to]) => (from === to ? code(from) : `${code(from)} is ${code(to)}`));
  const more = lines.length > shown.length ? `, and ${lines.length - shown.length} more` : '';
  return `**${scopes.join(', ')}**: ${sentence}\n\n${list.join(', ')}${more}.`;
}

function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}
