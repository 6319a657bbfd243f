import { cellOf, type ExportColumn, type Row } from './columns.ts';
import type { Exported, ExportForm } from './form.ts';
import { lettersOf, sheetBegin, sheetEnd, sheetName, sheetRow } from './sheet.ts';
import { STYLE, sheetCell, textCell } from './sheetCell.ts';
import { type SheetPart, workbookParts } from './workbook.ts';
import { type ZipEntry, zipped } from './zip.ts';

/** Rows of one sheet, its header with them: Excel's own limit. */
export const MOST_ROWS = 1_048_576;
/** A part of an archive may have 4 GiB; wide rows come there before the rows are too many. */
const MOST_BYTES = 3 * 2 ** 30;

/** A workbook with typed cells, a header that stays, and a filter; further sheets where one is full. */
export const xlsx: ExportForm = {
  suffix: 'xlsx',
  title: 'XLSX',
  type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  write: (list) => zipped(partsOf(list, MOST_ROWS)),
};

export async function* partsOf(list: Exported, mostRows: number): AsyncGenerator<ZipEntry> {
  const chunks = list.pages[Symbol.asyncIterator]();
  const rows = new Rows(async () => (await chunks.next()).value?.items);
  const sheets: SheetPart[] = [];
  try {
    do {
      const number = sheets.length + 1;
      const sheet = { name: sheetName(list.name, number === 1 ? '' : ` (${number})`), range: '' };
      sheets.push(sheet);
      yield { name: `xl/worksheets/sheet${number}.xml`, text: sheetOf(list.columns, rows, mostRows, sheet) };
    } while (await rows.more());
    yield* workbookParts(sheets);
  } finally {
    await chunks.return?.();
  }
}

/** Rows that are taken one by one from where the sheet before left them. */
class Rows {
  private page: Row[] = [];
  private at = 0;
  private readonly next: () => Promise<Row[] | undefined>;
  constructor(next: () => Promise<Row[] | undefined>) {
    this.next = next;
  }

  /** Reads on where all that was read is taken. */
  async more(): Promise<boolean> {
    while (this.at === this.page.length) {
      const page = await this.next();
      if (!page) return false;
      [this.page, this.at] = [page, 0];
    }
    return true;
  }

  take(most: number): Row[] {
    const taken = this.page.slice(this.at, this.at + most);
    this.at += taken.length;
    return taken;
  }
}

const AT_ONCE = 200;

/** One worksheet (ECMA-376 part 1, 18.3.1.99); tells in `sheet` which cells it came to have. */
async function* sheetOf(columns: ExportColumn[], rows: Rows, most: number, sheet: SheetPart) {
  const letters = columns.map((_, at) => lettersOf(at));
  const last = letters.at(-1) ?? 'A';
  yield sheetBegin(columns.map(widthOf));
  yield sheetRow(
    1,
    columns.map(({ name }, at) => textCell(`${letters[at]}1`, name, STYLE.head)),
  );
  let number = 1;
  let size = 0;
  while (number < most && size < MOST_BYTES && (await rows.more())) {
    const lines = rows.take(Math.min(AT_ONCE, most - number)).map((row) => {
      number += 1;
      return sheetRow(
        number,
        columns.map((column, at) =>
          sheetCell(
            `${letters[at]}${number}`,
            cellOf(row, column),
            column.kind === 'time' ? 'time' : 'plain',
          ),
        ),
      );
    });
    const text = lines.join('');
    size += text.length;
    yield text;
  }
  sheet.range = `A1:${last}${number}`;
  yield sheetEnd(sheet.range);
}

const WIDTHS: Partial<Record<ExportColumn['kind'], number>> = { time: 20, number: 12, 'yes or no': 12 };

const widthOf = ({ name, kind }: ExportColumn): number => Math.max(WIDTHS[kind] ?? 24, name.length + 4);
