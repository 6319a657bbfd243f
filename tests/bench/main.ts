// npm run bench: speed and memory, as ratios in one run where there is a yardstick.
import { parseArgs } from 'node:util';
import { benches } from './benches.ts';

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: { json: { type: 'boolean' }, help: { type: 'boolean' } },
});
const unknown = positionals.filter((name) => !benches.some((one) => one.name === name));
if (values.help || unknown.length > 0) {
  if (unknown.length > 0) console.error(`there is no bench "${unknown[0]}"`);
  console.log(`usage: npm run -s bench -- [--json] [NAME ...]

${benches.map((one) => `  ${one.name.padEnd(12)} ${one.sentence}`).join('\n')}`);
  if (unknown.length > 0) process.exitCode = 2;
} else {
  const all = [];
  for (const bench of benches.filter((one) => positionals.length === 0 || positionals.includes(one.name))) {
    const results = await bench.run((text) => console.error(`${bench.name}: ${text}`));
    all.push(...results.map((one) => ({ bench: bench.name, ...one })));
    if (values.json) continue;
    for (const one of results) {
      const memory = one.megabytes === undefined ? '' : `, ${one.megabytes.toFixed(0)} MB`;
      const ratio =
        one.ratio === undefined
          ? ''
          : `, ${one.ratio.value.toFixed(3)} of ${one.ratio.yardstick} (to reach: ${one.ratio.toReach})`;
      console.log(`${bench.name}: ${one.what}, ${one.size}: ${one.seconds.toFixed(2)} s${memory}${ratio}`);
    }
  }
  if (values.json) console.log(JSON.stringify(all, null, 1));
}
