import fc from 'fast-check';
import type { Report, ReportCell, ReportChart, ReportTable } from '../../server/reports/model.ts';

/** Names that machines of others may have. */
export const hostileNames = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  ']]><!-- & &amp; &#x0; ',
  'sam\u202egnp.exe',
  'NUL\0 ESC\u001b[31m BEL\u0007 CR\r LF\n TAB\t',
  'half \ud800 and \udc00 pairs \uffff \ufffe',
  '=HYPERLINK("http://example.org")',
  '@SUM(1+1)*cmd|calc!A1',
  'x'.repeat(10_000),
  '\u4e2d\u6587 \u0440\u0443\u0441 \u05e2\u05d1\u05e8 \u0639\u0631\u0628 \u{1f40d}',
  'e\u0301\u0301\u0301 \u200b\u200d\ufeff',
  'var(--ink, url(http://example.org))',
  '../../etc/passwd',
  '',
];

export const anyName = fc.oneof(
  fc.constantFrom(...hostileNames),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 200 }),
);

const anyValue = fc.option(
  fc.oneof(
    fc.nat({ max: 10_000 }),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }),
  ),
  { nil: null },
);
const anyShare = fc.option(fc.double({ noNaN: true, min: 0, max: 1 }), { nil: null });

export const anyChart: fc.Arbitrary<ReportChart> = fc
  .record({
    kind: fc.constantFrom('bars' as const, 'stacked' as const, 'lines' as const, 'matrix' as const),
    type: fc.constantFrom('number' as const, 'share' as const),
    unit: fc.option(anyName, { nil: undefined }),
    title: anyName,
    id: anyName,
    categories: fc.array(anyName, { maxLength: 80 }),
    names: fc.array(anyName, { maxLength: 12 }),
  })
  .chain(({ unit, categories, names, ...chart }) => {
    const value = chart.type === 'share' ? anyShare : anyValue;
    const values = fc.array(value, { minLength: categories.length, maxLength: categories.length });
    return fc.tuple(...names.map((name) => values.map((of) => ({ name, values: of })))).map((series) => ({
      ...chart,
      categories,
      series,
      table: 't',
      ...(unit === undefined ? {} : { unit }),
    }));
  });

const anyCell: fc.Arbitrary<ReportCell> = fc.oneof(
  anyName,
  anyValue,
  anyShare,
  fc.boolean(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);

const anyTable: fc.Arbitrary<ReportTable> = fc
  .array(
    fc.record({
      key: anyName,
      title: anyName,
      type: fc.constantFrom('text' as const, 'number' as const, 'share' as const, 'time' as const),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .chain((columns) =>
    fc.record({
      id: anyName,
      title: anyName,
      href: fc.constantFrom('/fleet', '/find?q=%22%3E', ''),
      columns: fc.constant(columns),
      rows: fc.array(fc.array(anyCell, { minLength: columns.length, maxLength: columns.length }), {
        maxLength: 12,
      }),
      left: fc.nat(),
    }),
  );

/** Reports of any names and values, from machines and people that nobody knows. */
export const anyReport: fc.Arbitrary<Report> = fc.record({
  format: fc.constant('gazetteer-report' as const),
  version: fc.constant(1 as const),
  title: anyName,
  scope: anyName,
  from: fc.constant('2026-11-15T23:00:00.000Z'),
  to: fc.constant('2026-11-22T23:00:00.000Z'),
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns'),
  madeAt: fc.constant('2026-11-23T05:00:00.000Z'),
  madeBy: fc.constant('0.1.0'),
  pages: fc.constantFrom('', 'https://gazetteer.example.org'),
  sweeps: fc.constantFrom(null, { first: 1, last: 9 }),
  versions: fc.constant({ naming: 1, agents: ['1.0.0'] }),
  coverage: anyShare,
  warnings: fc.array(anyName, { maxLength: 4 }),
  summary: fc.array(anyName, { maxLength: 5 }),
  sections: fc.array(
    fc.record({
      id: anyName,
      title: anyName,
      note: anyName,
      asOf: fc.constantFrom(undefined, '2026-11-22T23:00:00.000Z', '2026-11-23T05:00:00.000Z'),
      figures: fc.array(
        fc.record({
          id: anyName,
          label: anyName,
          value: anyValue,
          before: anyValue,
          movement: anyValue,
          type: fc.constant('number' as const),
          unit: anyName,
          href: fc.constant('/x'),
        }),
        { maxLength: 4 },
      ),
      charts: fc.array(anyChart, { maxLength: 2 }),
      tables: fc.array(anyTable, { maxLength: 3 }),
    }),
    { maxLength: 4 },
  ),
});
