import { type Command, InvalidArgumentError, Option } from 'commander';
import { shareOf } from '../config.ts';
import { GazetteerError } from '../errors.ts';
import { formatNamed, type ReportFormat, reportFormats } from '../reports/formats/index.ts';
import { makeReport } from '../reports/make.ts';
import { periodOf } from '../reports/period.ts';
import { rowsIn } from '../reports/rows.ts';
import { reportScope, zoneOf } from '../reports/scope.ts';
import { readReport, type StoredReport } from '../reports/stored.ts';
import { isTimeZone } from '../reports/zone.ts';
import { type Opened, withStore } from './open.ts';
import { Progress, print } from './output.ts';
import { reportSendVerb } from './reportSend.ts';
import { written } from './writtenFile.ts';

interface Options {
  scope: string;
  week: string;
  from: string;
  to: string;
  timeZone?: string;
  id?: number;
  format: string;
  output?: string;
  minCoverage?: number;
  json?: boolean;
}

/** Less than the set share of the expected visits read their node. */
const LITTLE_COVERAGE = 3;

export function reportVerb(program: Command): void {
  const command = program
    .command('report')
    .description('make the report of a week or of other days, keep it, and write it as a file')
    .option(
      '--scope <scope>',
      'site, site/cluster, site/cluster/node or site/cluster:cpu[001-100]; all when not given',
      '',
    )
    .option('--week <week>', 'such as 2026-W47 (default: the last whole week)', '')
    .option('--from <day>', 'first day, or a time in UTC', '')
    .option('--to <day>', 'last day, or a time in UTC', '')
    .option(
      '--time-zone <name>',
      "by whose clocks days begin (default: the site's; of everything the service's)",
      zone,
    )
    .addOption(
      new Option('--id <number>', 'a report that was made before')
        .argParser(id)
        .conflicts(['scope', 'week', 'from', 'to', 'timeZone']),
    )
    .addOption(
      new Option('--format <name>', 'of the file')
        .choices(reportFormats.map(({ name }) => name))
        .default('html'),
    )
    .option(
      '-o, --output <file>',
      'where to; standard output otherwise, of which a terminal shows the summary',
    )
    .option('--min-coverage <share>', 'such as 90% (default: GAZETTEER_REPORT_COVERAGE, or 90%)', share)
    .option('--json', 'what was made, as JSON; the report itself only with -o')
    .addHelpText(
      'after',
      `
A report is kept as it was made, and gives the same file whenever it is asked for. docs/reports.md tells what stands in it.

Exit code 3 when fewer of the visits that were expected in the period read their node than --min-coverage says, those of sweeps
that were due and did not begin among them; the report is made all the same.

Examples:
  gazetteer report -o week.html
  gazetteer report --scope alpha/hpc1 --week 2026-W47 -o hpc1.html
  gazetteer report --scope "alpha/hpc1:gpu[01-08]" -o gpus.html
  gazetteer report --scope alpha --from 2026-11-01 --to 2026-11-30 --format json -o november.json
  gazetteer report --id 12 --format html -o again.html`,
    )
    .action((options: Options, used: Command) =>
      withStore((opened) => report(opened, options, used.getOptionValueSource('format') === 'default')),
    );
  reportSendVerb(command);
}

async function report(opened: Opened, options: Options, anyFormat: boolean): Promise<void> {
  const format = formatNamed(options.format) ?? reportFormats[0];
  if (!format) throw new Error('there are no formats');
  const { output, json } = options;
  // Nobody reads the source of a page; who wants it names the format.
  const onlyTold = json || (output === undefined && anyFormat && process.stdout.isTTY);
  if (output === undefined && !onlyTold && !format.text && process.stdout.isTTY)
    throw new GazetteerError('usage', `${format.title} is no text`, 'Add -o FILE', 2);
  const progress = new Progress();
  const stored = await reportOf(opened, options, (text) => progress.update(text)).finally(() =>
    progress.done(),
  );
  if (output !== undefined || !onlyTold)
    await written([await format.write(stored.report, rowsIn(opened.db))], output);
  if (output !== undefined || onlyTold)
    print(json, answer(stored, options), () => text(stored, options, format));
  const { coverage, due = true } = stored.report;
  const least = options.minCoverage ?? opened.config.reports.leastCoverage;
  if (least > 0 && due && (coverage ?? 0) < least) process.exitCode = LITTLE_COVERAGE;
}

async function reportOf(
  opened: Opened,
  options: Options,
  tell: (text: string) => void,
): Promise<StoredReport> {
  const { db, config } = opened;
  if (options.id !== undefined) return readReport(db, options.id);
  const scope = await reportScope(db, options.scope);
  const timeZone = options.timeZone ?? (await zoneOf(db, scope, config.reports.timeZone));
  return makeReport(opened, { scope: scope.text, ...periodOf(options, timeZone) }, tell);
}

function answer({ id, hash, report }: StoredReport, { output = '' }: Options) {
  const { title, scope, from, to, timeZone, madeAt, coverage, warnings, summary } = report;
  return { id, title, scope, from, to, timeZone, madeAt, coverage, warnings, summary, hash, file: output };
}

function text({ id, report }: StoredReport, { output }: Options, format: ReportFormat): string {
  const warnings = report.warnings.map((one) => `Read first: ${one}`);
  const where = output === undefined ? 'is kept' : `is in ${output} as ${format.title}`;
  const whole = output === undefined ? [`All of it: gazetteer report --id ${id} -o report.html`] : [];
  return [`Report ${id}, ${report.title}, ${where}.`, ...warnings, ...report.summary, ...whole].join('\n');
}

function zone(name: string): string {
  if (isTimeZone(name)) return name;
  throw new InvalidArgumentError('It is a name such as Europe/Berlin.');
}

function id(text: string): number {
  if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is the number of a report: gazetteer reports.');
}

function share(text: string): number {
  const found = shareOf(text);
  if (found !== null) return found;
  throw new InvalidArgumentError('It is a share such as 90% or 0.9.');
}
