import type { Command } from 'commander';
import { audited, commandActor } from '../admin/audited.ts';
import { type Pruned, prune } from '../store/prune/prune.ts';
import type { PrunedKind } from '../store/prune/run.ts';
import { withStore } from './open.ts';
import { Progress, print, table } from './output.ts';

export function pruneVerb(program: Command): void {
  program
    .command('prune')
    .description('thin old history: visits, what ended long ago, and what nothing refers to any more')
    .option('--dry-run', 'only count what would go')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
How long history is kept is set in days by GAZETTEER_KEEP_VISITS (400) and GAZETTEER_KEEP_CLOSED (800). Nothing that
is shown of what is there now changes. Ctrl-C stops it after the statement that runs; the next run goes on.

Example:
  gazetteer prune --dry-run`,
    )
    .action((options: { dryRun?: boolean; json?: boolean }) =>
      withStore(async ({ config, db }) => {
        const progress = new Progress();
        const stop = new AbortController();
        const abort = () => stop.abort();
        process.once('SIGINT', abort).once('SIGTERM', abort);
        const dryRun = options.dryRun ?? false;
        const work = () =>
          prune(db, config.retention, {
            dryRun,
            signal: stop.signal,
            onProgress: ({ kind, done, of }) => progress.update(`${wordsOf(kind)}: ${done} of ${of}`),
          });
        const deed = { action: 'prune', target: 'history' };
        const pruned = await (dryRun ? work() : audited(db, commandActor(), deed, work)).finally(() => {
          progress.done();
          process.off('SIGINT', abort).off('SIGTERM', abort);
        });
        print(options.json, pruned, () => text(pruned));
        if (pruned.cancelled) process.exitCode = 1;
      }),
    );
}

const WORDS: [kind: PrunedKind, words: string][] = [
  ['visits', 'visits'],
  ['sweeps', 'sweeps without a visit'],
  ['observations', 'ended facts of nodes'],
  ['items', 'ended items of places'],
  ['nodeRoots', 'ended sights of places'],
  ['imageContents', 'contents of former images'],
  ['imageDigests', 'digests of former images'],
  ['loadTests', 'tests of former modules'],
  ['moduleFiles', 'hashes of former modulefiles'],
  ['pairs', 'former counts of pairs'],
  ['deliveries', 'deliveries of reports that ended'],
  ['editions', 'periods of regular reports that ended'],
  ['orders', 'orders of reports that ended'],
  ['roots', 'places that nobody sees'],
  ['documents', 'documents in no use'],
  ['evidence', 'evidence in no use'],
];

const wordsOf = (kind: PrunedKind) => WORDS.find(([one]) => one === kind)?.[1] ?? kind;

/** Progress of visits counts nodes, that of the others rows looked at. */
function text({ dryRun, cancelled, removed, evidenceBytes }: Pruned): string {
  const gone = WORDS.filter(([kind]) => removed[kind] > 0);
  const lines = gone.map(([kind, words]) => [words, String(removed[kind])]);
  const size = evidenceBytes > 0 ? [['bytes of evidence', String(evidenceBytes)]] : [];
  const head = dryRun ? 'WOULD GO' : 'GONE';
  const body = lines.length > 0 ? table([[head, 'ROWS'], ...lines, ...size]) : 'Nothing is old enough to go.';
  return cancelled ? `${body}\nStopped before the end; the next run goes on.` : body;
}
