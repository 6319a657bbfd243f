type Width = (text: string) => number;

/** Words, and parts of paths and names that may stand at the end of a line. */
const PIECES = /[^\s/_.:,;=@-]*[\s/_.:,;=@-]?/gu;
/** A letter with the marks on it. */
const LETTERS = /\P{M}\p{M}*|\p{M}+/gu;

/** Text in lines that fit, broken at spaces, in names after their signs, and else anywhere; no more lines than `most`. */
export function wrapped(text: string, room: number, width: Width, most: number): string[] {
  if (text.length < 200 && width(text) <= room) return [text];
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(text, room, width)) {
    if (line !== '' && width((line + piece).trimEnd()) > room) {
      lines.push(line.trimEnd());
      if (lines.length === most) return cut(lines, room, width);
      line = '';
    }
    line += line === '' ? piece.trimStart() : piece;
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line.trimEnd()];
}

function* piecesOf(text: string, room: number, width: Width): Generator<string> {
  for (const [piece] of text.matchAll(PIECES)) {
    if (width(piece.trimEnd()) <= room) yield piece;
    else yield* parts(piece, room, width);
  }
}

/** A piece that fits no line of its own. */
function* parts(piece: string, room: number, width: Width): Generator<string> {
  let part = '';
  for (const [letter] of piece.matchAll(LETTERS)) {
    if (part !== '' && width(part + letter) > room) {
      yield part;
      part = '';
    }
    part += letter;
  }
  yield part;
}

function cut(lines: string[], room: number, width: Width): string[] {
  const last = [...(lines.at(-1) ?? '')];
  while (last.length > 0 && width(`${last.join('')} …`) > room) last.pop();
  return [...lines.slice(0, -1), `${last.join('')} …`];
}
