import type { Report } from '../../server/reports/model.ts';

/** Figures of all parts, by their ids. */
export const figuresOf = ({ sections }: Report) =>
  Object.fromEntries(sections.flatMap(({ figures }) => figures.map(({ id, value }) => [id, value])));

/** Rows of one table, wherever it stands. */
export const rowsOf = (report: Report, id: string) =>
  report.sections.flatMap(({ tables }) => tables).find((one) => one.id === id)?.rows;
