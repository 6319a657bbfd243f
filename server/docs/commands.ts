import type { Command } from 'commander';
import { commandLine } from '../cli/main.ts';
import { GENERATED } from './generate.ts';

/** The help of every command, as the command line prints it. */
export async function commandsPage(): Promise<string> {
  const program = await commandLine();
  return [
    '# Command line',
    GENERATED,
    [
      'From a checkout: `npm run -s gazetteer -- <command>`; paths of files begin in the checkout then. After',
      '`ln -s "$PWD/bin/gazetteer.js" ~/.local/bin/gazetteer`, said there, it is `gazetteer <command>` in every folder.',
      'Every command has `--help`, and `--json` where it prints anything.',
    ].join('\n'),
    ...sections(program, []),
    '',
  ].join('\n\n');
}

function sections(command: Command, path: string[]): string[] {
  const name = [...path, command.name()];
  return [
    `## ${name.join(' ')}`,
    `\`\`\`\n${helpOf(command)}\n\`\`\``,
    ...command.commands.flatMap((one) => sections(one, name)),
  ];
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (piece) => {
      text += piece;
    },
    getOutHelpWidth: () => 100,
  });
  command.outputHelp();
  return text.trimEnd();
}
