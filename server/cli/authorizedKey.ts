import { closeSync, openSync, readSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import {
  type Allowance,
  allowances,
  authorizedKeyLine,
  INSTALLED_PATH,
  publicKey,
} from '../agent/authorizedKey.ts';
import { GazetteerError, messageOf } from '../errors.ts';
import { print } from './output.ts';

interface Options {
  key?: string;
  from: string;
  path: string;
  allow: Allowance[];
  json?: boolean;
}

export function authorizedKeyVerb(agent: Command): void {
  agent
    .command('authorized-key')
    .description('print the line of authorized_keys that holds a key to the agent installed on a node')
    .option('--key <file>', 'the public key file; without it, the options to put in front of a key')
    .option('--from <list>', 'addresses that may use the key, separated by commas', '')
    .option('--path <path>', 'where the agent lies on the node', INSTALLED_PATH)
    .option(
      '--allow <words>',
      `what it may do besides, separated by commas: ${allowances.join(', ')}`,
      allowed,
      [],
    )
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Needs OpenSSH 7.2 on the node. docs/forced-command.md tells what each word of --allow lets in.

Examples:
  gazetteer agent print --installed > agent.sh
  gazetteer agent authorized-key --key ~/.ssh/gazetteer.pub --from 10.1.2.3
  gazetteer agent authorized-key --key keys/audit.pub --allow owners,loads`,
    )
    .action(({ key: file, from, path, allow, json }: Options) => {
      const key = file === undefined ? undefined : publicKey(read(file), file);
      const line = authorizedKeyLine({ path, allow, from, key });
      print(json, { line }, () => line);
    });
}

function allowed(text: string): Allowance[] {
  return text.split(',').map((word) => {
    const known = allowances.find((one) => one === word.trim());
    if (known !== undefined) return known;
    throw new InvalidArgumentError(`"${word}" is not known; there are ${allowances.join(', ')}.`);
  });
}

/** The longest public keys have a few kilobytes. */
const MOST = 65_536;

function read(file: string): string {
  try {
    const fd = openSync(file, 'r');
    try {
      const bytes = Buffer.alloc(MOST);
      return bytes.toString('utf8', 0, readSync(fd, bytes, 0, MOST, 0));
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw new GazetteerError('public-key', `${file}: ${messageOf(error)}`, 'Name the .pub file of a key');
  }
}
