import { cellOf, type ExportColumn, type Row } from './columns.ts';
import type { Exported, ExportForm } from './form.ts';
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
      const sheet = { name: sheetName(list.name, number), range: '' };
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
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** One worksheet (ECMA-376 part 1, 18.3.1.99); tells in `sheet` which cells it came to have. */
async function* sheetOf(columns: ExportColumn[], rows: Rows, most: number, sheet: SheetPart) {
  const letters = columns.map((_, at) => lettersOf(at));
  const last = letters.at(-1) ?? 'A';
  const line = (number: number, cells: string[]) => `<row r="${number}">${cells.join('')}</row>`;
  yield `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>
<cols>${columns.map(widthOf).join('')}</cols><sheetData>`;
  yield line(
    1,
    columns.map(({ name }, at) => textCell(`${letters[at]}1`, name, STYLE.head)),
  );
  let number = 1;
  let size = 0;
  while (number < most && size < MOST_BYTES && (await rows.more())) {
    const lines = rows.take(Math.min(AT_ONCE, most - number)).map((row) => {
      number += 1;
      return line(
        number,
        columns.map((column, at) =>
          sheetCell(`${letters[at]}${number}`, cellOf(row, column), column.kind === 'time'),
        ),
      );
    });
    const text = lines.join('');
    size += text.length;
    yield text;
  }
  sheet.range = `A1:${last}${number}`;
  yield `</sheetData><autoFilter ref="${sheet.range}"/></worksheet>`;
}

/** A, B, ... Z, AA, AB, ... */
export function lettersOf(place: number): string {
  const rest = place < 26 ? '' : lettersOf(Math.floor(place / 26) - 1);
  return rest + String.fromCharCode(65 + (place % 26));
}

const WIDTHS: Partial<Record<ExportColumn['kind'], number>> = { time: 20, number: 12, 'yes or no': 12 };

function widthOf({ name, kind }: ExportColumn, at: number): string {
  const width = Math.max(WIDTHS[kind] ?? 24, name.length + 4);
  return `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`;
}

/** 31 characters at most, and some are not allowed (Excel, "Rename a worksheet"). */
function sheetName(name: string, number: number): string {
  const suffix = number === 1 ? '' : ` (${number})`;
  return name.replaceAll(/[\\/?*[\]:']/g, ' ').slice(0, 31 - suffix.length) + suffix;
}
