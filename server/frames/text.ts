const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A literal `\xNN` in a name would look like an escaped byte, so such names are escaped as well. */
const LOOKS_ESCAPED = /\\x[0-9a-f]{2}|\0/;

/**
 * Bytes of a file name or of a program's output as text that Postgres and JSON can hold.
 *
 * Valid UTF-8 stays as it is. Otherwise every byte that is not part of a valid sequence, and NUL,
 * becomes `\xNN`, and a backslash becomes `\\`. The mapping is one to one: two different names
 * never become one.
 */
export function textOf(bytes: Uint8Array): string {
  try {
    const text = strict.decode(bytes);
    return LOOKS_ESCAPED.test(text) ? escapeBytes(bytes) : text;
  } catch {
    return escapeBytes(bytes);
  }
}

/**
 * Bytes of JSON as text that JSON.parse takes: a byte that is no text is `\xNN` inside the string it stands in,
 * and the backslashes of JSON's own escapes stay what they are.
 */
export function jsonTextOf(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return escapeBytes(bytes, '\\\\', '\\');
  }
}

function escapeBytes(bytes: Uint8Array, mark = '\\', backslash = '\\\\'): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const end = plainRun(bytes, at);
    if (end > at) {
      text += buffer.toString('latin1', at, end);
      at = end;
      continue;
    }
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      text += `${mark}x${(bytes[at] ?? 0).toString(16).padStart(2, '0')}`;
      at += 1;
      continue;
    }
    const piece = strict.decode(bytes.subarray(at, at + length));
    text += piece === '\\' ? backslash : piece;
    at += length;
  }
  return text;
}

/** Where the run of ASCII from `at` on ends, at a backslash and a NUL as well. */
function plainRun(bytes: Uint8Array, at: number): number {
  let end = at;
  for (let byte = bytes[end]; byte !== undefined && byte < 0x80; byte = bytes[++end]) {
    if (byte === 0 || byte === 0x5c) break;
  }
  return end;
}

/** How many bytes the UTF-8 sequence at `at` has; 0 when it is none that text may hold (NUL included). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first === 0) return 0;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  try {
    strict.decode(bytes.subarray(at, at + length));
    return length;
  } catch {
    return 0;
  }
}
