import type { Before } from './before.ts';
import type { Report } from './model.ts';
import { moved } from './sections/movement.ts';
import type { MadeSection } from './sections/source.ts';

/** What is as of a time is compared with what the report of the period before told of its own time. */
export function compared(section: MadeSection, { report }: Before): MadeSection {
  if (report === null || section.asOf === undefined) return section;
  const told = report.report.sections.find(({ id, title }) => id === section.id && title === section.title);
  const values = new Map(told?.figures.map(({ id, value }) => [id, value]));
  const figures = section.figures.map((one) =>
    one.before === undefined ? moved(one, values.get(one.id)) : one,
  );
  return { ...section, figures };
}

/** What a report says of what it was compared with. */
export function beforeTold({ period, counted, report }: Before): Pick<Report, 'before'> {
  if (counted === null && report === null) return {};
  return {
    before: {
      from: period.from.toISOString(),
      to: period.to.toISOString(),
      counted: counted !== null,
      report: report?.id ?? null,
      madeAt: report?.report.madeAt ?? null,
    },
  };
}
