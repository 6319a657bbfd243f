import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { GazetteerError, messageOf } from '../errors.ts';
import { makeLock } from '../lock/make.ts';
import { lockPlace } from '../lock/place.ts';
import { readLock } from '../lock/read.ts';
import { type Verified, verifyLock } from '../lock/verify.ts';
import { withStore } from './open.ts';
import { print, table, visible } from './output.ts';
import { standardInput } from './parse.ts';

export function lockVerb(program: Command): void {
  const lock = program
    .command('lock')
    .description('write down what a cluster has, so that it can be rebuilt elsewhere and checked later')
    .argument('<site/cluster>', 'the cluster')
    .option('--tool <name...>', 'only these tools: with the whole environments of conda that have them')
    .option('--json', 'JSON, which is also the default')
    .addHelpText(
      'after',
      `
The form is told in docs/lock.md, and to machines by docs/lock.schema.json.

Examples:
  gazetteer lock alpine/edelweiss --tool samtools bwa > samtools.lock.json
  gazetteer lock verify samtools.lock.json --on harbour/tide`,
    )
    .action((place: string, options: { tool?: string[] }) =>
      withStore(async ({ db, config }) => {
        const scope = await lockPlace(db, place);
        const { staleDays } = config.compare;
        print(true, await makeLock(db, scope, options.tool ?? [], { staleDays, now: new Date() }), () => '');
      }),
    );
  lock
    .command('verify')
    .description('whether a cluster has what a lock holds, and whether it is the same')
    .argument('<file>', 'the lock; - for standard input')
    .requiredOption('--on <site/cluster>', 'where to look')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Exit code 0 when everything that the lock holds is there and the same, as far as it can tell; 1 when it is not.

Example:
  gazetteer lock verify samtools.lock.json --on harbour/tide`,
    )
    .action(async (file: string, options: { on: string; json?: boolean }) => {
      const held = readLock(file === '-' ? 'standard input' : basename(file), await textOf(file));
      await withStore(async ({ db, config }) => {
        const scope = await lockPlace(db, options.on);
        const { staleDays } = config.compare;
        const verified = await verifyLock(db, held, scope, { staleDays, now: new Date() });
        print(options.json, verified, () => text(verified));
        if (!verified.holds) process.exitCode = 1;
      });
    });
}

const MOST = 256 * 1024 * 1024;

async function textOf(file: string): Promise<string> {
  if (file === '-') return (await standardInput()).files[0]?.bytes.toString('utf8') ?? '';
  try {
    if (statSync(file).size > MOST) throw new Error(`it has more than ${MOST} bytes`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new GazetteerError('unreadable', `${file} cannot be read: ${messageOf(error)}`, 'Check the path');
  }
}

function text({ on, holds, environments, rows }: Verified): string {
  const held = rows.filter((row) => row.holds).length;
  const head = holds
    ? `Everything that the lock holds is on ${on} as it was: ${rows.length} rows.`
    : `${held} of ${rows.length} rows hold on ${on}.`;
  const told = environments.map(
    (one) =>
      `${one.place}: ${one.holding} of ${one.packages} packages${one.same ? ', in an environment with just these' : ''}`,
  );
  const shown = rows.filter((row) => !row.holds || row.note !== '');
  const lines = shown.map((row) => [
    row.holds ? 'holds' : 'no',
    row.kind,
    row.name,
    row.locked,
    row.match,
    row.found,
    row.note,
  ]);
  const listed =
    lines.length === 0
      ? ''
      : `\n${table([['HOLDS', 'KIND', 'NAME', 'LOCKED', 'MATCH', 'FOUND', 'NOTE'], ...lines.map((line) => line.map(visible))])}`;
  return `${[head, ...told].map(visible).join('\n')}${listed}`;
}
