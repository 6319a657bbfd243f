import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { commandLine } from '../../server/cli/main.ts';
import { VERBS } from '../../server/cli/verbs.ts';
import { installation } from '../../server/config.ts';
import { gazetteer } from '../harness/commandLine.ts';

/** What every verb promises: an example in its help, and errors that a program can read. */

function everyCommand(command: Command): [string, string][] {
  return command.commands.flatMap((one): [string, string][] => {
    let help = '';
    one.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    const below = everyCommand(one).map(([name, text]): [string, string] => [`${one.name()} ${name}`, text]);
    return [[one.name(), help], ...below];
  });
}

test.each(everyCommand(await commandLine()))('the help of %s has an example', (_, help) => {
  expect(help).toMatch(/\nExamples?( |:)/);
});

test('a verb that is loaded alone is the one of its name, as among all of them', async () => {
  const all = everyCommand(await commandLine());
  for (const [name] of VERBS) {
    const alone = everyCommand(await commandLine(name));
    expect(alone).toEqual(all.filter(([command]) => command.split(' ')[0] === name));
    expect(alone[0]?.[0]).toBe(name);
  }
});

describe('with --json, an error is JSON on standard error', () => {
  test.each<[code: number, error: string, ...args: string[]]>([
    [2, 'commander.unknownCommand', 'nope'],
    [2, 'commander.unknownOption', 'find', 'x', '--nope'],
    [2, 'commander.missingArgument', 'find'],
    [2, 'commander.invalidArgument', 'find', 'x', '--limit', '-5'],
    [2, 'commander.invalidArgument', 'find', 'x', '--provider', 'foo'],
    [2, 'commander.invalidArgument', 'suspects', 'accept', '99999999999'],
    [1, 'no-facet', 'parse', 'nope'],
    [1, 'config-database-url', 'find', 'x'],
  ])('exit code %i, %s', async (code, error, ...args) => {
    const ran = await gazetteer([...args, '--json'], { DATABASE_URL: 'postgres://x:y@[::1/zz' });
    expect({ code: ran.code, out: ran.out }).toEqual({ code, out: '' });
    expect(JSON.parse(ran.err).error.code).toBe(error);
  });
});

test('parse without a facet finds every facet that knows the input', async () => {
  const uname =
    'Linux n01 5.14.0-427.el9.x86_64 #1 SMP PREEMPT_DYNAMIC Tue Mar 5 x86_64 x86_64 x86_64 GNU/Linux\n';
  const one = await gazetteer(['parse'], {}, uname);
  expect(JSON.parse(one.out)).toMatchObject([{ facet: 'kernel', format: 'uname', outcome: 'present' }]);
  const agent = await gazetteer(['agent', 'print'], {});
  const run = spawnSync('sh', { input: agent.out, env: { ...process.env, GZ_FACETS: 'os kernel' } });
  const both = await gazetteer(['parse'], {}, run.stdout.toString());
  expect(JSON.parse(both.out).map((found: { facet: string }) => found.facet)).toEqual(['os', 'kernel']);
  const none = await gazetteer(['parse', 'LICENSE'], {});
  expect([none.code, none.err]).toEqual([1, expect.stringContaining('in no form that any facet knows')]);
});

test('a command that is told to stop takes its Postgres with it', async () => {
  const data = mkdtempSync(join(tmpdir(), 'gazetteer-stop-'));
  chmodSync(data, 0o755);
  // It waits for standard input with the database open.
  const child = spawn(
    process.execPath,
    [join(installation, 'bin/gazetteer.js'), 'import', '--node', 'a/b/c'],
    {
      env: { ...process.env, GAZETTEER_DATA: data, DATABASE_URL: '' },
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  );
  const ended = once(child, 'exit');
  const started = join(data, 'postgres/cluster/postmaster.pid');
  for (let tries = 0; tries < 300 && !existsSync(started); tries += 1) await sleep(100);
  expect(existsSync(started)).toBe(true);
  child.kill('SIGTERM');
  expect(await ended).toEqual([143, null]);
  expect(existsSync(started)).toBe(false);
  rmSync(data, { recursive: true, force: true });
}, 60_000);
