import { resolve } from 'node:path';
import type { Command } from 'commander';
import { audited, commandActor } from '../admin/audited.ts';
import type { Applied, Effect } from '../inventory/apply.ts';
import { applySites, inventoryOf } from '../inventory/applySites.ts';
import { readSitesText } from '../inventory/sitesFile.ts';
import { refreshedLines } from './discovered.ts';
import { withStore } from './open.ts';
import { print } from './output.ts';

export function applyVerb(program: Command): void {
  program
    .command('apply')
    .description('make the sites, clusters, nodes and regular reports those of a sites file; can be repeated')
    .argument('<file>', 'the sites file (YAML), see docs/sites.md')
    .option('--prune', 'take out of service what the file does not name; its history stays')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Example sites.yaml:
  sites:
    alpha:
      clusters:
        hpc1: { nodes: "login1,cpu[001-064]", ssh: { user: audit, identityFile: ~/.ssh/id_ed25519 } }

Example:
  gazetteer apply sites.yaml`,
    )
    .action((file: string, options: { prune?: boolean; json?: boolean }) => {
      const path = resolve(file);
      const text = readSitesText(file);
      // What is wrong with it is told before a database is opened.
      inventoryOf({ text, path: file });
      return withStore(async ({ db, config }) => {
        const prune = options.prune ?? false;
        const actor = commandActor();
        const deed = { action: 'apply', target: path, detail: prune ? 'prune' : '' };
        const { applied, discovered } = await audited(db, actor, deed, () =>
          applySites(db, { text, path }, { prune, who: actor.who, dataFolder: config.dataFolder }),
        );
        const lines = discovered.flatMap(refreshedLines);
        print(options.json, discovered.length === 0 ? applied : { applied, discovered }, () =>
          [appliedText(applied), ...lines].join('\n'),
        );
        if (discovered.some(({ problems, held }) => problems.length + held.length > 0)) process.exitCode = 1;
      });
    });
}

const SHOWN = 40;

function appliedText(applied: Applied[]): string {
  const of = (effect: Effect) => applied.filter((one) => one.effect === effect);
  const lines = (['added', 'renamed', 'changed', 'removed', 'extra'] as const).flatMap((effect) => {
    const names = of(effect).map(
      (one) => `${effect.padEnd(8)} ${one.name}${one.from === undefined ? '' : `, before ${one.from}`}`,
    );
    const more = names.length > SHOWN ? [`${effect.padEnd(8)} and ${names.length - SHOWN} more`] : [];
    return [...names.slice(0, SHOWN), ...more];
  });
  const extra = of('extra').length;
  const hint = extra > 0 ? ' (extra: not in the file; --prune takes them out of service)' : '';
  const counts = (['added', 'changed', 'unchanged', 'removed', 'extra'] as const)
    .map((effect) => `${of(effect).length} ${effect}`)
    .join(', ');
  return [...lines, counts + hint].join('\n');
}
