import { writeFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { audited, commandActor } from '../admin/audited.ts';
import { nodeOf } from '../connect/nodeOf.ts';
import { testConnection } from '../connect/testConnection.ts';
import { GazetteerError } from '../errors.ts';
import { inventoryOf } from '../inventory/applySites.ts';
import { editSites, FIELDS } from '../inventory/editSites.ts';
import { draftOf } from '../inventory/sitesDraft.ts';
import { problemLine, readSitesText } from '../inventory/sitesFile.ts';
import { listSitesFiles } from '../inventory/sitesFiles.ts';
import type { ConnectionStep } from '../routes/schemas/sites.ts';
import { withStore } from './open.ts';
import { age, print, table, visible } from './output.ts';

export function sitesVerb(program: Command): void {
  const sites = program
    .command('sites')
    .description('sites files: try to reach a node, add or change a cluster, see what was applied')
    .addHelpText('after', '\nSee docs/sites.md.\n\nExample:\n  gazetteer sites test sites.yaml alpha/hpc1');
  sites
    .command('test')
    .description(
      'go the way of a visit step by step: address, host key, login, agent, facets; nothing is stored',
    )
    .argument('<file>', 'the sites file; it need not be applied')
    .argument('<place>', 'site/cluster for its first node, or site/cluster/node')
    .option('--json', 'as JSON, a step a line as it comes')
    .addHelpText(
      'after',
      '\nExit code 1 when a step failed.\n\nExample:\n  gazetteer sites test sites.yaml alpha/hpc1/login1',
    )
    .action((file: string, place: string, options: { json?: boolean }) => {
      const inventory = inventoryOf({ text: readSitesText(file), path: file });
      return withStore(async ({ db, config }) => {
        const { name, visit } = nodeOf(inventory, place, config.dataFolder);
        const tell = (step: ConnectionStep) => {
          if (step.state === 'failed' && step.step !== 'facet') process.exitCode = 1;
          process.stdout.write(options.json ? `${JSON.stringify(step)}\n` : stepText(step));
        };
        await audited(db, commandActor(), { action: 'sites test', target: name }, () =>
          testConnection(visit, tell, new AbortController().signal),
        );
      });
    });
  const set = sites
    .command('set')
    .description('add a cluster to a sites file, or change one; comments and everything else stay')
    .argument('<file>', 'the sites file; made where there is none')
    .argument('<site/cluster>', 'the cluster')
    .argument(
      '<field=value...>',
      `what changes; an empty value takes it out. Fields: ${FIELDS.join(', ')}`,
      change,
      [],
    )
    .option('--print', 'print the file instead of writing it')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Nothing is applied: see the file, and run gazetteer apply.

Example:
  gazetteer sites set sites.yaml alpha/hpc1 nodes="login1,cpu[001-064]" user=audit identityFile=~/.ssh/id_ed25519`,
    );
  set.action(
    (file: string, place: string, changes: Change[], options: { print?: boolean; json?: boolean }) => {
      const [site = '', cluster = ''] = place.split('/');
      const fields = Object.fromEntries(changes);
      const text = editSites(existing(file), { site, cluster, fields });
      const { problems, nodeCount } = draftOf({ text, path: file, site, cluster, fields: {} });
      if (problems.length > 0)
        throw new GazetteerError(
          'sites-file',
          problems.map((one) => problemLine({ file, ...one })).join('\n'),
        );
      if (!options.print) writeFileSync(file, text);
      print(options.json, { file, text, nodes: nodeCount }, () =>
        options.print
          ? text
          : `${file} has ${place} with ${nodeCount} nodes. Apply it with: gazetteer apply ${file}`,
      );
    },
  );
  sites
    .command('files')
    .description('sites files as they were applied last, by a command or a page')
    .option('--show <path>', 'print the text of one of them')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  gazetteer sites files --show /etc/gazetteer/sites.yaml')
    .action((options: { show?: string; json?: boolean }) =>
      withStore(async ({ db }) => {
        const rows = await listSitesFiles(db);
        const shown = rows.find(({ path }) => path === options.show);
        if (options.show !== undefined && !shown)
          throw new GazetteerError(
            'not-found',
            `no file ${options.show} was applied`,
            'See: gazetteer sites files',
          );
        const lines = rows.map((row) => [visible(row.path), age(row.appliedAt), visible(row.appliedBy)]);
        print(options.json, shown ?? rows, () => shown?.text ?? table([['FILE', 'APPLIED', 'BY'], ...lines]));
      }),
    );
}

type Change = [field: string, value: string];

function change(text: string, before: Change[]): Change[] {
  const [, field = '', value = ''] = /^([A-Za-z]+)=(.*)$/s.exec(text) ?? [];
  if (FIELDS.some((name) => name === field)) return [...before, [field, value]];
  throw new InvalidArgumentError(`It is field=value, with one of ${FIELDS.join(', ')}.`);
}

function existing(file: string): string {
  try {
    return readSitesText(file);
  } catch (error) {
    if (error instanceof GazetteerError && error.code === 'no-file') return '';
    throw error;
  }
}

const MARK: Record<ConnectionStep['state'], string> = {
  running: '',
  done: 'ok',
  failed: 'FAILED',
  passed: '-',
};

function stepText({ step, state, message, hint, facet }: ConnectionStep): string {
  if (state === 'running' || step === 'end') return '';
  const what = facet ? `${facet.facet}: ${facet.outcome}, ${facet.documents} documents` : '';
  const said = [what, visible(message)].filter((one) => one !== '').join('; ');
  const next = hint === '' ? '' : `        ${visible(hint)}\n`;
  return `${MARK[state].padEnd(6)}  ${step.padEnd(8)} ${said}\n${next}`;
}
