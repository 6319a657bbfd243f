/**
 * A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection"); wide forms of the signs do it in some
 * languages.
 */
export const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * Where a cell would begin for a spreadsheet that separates by something else than commas, as Excel does in most of Europe, and takes
 * quotes within a line for text: after semicolons, tabs and ends of lines. Quotes that open there hide nothing, since an empty
 * quoted part may stand before a formula.
 */
const WITHIN = /([;\t\r\n])(?=[ "]*[=+\-@＝＋－＠])/g;

/** Text of which no spreadsheet runs a part, whatever it separates cells by: an apostrophe stands in front of each. */
export function harmless(text: string): string {
  const within = text.replaceAll(WITHIN, "$1'");
  return FORMULA.test(within) ? `'${within}` : within;
}

/** RFC 4180 asks for quotes around commas, quotes and ends of lines; LibreOffice divides at semicolons and tabs unless they are quoted, too. */
export const quoted = (text: string) => (/[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
