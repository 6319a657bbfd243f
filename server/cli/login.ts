import { spawn, spawnSync } from 'node:child_process';
import { type Command, InvalidArgumentError } from 'commander';
import { targetsBelow } from '../collect/targets.ts';
import { controlFolderFailure } from '../collect/transports/controlFolder.ts';
import { notStarted, unattended } from '../collect/transports/openssh.ts';
import { controlArgs, loginArgs } from '../collect/transports/opensshArgs.ts';
import type { Target } from '../collect/transports/transport.ts';
import { GazetteerError } from '../errors.ts';
import { withStore } from './open.ts';
import { print } from './output.ts';

interface Options {
  hours: number;
  check?: boolean;
  close?: boolean;
  json?: boolean;
}

export function loginVerb(program: Command): void {
  program
    .command('login')
    .description('log in to a node by hand, for visits with the transport openssh to use')
    .argument('<node>', 'site/cluster/node')
    .option('--hours <number>', 'how long the login stays open while nobody uses it', hours, 12)
    .option('--check', 'only say whether it is open')
    .option('--close', 'end it')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
The system's ssh asks for what it needs on this terminal: a one-time code, a touch, a passphrase, whether a host key is
the right one. It then stays in the background. Log in as the account that runs gazetteer. docs/sites.md tells of jump hosts.

Examples:
  gazetteer login alpha/hpc1/login1
  gazetteer login alpha/hpc1/login1 --check`,
    )
    .action(async (node: string, options: Options) => {
      const target = await withStore(({ db, config }) =>
        targetsBelow(db, node, config.dataFolder).then((clusters) =>
          opensshNode(
            node,
            clusters.flatMap((one) => one.nodes).map((one) => one.target),
          ),
        ),
      );
      const why = controlFolderFailure(target);
      if (why) throw new GazetteerError(why.reason, why.message, why.hint);
      const open = await work(target, options);
      print(options.json, { node, open }, () => `${node}: the login is ${open ? 'open' : 'closed'}`);
      if (open === (options.close ?? false)) process.exitCode = 1;
    });
}

function opensshNode(node: string, targets: Target[]): Target {
  const [target] = targets;
  if (!target || node.split('/').length !== 3) {
    throw new GazetteerError('no-nodes', `there is no node ${node}`, 'Name it as site/cluster/node');
  }
  if (target.transport === 'openssh') return target;
  throw new GazetteerError(
    'not-openssh',
    `${node} is reached by ${target.transport}, which needs no login by hand`,
    'Say transport: openssh in the sites file, and run: gazetteer apply',
  );
}

/** Does what was asked for, and says whether the login is open then. */
async function work(target: Target, { hours: long, check, close }: Options): Promise<boolean> {
  if (close) control(target, 'exit');
  else if (!check && !control(target, 'check')) await byHand(target, long);
  return control(target, 'check');
}

function control(target: Target, what: 'check' | 'exit'): boolean {
  const { error, status } = spawnSync('ssh', controlArgs(target, what), {
    stdio: 'ignore',
    env: unattended(process.env),
  });
  if (error) throw notRun(error);
  return status === 0;
}

/** What runs there may fail, where a key has a forced command; the login stays open all the same. */
function byHand(target: Target, long: number): Promise<void> {
  return new Promise((resolve, reject) => {
    // Ctrl-C is for ssh.
    const leave = () => {};
    process.on('SIGINT', leave);
    const ssh = spawn('ssh', loginArgs(target, long), { stdio: ['inherit', 'ignore', 'inherit'] });
    ssh.on('error', (error) => reject(notRun(error)));
    ssh.on('exit', () => {
      process.off('SIGINT', leave);
      resolve();
    });
  });
}

function notRun(error: Error): GazetteerError {
  const { reason, message, hint } = notStarted(error);
  return new GazetteerError(reason, message, hint);
}

function hours(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 720) return number;
  throw new InvalidArgumentError('It is a number of hours from 1 to 720.');
}
