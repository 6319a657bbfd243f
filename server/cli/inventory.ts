import type { Command } from 'commander';
import { inventoryOf } from '../compare/inventory.ts';
import { parseScope, resolveScope } from '../compare/scope.ts';
import { sideOf } from '../compare/sides.ts';
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
        const now = new Date();
        const resolved = await resolveScope(db, parseScope(scope));
        const { staleDays } = config.compare;
        const side = await sideOf(db, resolved, { staleDays, sameClusters: false, now });
        process.stdout.write(`${JSON.stringify(inventoryOf(side, now), null, 1)}\n`);
      }),
    );
}
