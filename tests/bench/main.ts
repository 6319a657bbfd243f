// npm run bench: speed and memory, as ratios in one run where there is a yardstick.
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { benches } from './benches.ts';

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    help: { type: 'boolean' },
    nodes: { type: 'string', default: '' },
    recorded: { type: 'boolean', default: false },
    data: { type: 'string', default: '' },
    only: { type: 'string', default: '' },
  },
});
const nodes = values.nodes.split(',').filter(Boolean).map(Number);
const unknown = positionals.filter((name) => !benches.some((one) => one.name === name));
const wrong = nodes.some((count) => !Number.isInteger(count) || count < 1 || count > 20_000);
const load = () => loadavg()[0]?.toFixed(1);
if (values.help || unknown.length > 0 || wrong) {
  if (unknown.length > 0) console.error(`there is no bench "${unknown[0]}"`);
  if (wrong) console.error(`--nodes is "${values.nodes}": give numbers of nodes, such as 200,1000`);
  console.log(`usage: npm run -s bench -- [--json] [--nodes N,N] [--recorded] [--data FOLDER] [--only PART,PART] [NAME ...]

${benches.map((one) => `  ${one.name.padEnd(12)} ${one.sentence}`).join('\n')}

--nodes is for the benches that visit nodes. --recorded: nodes of sweep are recorded ones, not this machine itself.
--data keeps the fleet of compare, answers, pages and report in a folder, and takes it from there the next time. --only: parts of compare, such as find,check; of
answers and pages parts of their addresses, such as /fleet,/nodes.`);
  if (unknown.length > 0 || wrong) process.exitCode = 2;
} else {
  const all = [];
  for (const bench of benches.filter((one) => positionals.length === 0 || positionals.includes(one.name))) {
    console.error(`${bench.name}: ${cpus().length} cores (${cpus()[0]?.model}), load ${load()} at the start`);
    const results = await bench.run((text) => console.error(`${bench.name}: ${text}`), {
      nodes,
      recorded: values.recorded,
      data: values.data,
      only: values.only.split(',').filter(Boolean),
    });
    console.error(`${bench.name}: load ${load()} at the end`);
    all.push(...results.map((one) => ({ bench: bench.name, ...one })));
    if (values.json) continue;
    for (const one of results) {
      const memory = one.megabytes === undefined ? '' : `, ${one.megabytes.toFixed(0)} MB`;
      const ratio =
        one.ratio === undefined
          ? ''
          : `, ${one.ratio.value.toFixed(3)} of ${one.ratio.yardstick} (to reach: ${one.ratio.toReach})`;
      const seconds = one.seconds.toFixed(one.seconds < 1 ? 4 : 2);
      console.log(`${bench.name}: ${one.what}, ${one.size}: ${seconds} s${memory}${ratio}`);
    }
  }
  if (values.json) console.log(JSON.stringify(all, null, 1));
}
