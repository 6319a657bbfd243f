import type { CheckAnswer } from '../routes/schemas/check.ts';
import { age, table, visible } from './output.ts';

/** Clusters that are told; all of them are in the JSON. */
const CLUSTERS = 20;
const NAMES = 8;

/** The answer for a person: clusters in numbers, one of them in full, and what to paste. */
export function checkText(answer: CheckAnswer): string {
  return [
    head(answer),
    clusters(answer),
    rows(answer),
    uses(answer),
    gaps(answer),
    environments(answer),
    verdicts(answer),
    derived(answer),
    block(answer),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function head({ sentence, asked, notes, unread, everywhere, clusters: all, nowhere }: CheckAnswer): string {
  const one = asked === 1 ? 'One requirement was' : `${asked} requirements were`;
  return [
    `${one} read from ${sentence}. Everything${unread.length > 0 ? ' that was read' : ''} is at ${everywhere} of ${all.length} clusters.`,
    ...notes,
    ...unread.map(
      ({ line, column, text, message }) =>
        `Not read${line > 0 ? `, line ${line}` : ''}${column > 0 ? `, column ${column}` : ''}: ${text}: ${message}.`,
    ),
    nowhere.length > 0 ? `No cluster is known to have: ${nowhere.join(', ')}.` : '',
  ]
    .filter((line) => line !== '')
    .map(visible)
    .join('\n');
}

function clusters({ clusters: all }: CheckAnswer): string {
  if (all.length === 0) return 'There are no clusters.';
  const header = [
    'RANK',
    'CLUSTER',
    'THERE',
    'EXACT',
    'NEAR',
    'OTHER',
    'MISSING',
    'UNKNOWN',
    'RUNS',
    'OLDEST',
    'NOT THERE',
  ];
  const lines = all
    .slice(0, CLUSTERS)
    .map((one) => [
      ...[
        one.rank,
        `${one.site}/${one.cluster}`,
        `${one.there} of ${one.asked}`,
        one.exact,
        one.near,
        one.other,
      ],
      ...[
        one.missing,
        one.unknown,
        one.runs ?? '-',
        age(one.oldest),
        shortened([...one.missingTools, ...one.unknownTools]),
      ],
    ]);
  const more = all.length > CLUSTERS ? `\n${all.length - CLUSTERS} more clusters; --json tells all.` : '';
  return `${table([header, ...lines.map((line) => line.map((cell) => visible(String(cell))))])}${more}`;
}

function shortened(names: string[]): string {
  const more = names.length > NAMES ? ` and ${names.length - NAMES} more` : '';
  return `${names.slice(0, NAMES).join(', ')}${more}`;
}

function rows({ on, rows: all }: CheckAnswer): string {
  if (all.length === 0) return '';
  const header = ['LINE', 'ASKED', 'WANTED', 'MATCH', 'VERSION', 'TIER', 'SEEN', 'LOAD'];
  const lines = all.map((one) => [
    ...[one.line === 0 ? '-' : String(one.line), `${one.asked} ${one.name}`, one.wanted, one.match],
    `${one.version}${one.variant}`,
    ...[
      one.provider === '' ? '' : `${one.tier} ${one.provider}`,
      one.provider === '' ? '' : age(one.confirmedAt),
    ],
    one.load === '' ? one.place : one.load,
  ]);
  const notes = all.flatMap((one) => [
    one.restricted === '' ? '' : `${one.name}: ${one.restricted}`,
    one.broken === '' ? '' : `${one.name}: ${one.broken}`,
    one.advice === '' ? '' : `${one.name}: ${one.advice}`,
  ]);
  const said = notes.filter((note) => note !== '').map((note) => `\n${visible(note)}`);
  return `On ${visible(on)}:\n${table([header, ...lines.map((line) => line.map(visible))])}${said.join('')}`;
}

function uses({ uses: all }: CheckAnswer): string {
  if (all.length === 0) return '';
  const lines = all.map(({ line, directory, message }) => `  line ${line}: ${directory}: ${message}`);
  return `Folders of modules that it adds:\n${lines.map(visible).join('\n')}`;
}

/** What was not read there, where something is unknown for that. */
function gaps({ on, clusters: all }: CheckAnswer): string {
  const found = all.find((one) => `${one.site}/${one.cluster}` === on)?.gaps ?? [];
  if (found.length === 0) return '';
  const more = found.length > NAMES ? [`  and ${found.length - NAMES} more; --json tells all.`] : [];
  const lines = [...found.slice(0, NAMES).map((one) => `  ${one}`), ...more];
  return `Unknown on ${visible(on)}, since not everything was read:\n${lines.map(visible).join('\n')}`;
}

function environments({ environments: all, asked }: CheckAnswer): string {
  if (all.length === 0) return '';
  const lines = all.map((one) =>
    visible(
      `  ${one.there} of ${asked}, ${one.packages} packages in all  ${one.load === '' ? one.place : one.load}`,
    ),
  );
  return `Environments that have most of it by themselves:\n${lines.join('\n')}`;
}

function verdicts({ on, verdicts: all }: CheckAnswer): string {
  if (all.length === 0) return '';
  const isOne = all.every((one) => one.subject === all[0]?.subject);
  const lines = all.flatMap((one) => [
    `  ${one.answer}  ${one.nodes} (${one.nodeCount})${isOne ? '' : `  ${one.subject}`}`,
    ...one.reasons
      .filter((each) => each.answer !== 'yes')
      .map((each) => `    ${each.answer}: ${each.message} (${each.rule})`),
  ]);
  return `Does it run on ${visible(on)}:\n${lines.map(visible).join('\n')}`;
}

function derived({ derived: all }: CheckAnswer): string {
  if (all.length === 0) return '';
  const lines = all.flatMap((one) => [
    `  ${one.packages.join(' + ')}: ${one.reference}`,
    `    ${one.note}; runs here: ${one.runs}${one.runs === 'yes' ? '' : `. ${one.reasons.join(' ')}`}`,
  ]);
  return `Images that should exist for what is not there:\n${lines.map(visible).join('\n')}`;
}

function block({ block: text }: CheckAnswer): string {
  return text === '' ? '' : `To paste:\n${text}`;
}
