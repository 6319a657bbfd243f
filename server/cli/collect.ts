import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { type CollectSummary, collect } from '../collect/collect.ts';
import type { SweepSummary } from '../collect/sweep.ts';
import { refreshWhenDue } from '../compare/refresh.ts';
import { GazetteerError } from '../errors.ts';
import { refreshedLines } from './discovered.ts';
import { withStore } from './open.ts';
import { Progress, print, visible } from './output.ts';

interface Options {
  parallel: number;
  share: number;
  root?: string;
  full?: boolean;
  json?: boolean;
}

export function collectVerb(program: Command): void {
  program
    .command('collect')
    .description('visit nodes and store what they offer')
    .argument('[scope]', 'site, site/cluster or site/cluster/node; everything when left out')
    .option('--parallel <nodes>', 'nodes visited at once', positive, 64)
    .option('--share <percent>', 'exit with 0 when at least so many of the nodes were visited', percent, 95)
    .option('--root <folder>', 'read this folder of this machine as the node, such as a provisioned image')
    .option('--full', 'read every place again, also what is shown to be unchanged')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
A node counts as visited when at least one facet was read.

Examples:
  gazetteer collect
  gazetteer collect alpha/hpc1 --parallel 128
  gazetteer collect alpha/hpc1/login1 --json
  gazetteer collect alpha/images/el9 --root /srv/warewulf/el9/rootfs`,
    )
    .action((scope: string | undefined, options: Options) =>
      withStore(async ({ db, config }) => {
        const abort = new AbortController();
        const cancel = () => abort.abort();
        process.once('SIGINT', cancel).once('SIGTERM', cancel);
        const progress = new Progress();
        const summary = await collect(db, scope ?? '', {
          dataFolder: config.dataFolder,
          parallel: options.parallel,
          signal: abort.signal,
          full: options.full ?? false,
          ...(options.root === undefined ? {} : { root: imageFolder(options.root, scope ?? '') }),
          onProgress: (text) => progress.update(text),
        });
        progress.done();
        await refreshWhenDue(db, config.compare);
        print(options.json, summary, () => text(summary));
        const wanted = summary.expected - summary.notExpected;
        const enough = summary.visited >= (wanted * options.share) / 100;
        if (summary.cancelled) process.exitCode = 130;
        else if (!enough) process.exitCode = 1;
      }),
    );
}

/** A folder in which a node's system lies; a wrong one would be read as a node that has lost everything. */
function imageFolder(folder: string, scope: string): string {
  const path = resolve(folder);
  if (scope.split('/').length !== 3) {
    throw new GazetteerError(
      'usage',
      '--root reads one folder as one node, which has to be named',
      `gazetteer collect site/cluster/node --root ${folder}`,
      2,
    );
  }
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new GazetteerError(
      'no-root',
      `${path} is no folder`,
      'Name the folder that holds etc, usr and opt',
    );
  }
  if (!['etc', 'usr'].some((name) => statSync(join(path, name), { throwIfNoEntry: false })?.isDirectory())) {
    throw new GazetteerError(
      'no-root',
      `${path} holds no system: neither etc nor usr is there`,
      'Name the folder of the image itself; Warewulf keeps it below rootfs',
    );
  }
  return path;
}

function positive(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 1000) return number;
  throw new InvalidArgumentError('It is a number from 1 to 1000.');
}

function percent(text: string): number {
  const number = Number(text);
  if (number >= 0 && number <= 100 && text.trim() !== '') return number;
  throw new InvalidArgumentError('It is a percentage from 0 to 100.');
}

const SHOWN = 20;

function text(summary: CollectSummary): string {
  const paused = summary.paused.map((name) => `${name}: paused (gazetteer clusters resume ${name})`);
  return [...summary.discovered.flatMap(refreshedLines), ...summary.sweeps.map(sweepText), ...paused].join(
    '\n',
  );
}

function sweepText(sweep: SweepSummary): string {
  const { complete, partial, failed, notExpected } = sweep.outcomes;
  const left = notExpected > 0 ? `, ${notExpected} not expected` : '';
  const head = `${sweep.cluster}: ${complete} complete, ${partial} partial, ${failed} failed${left} of ${sweep.expected} nodes, ${sweep.changed} changes, ${(sweep.milliseconds / 1000).toFixed(1)} s${sweep.cancelled ? ', cancelled' : ''}`;
  const failures = sweep.failures.slice(0, SHOWN).map((one) => {
    const hint = one.hint === '' ? '' : ` ${one.hint}`;
    return `  ${one.node}: ${one.reason}: ${visible(one.message)}.${visible(hint)}`;
  });
  const more = sweep.failures.length > SHOWN ? [`  and ${sweep.failures.length - SHOWN} more`] : [];
  const lapsed = sweep.failures.filter(({ reason }) => reason === 'needs-login').length;
  const logins = lapsed > 0 ? [`  ${lapsed} of them wait for somebody to log in by hand`] : [];
  return [head, ...failures, ...more, ...logins].join('\n');
}
