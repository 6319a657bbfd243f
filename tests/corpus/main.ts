// npm run corpus: precision and recall of each parser over the captured data, as a table.
import { parseArgs } from 'node:util';
import { hasCorpus } from '../harness/corpus.ts';
import { score } from './measure.ts';
import { measures } from './measures.ts';

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: { json: { type: 'boolean' }, help: { type: 'boolean' } },
});
if (values.help) {
  console.log(`usage: npm run -s corpus -- [--json] [KIND ...]

Reads every captured input as "gazetteer parse" does and compares with its ground truth.
Kinds: ${[...new Set(measures.map((one) => one.kind))].join(', ')}

  npm run -s corpus
  npm run -s corpus -- sif lscpu
  npm run -s corpus -- --json`);
} else if (hasCorpus) run();

function run(): void {
  const wanted = measures.filter((one) => positionals.length === 0 || positionals.includes(one.kind));
  const scores = wanted.map((one) => ({ truth: one.truth, ...score(one) }));
  if (values.json) console.log(JSON.stringify(scores, null, 1));
  else {
    const rows = scores.map((one) => [
      one.kind,
      one.parser,
      String(one.inputs),
      String(one.expected),
      String(one.found),
      String(one.missing.length),
      String(one.wrong.length),
      String(one.explained.length),
      one.truth,
    ]);
    table(['kind', 'parser', 'inputs', 'expected', 'found', 'missing', 'wrong', 'explained', 'truth'], rows);
    for (const one of scores) {
      for (const row of one.missing.slice(0, 20)) console.log(`missing  ${row}`);
      for (const row of one.wrong.slice(0, 20)) console.log(`wrong    ${row}`);
    }
    for (const one of scores)
      for (const { input, why, missing, wrong } of one.explained)
        console.log(`explained  ${input}: ${why} (${missing} missing, ${wrong} more)`);
  }
  if (scores.some((one) => one.missing.length + one.wrong.length > 0)) process.exitCode = 1;
}

function table(head: string[], rows: string[][]): void {
  const widths = head.map((name, at) => Math.max(name.length, ...rows.map((row) => (row[at] ?? '').length)));
  for (const row of [head, ...rows]) {
    const cells = row.map((cell, at) =>
      at > 1 && at < 8 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
    );
    console.log(cells.join('  ').trimEnd());
  }
}
