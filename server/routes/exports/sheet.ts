/** The text around the cells of a worksheet (ECMA-376 part 1, 18.3.1.99): a head that stays, widths, a filter. */

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** Excel calls a sheet damaged that describes its columns and has none. */
export function sheetBegin(widths: number[]): string {
  const columns = widths.map(
    (width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  );
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>
${columns.length === 0 ? '' : `<cols>${columns.join('')}</cols>`}<sheetData>`;
}

export const sheetRow = (number: number, cells: string[]): string =>
  `<row r="${number}">${cells.join('')}</row>`;

/** `range`: all cells with the head, such as `A1:C10`. */
export const sheetEnd = (range: string): string => `</sheetData><autoFilter ref="${range}"/></worksheet>`;

/** A, B, ... Z, AA, AB, ... */
export function lettersOf(place: number): string {
  const rest = place < 26 ? '' : lettersOf(Math.floor(place / 26) - 1);
  return rest + String.fromCharCode(65 + (place % 26));
}

/** What is not allowed in names of sheets, and what XML would have to write as an escape. */
const ILLEGAL = /[\\/?*[\]:'\u0000-\u001f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/g;

/** 31 characters at most, and some are not allowed, nor an apostrophe at an end, nor one name (Excel, "Rename a worksheet"). */
export function sheetName(name: string, suffix = ''): string {
  const legal = [...name.replaceAll(ILLEGAL, ' ').toWellFormed()];
  let short = '';
  for (const letter of legal) if ((short + letter).length <= 31 - suffix.length) short += letter;
  const named =
    short.trim() === '' || /^history$/i.test(short.trim()) ? `Sheet ${short.trim()}`.trim() : short;
  return named + suffix;
}
