import { type Command, InvalidArgumentError, Option } from 'commander';
import { find } from '../query/find.ts';
import { Provider, Tier } from '../routes/schemas/common.ts';
import type { FindAnswer } from '../routes/schemas/find.ts';
import { withStore } from './open.ts';
import { age, print, table, visible } from './output.ts';

interface Options {
  site?: string;
  cluster?: string;
  provider?: Provider;
  tier?: Tier;
  architecture?: string;
  gpu?: string;
  partition?: string;
  channel?: string;
  limit: number;
  json?: boolean;
}

export function findVerb(program: Command): void {
  program
    .command('find')
    .description('where a tool is, as what, and the line that loads it')
    .argument('<tool>', 'name of the tool')
    .argument('[version]', 'version; the closest ones are shown when it is nowhere')
    .option('--site <name>', 'only this site')
    .option('--cluster <name>', 'only clusters of this name')
    .addOption(new Option('--provider <name>', 'only what this one offers').choices(Provider.options))
    .addOption(new Option('--tier <name>', 'only this tier').choices(Tier.options))
    .option('--architecture <name>', 'only where a node of this architecture has it')
    .option('--gpu <model>', 'only where a node with such a card has it; part of the model will do')
    .option('--partition <name>', 'only where a node of this partition has it')
    .option('--channel <name>', 'only conda packages of this channel')
    .option('--limit <rows>', 'rows to show', rows, 100)
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Exit code 1 when nothing was found.

Examples:
  gazetteer find samtools
  gazetteer find samtools 1.17 --site alpha
  gazetteer find gromacs --provider module --json
  gazetteer find pytorch --tier 1a --gpu H100`,
    )
    .action((tool: string, version: string | undefined, options: Options) =>
      withStore(async ({ db }) => {
        const answer = await find(db, {
          tool,
          version: version ?? '',
          site: options.site ?? '',
          cluster: options.cluster ?? '',
          provider: options.provider ?? '',
          limit: options.limit,
          after: '',
          narrow: {
            tier: options.tier ?? '',
            build: '',
            architecture: options.architecture ?? '',
            gpu: options.gpu ?? '',
            partition: options.partition ?? '',
            channel: options.channel ?? '',
          },
        });
        print(options.json, answer, () => text(tool, answer));
        if (answer.items.length === 0 || answer.match !== 'exact') process.exitCode = 1;
      }),
    );
}

function rows(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError('It is a number from 1.');
}

function text(asked: string, answer: FindAnswer): string {
  if (answer.tool === '') {
    const near = answer.didYouMean.map(visible).join(', ');
    return `No tool named ${visible(asked)} was seen anywhere.${near === '' ? '' : ` Did you mean: ${near}?`}`;
  }
  if (answer.items.length === 0)
    return `${visible(answer.label)} is known, but nothing fits what was asked for.`;
  const head =
    answer.match === 'closest'
      ? `${visible(answer.label)} ${visible(answer.version)} is nowhere. The closest versions are:\n`
      : '';
  const rows = answer.items.map((row) => [
    `${row.version}${row.variant}`,
    row.build,
    `${row.tier} ${row.provider}`,
    `${row.site}/${row.cluster}`,
    `${row.nodes} (${row.nodeCount} of ${row.clusterNodes})`,
    age(row.confirmedAt),
    row.load === '' ? row.place : row.load,
  ]);
  const header = ['VERSION', 'BUILD', 'TIER', 'CLUSTER', 'NODES', 'SEEN', 'LOAD'];
  const more =
    answer.next === null ? '' : `\n${answer.total - answer.items.length} more rows; raise --limit.`;
  const notes = answer.items.flatMap((row) => {
    const said = [
      row.restricted && `${row.version} is ${row.restricted}${row.seenBy && `, as seen by ${row.seenBy}`}`,
      row.broken && `${row.version} is broken, ${row.broken}`,
      row.access,
    ];
    return said.filter((one) => one !== '').map((one) => `${row.site}/${row.cluster}: ${one}`);
  });
  const access = [...new Set(notes)].map((note) => `\n${visible(note)}`).join('');
  return `${head}${table([header, ...rows.map((row) => row.map(visible))])}${more}${access}`;
}
