import { expect, test } from 'vitest';
import { rowsPrinted } from '../../server/reports/pdf/printed.ts';
import { pdf } from '../../server/reports/pdf/write.ts';
import { sampleReport, sampleTable } from './sampleReport.ts';

const reportOf = (tables: number, rows: number) => ({
  ...sampleReport,
  sections: [
    {
      ...{ id: 's', title: 'S', figures: [], charts: [] },
      tables: Array.from({ length: tables }, (_, at) => ({ ...sampleTable(rows, `t${at}`), left: 0 })),
    },
  ],
});

test('what fits is printed whole, and of more tables each has its share', () => {
  expect(rowsPrinted(reportOf(2, 500))).toBe(500);
  const few = rowsPrinted(reportOf(40, 500));
  const fewer = rowsPrinted(reportOf(80, 500));
  expect(few).toBeLessThan(500);
  expect(few / fewer).toBeGreaterThan(1.9);
  expect(few / fewer).toBeLessThan(2.2);
  // Short tables leave their room to long ones.
  const mixed = reportOf(40, 5);
  mixed.sections[0]?.tables.push({ ...sampleTable(500, 'long'), left: 0 });
  expect(rowsPrinted(mixed)).toBe(500);
  expect(rowsPrinted({ sections: [] })).toBe(0);
  expect(rowsPrinted(reportOf(1, 3), 0)).toBe(0);
});

test('a table that is printed in part says where the rest is', async () => {
  const report = reportOf(80, 500);
  const most = rowsPrinted(report);
  const bytes = await pdf(report);
  const whole = await pdf(reportOf(80, most));
  // What is left out is a line below each table.
  expect(bytes.length).toBeGreaterThan(whole.length);
  expect(bytes.length).toBeLessThan(whole.length * 1.1);
}, 60_000);
