import { type Command, InvalidArgumentError, Option } from 'commander';
import { listReports, REPORTS_OF, type ReportFilter } from '../reports/stored.ts';
import { numberText } from '../reports/valueText.ts';
import type { ReportRow } from '../routes/schemas/reports.ts';
import { withStore } from './open.ts';
import { age, print, table, visible } from './output.ts';

export function reportsVerb(program: Command): void {
  program
    .command('reports')
    .description('reports that were made, the latest first')
    .option('--scope <scope>', 'only of exactly this site, site/cluster or node set', '')
    .addOption(
      new Option('--of <what>', 'only of everything, of a site, of a cluster, or of some nodes')
        .choices(REPORTS_OF)
        .default('', 'any'),
    )
    .option('--limit <rows>', 'rows to show', rows, 50)
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Exit code 1 when there is none.

Examples:
  gazetteer reports
  gazetteer reports --of everything
  gazetteer reports --scope alpha/hpc1 --json`,
    )
    .action(({ scope, of, limit, json }: Pick<ReportFilter, 'scope' | 'of' | 'limit'> & { json?: boolean }) =>
      withStore(async ({ db }) => {
        const page = await listReports(db, { scope, of, limit, after: '' });
        print(json, { items: page.items, total: page.total }, () => text(page.items, page.total));
        if (page.total === 0) process.exitCode = 1;
      }),
    );
}

function text(reports: ReportRow[], total: number): string {
  if (total === 0) return 'No such report was made yet; gazetteer report makes one.';
  const lines = reports.map(({ id, title, madeAt, coverage, warnings }) =>
    [
      String(id),
      title,
      `${age(madeAt)} ago`,
      coverage === null ? 'no visits' : numberText(coverage, 'share'),
      warnings === 0 ? '' : String(warnings),
    ].map(visible),
  );
  const left = total - reports.length;
  const shown = table([['ID', 'REPORT', 'MADE', 'COVERAGE', 'WARNINGS'], ...lines]);
  return left > 0 ? `${shown}\n${left} more; raise --limit.` : shown;
}

function rows(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 1000) return number;
  throw new InvalidArgumentError('It is a number from 1 to 1000.');
}
