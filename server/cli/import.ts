import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { type Imported, importFile } from '../collect/import.ts';
import { refreshWhenDue } from '../compare/refresh.ts';
import { GazetteerError, messageOf } from '../errors.ts';
import type { NativeInput } from '../facets/facet.ts';
import { withStore } from './open.ts';
import { print, visible } from './output.ts';
import { standardInput } from './parse.ts';

export function importVerb(program: Command): void {
  program
    .command('import')
    .description('take a saved agent output, or a published list of modules, as a visit of a node')
    .argument('[file]', 'the file; standard input when left out or -')
    .requiredOption(
      '--node <site/cluster/node>',
      'the node it was read on, or the one that stands for the list',
    )
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Lists that are read: Open OnDemand's <cluster>.json (Lmod's spider-json) and EESSI's software JSON. The sites file must
name the node; one that stands for a list has "transport: file" (docs/published.md).

Example:
  gazetteer agent print | ssh cpu001 sh > cpu001.frames
  gazetteer import --node alpha/hpc1/cpu001 < cpu001.frames
  gazetteer import --node alpha/hpc1/ondemand /etc/ood/modules/hpc1.json`,
    )
    .action((file: string | undefined, options: { node: string; json?: boolean }) =>
      withStore(async ({ db, config }) => {
        const input = file === undefined || file === '-' ? await standardInput() : fileInput(file);
        const imported = await importFile(db, options.node, input);
        await refreshWhenDue(db, config.compare);
        print(options.json, imported, () => text(options.node, imported));
        if (imported.outcome === 'failed') process.exitCode = 1;
      }),
    );
}

const MOST_TOLD = 10;

function text(node: string, { outcome, changed, list }: Imported): string {
  const told = `${node}: ${outcome}, ${changed} changes`;
  if (!list) return told;
  const lines = list.problems.map(({ line, text, message }) =>
    visible(`  ${line > 0 ? `line ${line}: ` : ''}${message}: ${text}`),
  );
  const more = lines.length > MOST_TOLD ? [`  and ${lines.length - MOST_TOLD} more`] : [];
  const unread = lines.length > 0 ? ['Could not be read:', ...lines.slice(0, MOST_TOLD), ...more] : [];
  return [`${told}; ${list.format} with ${list.offerings} offerings`, ...unread].join('\n');
}

function fileInput(file: string): NativeInput {
  try {
    return { name: basename(file), files: [{ path: basename(file), bytes: readFileSync(file) }] };
  } catch (error) {
    throw new GazetteerError('unreadable', `${file} cannot be read: ${messageOf(error)}`, 'Check the path');
  }
}
