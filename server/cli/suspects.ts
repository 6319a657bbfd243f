import { type Command, InvalidArgumentError } from 'commander';
import { audited, commandActor } from '../admin/audited.ts';
import { type Decision, decideHeld, type HeldRow, listHeld } from '../query/held.ts';
import { withStore } from './open.ts';
import { age, print, table, visible } from './output.ts';

export function suspectsVerb(program: Command): void {
  const suspects = program
    .command('suspects')
    .description('places that changed too much at once to be believed: list them, accept or reject a change')
    .addHelpText('after', '\nExample:\n  gazetteer suspects list');
  suspects
    .command('list')
    .description('what is held back, and why')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  gazetteer suspects list')
    .action((options: { json?: boolean }) =>
      withStore(async ({ db }) => {
        const rows = await listHeld(db);
        print(options.json, rows, () => text(rows));
      }),
    );
  decisionVerb(suspects, 'accept', {
    decision: 'accepted',
    description: 'believe a held change; it takes effect at the next collect that finds it the same',
    example: 'gazetteer suspects accept 17 && gazetteer collect alpha/hpc1',
    done: (nodes) =>
      `Accepted on ${nodesText(nodes)}. It takes effect at the next collect that finds the same.`,
  });
  decisionVerb(suspects, 'reject', {
    decision: 'rejected',
    description: 'never believe a held change; what was known stands until something else is found there',
    example: 'gazetteer suspects reject 17',
    done: (nodes) =>
      `Rejected on ${nodesText(nodes)}. What was known stands, however often the same is found.`,
  });
}

const nodesText = (nodes: number) => (nodes === 1 ? '1 node' : `${nodes} nodes`);

interface DecisionWords {
  decision: Decision;
  description: string;
  example: string;
  done: (nodes: number) => string;
}

function decisionVerb(suspects: Command, verb: string, words: DecisionWords): void {
  suspects
    .command(verb)
    .description(words.description)
    .argument('<id>', 'number of the place, from "suspects list"', placeNumber)
    .option('--json', 'as JSON')
    .addHelpText('after', `\nExample:\n  ${words.example}`)
    .action((id: number, options: { json?: boolean }) =>
      withStore(async ({ db }) => {
        const deed = { action: `suspects ${verb}`, target: `place ${id}` };
        const nodes = await audited(db, commandActor(), deed, () => decideHeld(db, id, words.decision));
        print(options.json, { [words.decision]: id, nodes }, () => words.done(nodes));
      }),
    );
}

function placeNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 2147483647) return number;
  throw new InvalidArgumentError('It is a number from the first column of "suspects list".');
}

function text(rows: HeldRow[]): string {
  if (rows.length === 0) return 'Nothing is held back.';
  const header = ['ID', 'CLUSTER', 'FACET', 'PLACE', 'NODES', 'WHY', 'GONE', 'AGE', 'DECIDED'];
  const lines = rows.map((row) => [
    String(row.id),
    `${row.site}/${row.cluster}`,
    row.facet,
    visible(row.path),
    row.nodes,
    row.reason,
    `${row.lost} of ${row.total}`,
    age(row.seenAt),
    row.accepted ? 'accepted' : row.rejected ? 'rejected' : 'no',
  ]);
  return table([header, ...lines]);
}
