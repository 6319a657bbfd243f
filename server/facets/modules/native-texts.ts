import { jsonTextOf, textOf } from '../../frames/text.ts';
import type { NativeInput } from '../facet.ts';
import { inputText } from '../reading.ts';

type NativeFile = NativeInput['files'][number];

const HEAD = 100_000;

/** Every form looks at the same start. */
const heads = new WeakMap<Uint8Array, string>();

/** The start of a file, enough to recognise it by; cut at the end of a line. '' for what is no text. */
export function headOf(file: NativeFile): string {
  const known = heads.get(file.bytes);
  if (known !== undefined) return known;
  const text = startOf(file);
  heads.set(file.bytes, text);
  return text;
}

function startOf({ bytes }: NativeFile): string {
  const start = bytes.subarray(0, HEAD);
  // No module tool prints NUL: an archive or an image is no listing.
  if (start.includes(0)) return '';
  const text = plainText(textOf(start));
  if (OFED_INFO.test(text)) return '';
  const end = bytes.length > HEAD ? text.lastIndexOf('\n') : -1;
  // JSON is one line of any length.
  return end === -1 || end < text.length - 10_000 ? text : text.slice(0, end + 1);
}

export function wholeText(file: NativeFile): string {
  const text = inputText({ name: file.path, files: [file] });
  return /^\s*[[{]/.test(text) ? jsonTextOf(file.bytes) : plainText(text);
}

/** ofed_info, whose headings and paths look like those of a terse listing. */
const OFED_INFO = /^\s{0,9}(?:MLNX_OFED|OFED|DOCA)[\w.-]{0,80}(?: \(OFED[^()\n]{0,80}\))?:\s/;

const COLOURS = /\x1b\[[0-9;]{0,40}[A-Za-z]|\x1b\(B|\r(?=\n)/g;

/** Text without the colours that a terminal would show, and with plain ends of lines. */
function plainText(text: string): string {
  const plain = text.includes('\x1b') || text.includes('\r') ? text.replace(COLOURS, '') : text;
  // A page of a site has the line ends of HTML, and preformatted text in tags.
  return /<(?:br|pre)\b/.test(plain) ? plain.replace(/<\/?(?:br|pre)\b[^<>]{0,100}>/g, '') : plain;
}
