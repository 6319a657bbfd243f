import type { Command } from 'commander';
import { placeInventory } from '../query/inventory.ts';
import { withStore } from './open.ts';

export function inventoryVerb(program: Command): void {
  program
    .command('inventory')
    .description('write what a place offers as a file, to compare it elsewhere')
    .argument('<scope>', 'site, site/cluster, site/cluster/node or site/cluster:nodes, each with @2026-11-01')
    .option('--json', 'as JSON, which it is anyway')
    .addHelpText(
      'after',
      `
The form is described in docs/reproducibility.md. It names tools, versions, builds and digests, and no paths, nodes or accounts.

Examples:
  gazetteer inventory alpha/hpc1 > hpc1.json
  gazetteer compare ./hpc1.json beta/hpc2`,
    )
    .action((scope: string) =>
      withStore(async ({ db, config }) => {
        process.stdout.write(`${JSON.stringify(await placeInventory(db, scope, config.compare), null, 1)}\n`);
      }),
    );
}
