/** Marks that stand apart from the name before them: `(L,D)`, `(default)`, `(D:14)`, `<H>`. */
const MARKS = /^(?:\([^() ]{1,60}\)|<[^ <>]+>)$/;

/** Lmod sets names apart by two spaces or more, and aligns the marks of a column. */
export function lmodCells(row: string): string[] {
  // By hand some are set closer: names with versions, one space apart.
  const cells = row.trim().split(/ {2,}|\t+/);
  return joinMarks(cells.flatMap((cell) => (isCrowded(cell) ? cell.split(' ') : [cell])));
}

function isCrowded(cell: string): boolean {
  const words = cell.split(' ').filter((word) => !MARKS.test(word));
  return words.length > 1 && words.every((word) => word.includes('/'));
}

/**
 * Environment Modules set names apart by one space or more, and before 5.2 do not quote names that hold
 * spaces. What tells them apart is that each column begins at the same place in every row.
 */
export function envmodulesCells(rows: string[]): string[] {
  const starts = startsOf(rows[0] ?? '').filter((at) => rows.every((row) => (row[at - 1] ?? ' ') === ' '));
  if (rows.length < 3 || starts[0] !== 0) return rows.flatMap((row) => joinMarks(words(row)));
  const cut = (row: string) => starts.map((at, column) => row.slice(at, starts[column + 1]).trim());
  // A mark that stands apart begins no column, though it may stand at one place in all rows that have it.
  const cells = rows.flatMap((row) => joinMarks(cut(row).filter((cell) => cell !== '')));
  // Two spaces inside a name mean that the columns were not where they seemed to be.
  if (cells.some((cell) => cell.includes('  '))) return rows.flatMap((row) => joinMarks(words(row)));
  return cells.flatMap((cell) =>
    cell.includes('/') || !cell.includes(' ') ? [cell] : joinMarks(words(cell)),
  );
}

/** Where a word begins. */
function startsOf(row: string): number[] {
  return [...row].flatMap((char, at) => (char !== ' ' && (at === 0 || row[at - 1] === ' ') ? [at] : []));
}

/** Words of a row; quotes and brackets hold spaces together. */
function words(row: string): string[] {
  const found: string[] = [];
  let word = '';
  let isQuoted = false;
  let depth = 0;
  for (const char of `${row} `) {
    if (char === "'" && (isQuoted || word === '')) isQuoted = !isQuoted;
    if (char === '(' || char === '<') depth++;
    if ((char === ')' || char === '>') && depth > 0) depth--;
    if (char !== ' ' && char !== '\t') word += char;
    else if (word !== '' && (isQuoted || depth > 0)) word += char;
    else if (word !== '') {
      found.push(word);
      word = '';
    }
  }
  // A quote or bracket that never closes is an ordinary character.
  return word.trim() === ''
    ? found
    : [
        ...found,
        ...word
          .trim()
          .split(' ')
          .filter((one) => one !== ''),
      ];
}

function joinMarks(cells: string[]): string[] {
  const joined: string[] = [];
  for (const cell of cells) {
    const before = joined.at(-1);
    const isMark = MARKS.test(cell) || cell.startsWith('-> ');
    if (before !== undefined && isMark) joined[joined.length - 1] = `${before} ${cell}`;
    else joined.push(cell.replace(/ +(?=\([^()]*\)$)/, ' '));
  }
  return joined;
}
