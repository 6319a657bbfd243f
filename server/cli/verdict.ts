import type { Command } from 'commander';
import type { VerdictAnswer, VerdictAnswerPage, VerdictRow } from '../routes/schemas/verdicts.ts';
import { verdicts } from '../verdict/verdicts.ts';
import { withStore } from './open.ts';
import { age, Progress, print, visible } from './output.ts';

interface Options {
  on?: string;
  all?: boolean;
  json?: boolean;
}

export function verdictVerb(program: Command): void {
  program
    .command('verdict')
    .description('whether an image or environment runs on the nodes of a place, and why')
    .argument(
      '<subject...>',
      'an image or environment by path, reference, digest, document, or by tool and version',
    )
    .option(
      '--on <place>',
      'site, site/cluster, site/cluster/node or site/cluster:cpu[001-100]; every cluster otherwise',
    )
    .option('--all', 'also the reasons that speak for it')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Exit code 0 when some of these nodes run it (yes, or yes with a note), 1 when none does for certain (no, unknown),
when nothing is known by that name, or on an error; 2 when the command line is wrong.

Examples:
  gazetteer verdict /opt/containers/samtools_1.17.sif --on alpine/edelweiss
  gazetteer verdict samtools 1.17 --on harbour
  gazetteer verdict quay.io/biocontainers/bwa:0.7.17--he4a0461_11 --on harbour/tide:n[01-02] --json`,
    )
    .action((words: string[], options: Options) =>
      withStore(async ({ db }) => {
        const progress = new Progress();
        const question = {
          subject: words.join(' '),
          on: options.on ?? '',
          verdict: '',
          reasons: 'all',
        } as const;
        const answer = await verdicts(db, question, (done, total) =>
          progress.update(`${done} of ${total} clusters`),
        );
        progress.done();
        print(options.json, answer, () => text(answer, options.all ?? false));
        if (!answer.groups.some((row) => row.verdict === 'yes' || row.verdict === 'note'))
          process.exitCode = 1;
      }),
    );
}

const SAID: Record<VerdictAnswer, string> = {
  yes: 'yes',
  note: 'yes, with a note',
  no: 'no',
  unknown: 'unknown',
};

function text(answer: VerdictAnswerPage, all: boolean): string {
  const blocks = answer.subjects.map((subject) => {
    const head = `${visible(subject.name)} (${subject.kind}, seen ${ago(subject.confirmedAt)})`;
    const own = answer.items.filter((row) => row.document === subject.document);
    return [head, ...groupsOf(own).map((rows) => groupText(rows, all))].join('\n');
  });
  if (answer.groups.length === 0) blocks.push('There are no nodes in that place.');
  if (answer.more) blocks.push('More are known by that name; name one by its path or document.');
  return blocks.join('\n\n');
}

function ago(time: string | null): string {
  return time === null ? 'no visit tells when' : `${age(time)} ago`;
}

/** Rows of one verdict follow each other. */
function groupsOf(rows: VerdictRow[]): VerdictRow[][] {
  const groups = new Map<string, VerdictRow[]>();
  for (const row of rows) {
    const key = `${row.site}/${row.cluster}:${row.nodes}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

function groupText(rows: VerdictRow[], all: boolean): string {
  const [first] = rows;
  if (!first) return '';
  const where = visible(`${first.site}/${first.cluster}:${first.nodes}`);
  const shown = rows.filter((row) => all || row.answer !== 'yes');
  const reasons = shown.map((row) => {
    const facts = row.facts.map(
      (fact) => `\n      ${visible(`${fact.name}: ${fact.value || 'not known'}`)} (${ago(fact.confirmedAt)})`,
    );
    return `\n    ${row.answer}, ${row.rule}: ${visible(row.message)}${facts.join('')}`;
  });
  const nodes = first.nodeCount === 1 ? '1 node' : `${first.nodeCount} nodes`;
  return `  ${SAID[first.verdict]}: ${where} (${nodes})${reasons.join('')}`;
}
