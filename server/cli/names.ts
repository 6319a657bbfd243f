import { type Command, Option } from 'commander';
import { explainName } from '../names/explain.ts';
import { Provider } from '../routes/schemas/common.ts';
import { print } from './output.ts';

export function namesVerb(program: Command): void {
  const names = program
    .command('names')
    .description('how names become tools and versions')
    .addHelpText('after', '\nExample:\n  gazetteer names explain samtools/1.17 --provider module');
  names
    .command('explain')
    .description('show which rule reads a name, and what it makes of it')
    .argument('<text>', 'a module name, an image reference or file, "name=version=build" of a conda package')
    .addOption(
      new Option('--provider <name>', 'what offers it').choices(Provider.options).makeOptionMandatory(),
    )
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Examples:
  gazetteer names explain bio/SAMtools/1.17-GCC-12.2.0 --provider module
  gazetteer names explain quay.io/biocontainers/samtools:1.17--h00cdaf9_0 --provider docker`,
    )
    .action((text: string, options: { provider: Provider; json?: boolean }) => {
      const told = explainName(text, options.provider);
      print(options.json, told, () => JSON.stringify(told, null, 2));
    });
}
