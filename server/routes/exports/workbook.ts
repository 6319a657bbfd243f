import { xmlText } from './sheetCell.ts';

/** A sheet as the workbook names it. */
export interface SheetPart {
  name: string;
  /** All cells with the header, such as `A1:C10`. */
  range: string;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The parts of a workbook (ECMA-376 part 1, 18.2) beside its sheets, which are sheet1.xml, sheet2.xml and so on. */
export function workbookParts(sheets: SheetPart[]): { name: string; text: string[] }[] {
  const each = (text: (sheet: SheetPart, number: number) => string) =>
    sheets.map((sheet, at) => text(sheet, at + 1)).join('');
  const relation = (id: number, kind: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`;
  const override = (part: string, kind: string) =>
    `<Override PartName="/xl/${part}.xml" ContentType="${TYPES}.${kind}+xml"/>`;
  return [
    {
      name: 'xl/workbook.xml',
      text: [
        `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>`,
        each(({ name }, at) => `<sheet name="${quoted(name)}" sheetId="${at}" r:id="rId${at}"/>`),
        '</sheets><definedNames>',
        each(({ name, range }, at) => filterName(name, range, at - 1)),
        '</definedNames></workbook>',
      ],
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: [
        `${XML}<Relationships xmlns="${RELATIONS}">`,
        each((_, at) => relation(at, 'worksheet', `worksheets/sheet${at}.xml`)),
        relation(sheets.length + 1, 'styles', 'styles.xml'),
        '</Relationships>',
      ],
    },
    { name: 'xl/styles.xml', text: [STYLES] },
    {
      name: '_rels/.rels',
      text: [
        `${XML}<Relationships xmlns="${RELATIONS}">`,
        relation(1, 'officeDocument', 'xl/workbook.xml'),
        '</Relationships>',
      ],
    },
    {
      name: '[Content_Types].xml',
      text: [
        `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`,
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
        override('workbook', 'sheet.main'),
        each((_, at) => override(`worksheets/sheet${at}`, 'worksheet')),
        override('styles', 'styles'),
        '</Types>',
      ],
    },
  ];
}

/** Excel knows the filter of a sheet by this hidden name as well. */
function filterName(sheet: string, range: string, place: number): string {
  const fixed = range.replaceAll(/([A-Z]+)([0-9]+)/g, '$$$1$$$2');
  return `<definedName name="_xlnm._FilterDatabase" localSheetId="${place}" hidden="1">'${quoted(sheet.replaceAll("'", "''"))}'!${fixed}</definedName>`;
}

const quoted = (text: string) => xmlText(text).replaceAll('"', '&quot;');

/** Looks of cells by number: see STYLE in sheetCell.ts. Times are UTC. */
const STYLES = `${XML}<styleSheet xmlns="${MAIN}">
<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/><numFmt numFmtId="165" formatCode="0.0%"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/>
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
