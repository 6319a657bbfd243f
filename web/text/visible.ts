/** A stretch of text, or one character that would act instead of being seen. */
export interface Piece {
  text: string;
  /** What the character is called; '' for ordinary text. */
  control: string;
}

const C0 =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  );

/** Short names of UnicodeData.txt and of the bidi algorithm (UAX #9); the others are shown by number. */
const NAMED: Record<number, string> = {
  127: 'DEL',
  133: 'NEL',
  160: 'NBSP',
  173: 'SHY',
  1564: 'ALM',
  6158: 'MVS',
  8203: 'ZWSP',
  8204: 'ZWNJ',
  8205: 'ZWJ',
  8206: 'LRM',
  8207: 'RLM',
  8232: 'LSEP',
  8233: 'PSEP',
  8234: 'LRE',
  8235: 'RLE',
  8236: 'PDF',
  8237: 'LRO',
  8238: 'RLO',
  8288: 'WJ',
  8294: 'LRI',
  8295: 'RLI',
  8296: 'FSI',
  8297: 'PDI',
  65279: 'BOM',
};

const ACTING = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00a0\ufff9-\ufffb]/gu;

/** Splits text so that every character that acts can be shown by its name. */
export function visiblePieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const found of text.matchAll(ACTING)) {
    if (found.index > done) pieces.push({ text: text.slice(done, found.index), control: '' });
    pieces.push({ text: found[0], control: nameOf(found[0].codePointAt(0) ?? 0) });
    done = found.index + found[0].length;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), control: '' });
  return pieces;
}

function nameOf(code: number): string {
  return C0[code] ?? NAMED[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The same for places that take no elements: titles and labels. */
export function visibleText(text: string): string {
  return visiblePieces(text)
    .map((piece) => (piece.control === '' ? piece.text : `[${piece.control}]`))
    .join('');
}
