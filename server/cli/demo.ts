import type { Command } from 'commander';
import { audited, commandActor } from '../admin/audited.ts';
import { loadDemo, removeDemo } from '../demo/demo.ts';
import { withStore } from './open.ts';
import { Progress, print } from './output.ts';

export function demoVerb(program: Command): void {
  const demo = program
    .command('demo')
    .description('two invented sites to look at, demo-alpine and demo-harbour: load and remove them')
    .addHelpText('after', '\nExample:\n  gazetteer demo load');
  demo
    .command('load')
    .description('lay nine recorded nodes out in the data folder, and collect them')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nNothing of your own sites is touched.\n\nExample:\n  gazetteer demo load && gazetteer find samtools',
    )
    .action((options: { json?: boolean }) =>
      withStore(async ({ db, config }) => {
        const deed = { action: 'demo load', target: 'demonstration' };
        const progress = new Progress();
        const loaded = await audited(db, commandActor(), deed, () =>
          loadDemo(db, config, (text) => progress.update(text)),
        ).finally(() => progress.done());
        print(
          options.json,
          loaded,
          () =>
            `${loaded.nodes} recorded nodes of ${loaded.sites.join(' and ')} were collected. Try: gazetteer find samtools`,
        );
      }),
    );
  demo
    .command('remove')
    .description('remove them, with everything that was known of them')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  gazetteer demo remove')
    .action((options: { json?: boolean }) =>
      withStore(async ({ db, config }) => {
        const deed = { action: 'demo remove', target: 'demonstration' };
        const removed = await audited(db, commandActor(), deed, () => removeDemo(db, config));
        print(options.json, removed, () =>
          removed.sites.length === 0
            ? 'No demonstration is loaded.'
            : `The demonstration is gone: ${removed.sites.join(', ')} with ${removed.nodes} nodes.`,
        );
      }),
    );
}
