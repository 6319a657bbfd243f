import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { html } from '../../server/reports/formats/html.ts';
import type { ReportTable } from '../../server/reports/model.ts';
import { needs } from '../harness/tools.ts';
import { launchBrowser } from '../web/browser.ts';
import { sampleReport } from './sampleReport.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-print-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As wide as the tables of changes are. */
const wide: ReportTable = {
  ...{ id: 'wide', title: 'Other changes', href: '/changes', left: 0 },
  columns: Array.from({ length: 12 }, (_, at) => ({
    key: `c${at}`,
    title: `Title${at} of some words`,
    type: at > 9 ? 'time' : 'text',
  })),
  rows: [1, 2].map((row) =>
    Array.from({ length: 12 }, (_, at) =>
      at > 9 ? '2026-11-16T06:30:00.000Z' : `row${row} /opt/modules/Compiler/GCC/12.2.0 for cell ${at}`,
    ),
  ),
};

test.runIf(needs('chromium', 'chromium') && needs('pdftotext', 'poppler-utils'))(
  'HTML that is printed loses no column at the edge of the paper',
  async () => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      const sections = [{ id: 'w', title: 'Wide', figures: [], charts: [], tables: [wide] }];
      await page.setContent(Buffer.from(html({ ...sampleReport, sections })).toString());
      await page.pdf({ path: join(folder, 'print.pdf'), format: 'A4' });
    } finally {
      await browser.close();
    }
    const { stdout } = spawnSync('pdftotext', ['-bbox', join(folder, 'print.pdf'), '-'], {
      encoding: 'utf8',
    });
    const words = [...stdout.matchAll(/<word xMin="\S+" yMin="\S+" xMax="(\S+)" yMax="\S+">([^<]*)</g)];
    const text = words.map(([, , word]) => word).join('');
    for (const at of [0, 9, 10, 11]) expect(text).toContain(`Title${at}`);
    expect(Math.max(...words.map(([, right]) => Number(right)))).toBeLessThan(595.28 - 40);
  },
  60_000,
);
