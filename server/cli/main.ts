import { Command, CommanderError, type OutputConfiguration } from 'commander';
import { codeOf, GazetteerError, messageOf } from '../errors.ts';
import { versionOf } from '../version.ts';
import { errorText } from './output.ts';
import { VERBS } from './verbs.ts';

/** The command line as one tree of commands: with all verbs, or with one of them alone. */
export async function commandLine(verb?: string, json = false): Promise<Command> {
  const program = new Command('gazetteer')
    .description('What every node of every cluster offers: collected over SSH, compared across sites.')
    .version(versionOf())
    // What stands behind a command belongs to it, also where the command before has an option of that name.
    .enablePositionalOptions()
    .showHelpAfterError('(add --help for the options and an example)')
    .addHelpText('after', '\nExit codes: 0 done, 1 an error or nothing found, 2 the command line is wrong.');
  const wanted = VERBS.filter(([name]) => name === verb);
  for (const [, load] of wanted.length > 0 ? wanted : VERBS) (await load())(program);
  // An error of the command line is an error like any other: said once, as JSON where that is asked for.
  inherit(program, json ? { writeErr: () => {} } : {});
  return program;
}

function inherit(command: Command, output: OutputConfiguration): void {
  command.exitOverride().configureOutput(output);
  for (const one of command.commands) inherit(one, output);
}

/** Runs one command and sets the exit code; every error is told in one line. */
export async function runCli(args: string[]): Promise<void> {
  const json = args.includes('--json');
  // `gazetteer find x | head` closes the pipe early; that is no error.
  process.stdout.on('error', (error) => process.exit(codeOf(error) === 'EPIPE' ? 0 : 1));
  try {
    const program = await commandLine(args[0], json);
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    // Help and version are thrown as well, with exit code 0.
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      if (json && process.exitCode === 2) tellJson(error.code, error.message.replace(/^error: /, ''), HELP);
    } else {
      tell(error, json);
      process.exitCode = error instanceof GazetteerError ? error.exitCode : 1;
    }
  }
  await flushed();
  process.exit();
}

function tell(error: unknown, json: boolean): void {
  if (json && error instanceof GazetteerError) tellJson(error.code, error.message, error.hint);
  else if (json) tellJson('bug', messageOf(error), errorText(error));
  else process.stderr.write(`${errorText(error)}\n`);
}

const HELP = 'Add --help for the options and an example';

function tellJson(code: string, message: string, hint: string): void {
  process.stderr.write(`${JSON.stringify({ error: { code, message, hint } })}\n`);
}

/** What was written to a pipe has left this process. */
function flushed(): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write('', () => process.stderr.write('', () => resolve()));
  });
}
