import { type Command, Option } from 'commander';
import { configFrom } from '../config.ts';
import { explainName, type NameExplanation } from '../names/explain.ts';
import { namesFileOf, problemLine, readNamesFile, useNamesFile } from '../names/names-file.ts';
import { Provider } from '../routes/schemas/common.ts';
import { print, table, visible } from './output.ts';

export function namesVerb(program: Command): void {
  const names = program
    .command('names')
    .description('how names become tools and versions')
    .addHelpText('after', '\nExample:\n  gazetteer names explain samtools/1.17 --provider module');
  explainVerb(names);
  checkVerb(names);
}

function explainVerb(names: Command): void {
  names
    .command('explain')
    .description('show which rules read a name, and what they make of it')
    .argument(
      '<text>',
      'a module, an image or its file, "name=version=build" of conda, "name version" of dpkg or rpm',
    )
    .addOption(
      new Option('--provider <name>', 'what offers it').choices(Provider.options).makeOptionMandatory(),
    )
    .option('--why', 'also the rules that were asked before and did not hold')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Examples:
  gazetteer names explain bio/SAMtools/1.17-GCC-12.2.0 --provider module
  gazetteer names explain quay.io/biocontainers/samtools:1.17--h00cdaf9_0 --provider docker
  gazetteer names explain torch==2.1.2 --provider conda --why`,
    )
    .action((text: string, options: { provider: Provider; why?: boolean; json?: boolean }) => {
      useNamesFile(process.env, configFrom(process.env).dataFolder);
      const told = explainName(text, options.provider);
      print(options.json, told, () => explained(told, options.why ?? false));
    });
}

function checkVerb(names: Command): void {
  names
    .command('check')
    .description(
      "check an installation's own names: what is wrong by line, and what changes the shipped table",
    )
    .argument(
      '[file]',
      'the names file (YAML), see docs/names.md; names.yaml of the data folder when left out',
    )
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  gazetteer names check names.yaml')
    .action((given: string | undefined, options: { json?: boolean }) => {
      const file = given ?? namesFileOf(process.env, configFrom(process.env).dataFolder);
      const { names: own, notes } = readNamesFile(file, true);
      const told = { file, identity: own.identity, notes };
      print(options.json, told, () =>
        [...notes.map((one) => problemLine(file, one)), `${file} is right.`].join('\n'),
      );
    });
}

const forms: Readonly<Record<NameExplanation['form'], string>> = {
  module: "a module's name",
  extension: 'what a module brings',
  image: "an image's reference",
  file: "an image's file",
  conda: 'a package of conda or pip',
  spec: 'a package of Spack',
  deb: 'a package of dpkg',
  rpm: 'a package of rpm',
};

function explained(told: NameExplanation, why: boolean): string {
  const head = `${visible(told.text)}, read as ${forms[told.form]}`;
  const { result } = told;
  if (result === null) return `${head}: names no tool.${why ? `\n\n${refusedText(told)}` : ''}`;
  const facts = [
    ['tool', result.tool === result.label ? result.tool : `${result.tool} (${result.label})`],
    ['version', result.version],
    ['variant', result.variant],
    ['build', result.build],
    ['inside', told.inside.map(({ tool, version }) => `${tool} ${version}`.trim()).join(', ')],
    ['ordered', told.ordering === 'general' ? '' : `as ${told.ordering}`],
  ].filter(([, value]) => value !== '');
  const lines = [head, table(facts.map((row) => row.map(visible))), '', steps('because', told.steps)];
  return why && told.refused.length > 0 ? [...lines, '', refusedText(told)].join('\n') : lines.join('\n');
}

function refusedText(told: NameExplanation): string {
  return steps('asked before, and did not hold', told.refused);
}

function steps(title: string, list: NameExplanation['steps']): string {
  const rows = list.map(({ rule, sentence }) => [`  ${rule}`, visible(sentence)]);
  return [`${title}:`, table(rows)].join('\n');
}
