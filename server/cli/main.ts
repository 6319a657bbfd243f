import { Command, CommanderError, type OutputConfiguration } from 'commander';
import { codeOf, GazetteerError, messageOf } from '../errors.ts';
import { versionOf } from '../version.ts';
import { adminVerb } from './admin.ts';
import { agentVerb } from './agent.ts';
import { applyVerb } from './apply.ts';
import { auditVerb } from './audit.ts';
import { changesVerb } from './changes.ts';
import { checkVerb } from './check.ts';
import { clustersVerb } from './clusters.ts';
import { collectVerb } from './collect.ts';
import { compareVerb } from './compare.ts';
import { diffVerb } from './diff.ts';
import { driftVerb } from './drift.ts';
import { dumpVerb } from './dump.ts';
import { findVerb } from './find.ts';
import { fleetVerb } from './fleet.ts';
import { hostKeysVerb } from './hostkeys.ts';
import { importVerb } from './import.ts';
import { inventoryVerb } from './inventory.ts';
import { loadsVerb } from './loads.ts';
import { lockVerb } from './lock.ts';
import { loginVerb } from './login.ts';
import { namesVerb } from './names.ts';
import { nodesVerb } from './nodes.ts';
import { errorText } from './output.ts';
import { parseVerb } from './parse.ts';
import { pruneVerb } from './prune.ts';
import { restoreVerb } from './restore.ts';
import { serveVerb } from './serve.ts';
import { suspectsVerb } from './suspects.ts';
import { sweepsVerb } from './sweeps.ts';
import { tokensVerb } from './tokens.ts';
import { verdictVerb } from './verdict.ts';
import { workVerb } from './work.ts';

const VERBS = [
  serveVerb,
  workVerb,
  applyVerb,
  collectVerb,
  clustersVerb,
  findVerb,
  checkVerb,
  lockVerb,
  fleetVerb,
  compareVerb,
  inventoryVerb,
  changesVerb,
  verdictVerb,
  diffVerb,
  driftVerb,
  nodesVerb,
  hostKeysVerb,
  loginVerb,
  suspectsVerb,
  sweepsVerb,
  tokensVerb,
  adminVerb,
  auditVerb,
  loadsVerb,
  agentVerb,
  parseVerb,
  importVerb,
  pruneVerb,
  dumpVerb,
  restoreVerb,
  namesVerb,
];

/** The whole command line, as one tree of commands. */
export function commandLine(json = false): Command {
  const program = new Command('gazetteer')
    .description('What every node of every cluster offers: collected over SSH, compared across sites.')
    .version(versionOf())
    .showHelpAfterError('(add --help for the options and an example)')
    .addHelpText('after', '\nExit codes: 0 done, 1 an error or nothing found, 2 the command line is wrong.');
  for (const verb of VERBS) verb(program);
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
    await commandLine(json).parseAsync(args, { from: 'user' });
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
