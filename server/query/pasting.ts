/**
 * A line that no shell would read back as what it names: bytes that are no text are written \xNN (frames/text.ts), a
 * control character or a newline acts on the terminal that it is pasted into, and a turned direction hides what is run.
 */
const NOT_FOR_PASTING = /\\x[0-9a-f]{2}|[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

/** The line, or '' when it is not one to paste. */
export function pastable(line: string): string {
  return NOT_FOR_PASTING.test(line) ? '' : line;
}
