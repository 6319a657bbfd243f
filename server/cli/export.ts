import type { Command } from 'commander';
import { coverageOf } from '../compare/gaps.ts';
import { lockPlace } from '../lock/place.ts';
import { moduleList } from '../ondemand/moduleList.ts';
import { withStore } from './open.ts';
import { visible } from './output.ts';
import { written } from './writtenFile.ts';

export function exportVerb(program: Command): void {
  const command = program
    .command('export')
    .description('what a cluster has, in a form that another program reads')
    .addHelpText('after', '\nExample:\n  gazetteer export ondemand alpine/edelweiss -o edelweiss.json');
  command
    .command('ondemand')
    .description("a cluster's modules as Open OnDemand's module browser reads them")
    .argument('<site/cluster>', 'the cluster')
    .option('-o, --output <file>', 'file to write; standard output otherwise')
    .option('--json', 'JSON, which is also the default')
    .addHelpText(
      'after',
      `
The file is <cluster>.json in the folder OOD_MODULE_FILE_DIR of Open OnDemand; docs/standards.md tells what is in it. What was not read is
said on standard error. Exit code 1 when no module of the cluster was ever read.

Example:
  gazetteer export ondemand alpine/edelweiss -o /etc/ood/config/modules/edelweiss.json`,
    )
    .action((place: string, options: { output?: string }) =>
      withStore(async ({ db, config }) => {
        const scope = await lockPlace(db, place);
        const { text, outside } = await moduleList(db, scope);
        await written(text, options.output);
        const { staleDays } = config.compare;
        const query = { clusterIds: scope.clusterIds, nodeIds: null, at: new Date(), staleDays };
        const [coverage] = (await coverageOf(db, query)).values();
        const gaps = (coverage?.gaps ?? []).filter(({ facet }) => facet === 'modules');
        for (const { reason, root, node } of gaps)
          process.stderr.write(
            visible(`Not read: ${root || 'modules'}, ${reason}, such as on ${node}`).concat('\n'),
          );
        for (const path of outside)
          process.stderr.write(visible(`Left out: ${path}, which is in no MODULEPATH`).concat('\n'));
      }),
    );
}
