import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { importFrames } from '../collect/import.ts';
import { GazetteerError, messageOf } from '../errors.ts';
import { withStore } from './open.ts';
import { print } from './output.ts';
import { standardInput } from './parse.ts';

export function importVerb(program: Command): void {
  program
    .command('import')
    .description("take a saved agent output as a visit of a node (the node's site file must name it)")
    .argument('[file]', 'the saved output; standard input when left out')
    .requiredOption('--node <site/cluster/node>', 'the node it was read on')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Example:
  gazetteer agent print | ssh cpu001 sh > cpu001.frames
  gazetteer import --node alpha/hpc1/cpu001 < cpu001.frames`,
    )
    .action((file: string | undefined, options: { node: string; json?: boolean }) =>
      withStore(async ({ db }) => {
        const bytes = file === undefined ? await inputBytes() : fileBytes(file);
        const summary = await importFrames(db, options.node, bytes);
        print(options.json, summary, () => `${options.node}: ${summary.outcome}, ${summary.changed} changes`);
        if (summary.outcome === 'failed') process.exitCode = 1;
      }),
    );
}

async function inputBytes(): Promise<Buffer> {
  return (await standardInput()).files[0]?.bytes ?? Buffer.alloc(0);
}

function fileBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new GazetteerError('unreadable', `${file} cannot be read: ${messageOf(error)}`, 'Check the path');
  }
}
